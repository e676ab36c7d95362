# Alarms and plain path of us-east-1, as topics.tf makes them for the watch's own region.

resource "aws_sns_topic" "us_east_1" {
  provider = aws.us_east_1
  for_each = local.us_east_1_made_topics

  name              = each.value.name
  kms_master_key_id = aws_kms_key.us_east_1[0].arn
}

resource "aws_sns_topic_policy" "us_east_1" {
  provider = aws.us_east_1
  for_each = local.us_east_1_made_topics

  arn    = aws_sns_topic.us_east_1[each.key].arn
  policy = data.aws_iam_policy_document.us_east_1_topic[each.key].json
}

data "aws_iam_policy_document" "us_east_1_topic" {
  for_each = local.us_east_1_made_topics

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  statement {
    sid       = "AlarmsOfThisWatch"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:cloudwatch:us-east-1:${local.account}:alarm:${var.name}-*"]
    }
  }

  # Why without conditions: topics.tf.
  dynamic "statement" {
    for_each = each.key == "alarms" && var.service_health != null ? [each.value.arn] : []

    content {
      sid       = "ServiceEvents"
      actions   = ["sns:Publish"]
      resources = [statement.value]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }
    }
  }
}

resource "aws_sns_topic_subscription" "us_east_1_plain_mail" {
  provider = aws.us_east_1
  for_each = local.us_east_1_is_made ? var.mail : {}

  topic_arn = local.us_east_1_topics.plain.arn
  protocol  = "email"
  endpoint  = each.value.address

  depends_on = [aws_sns_topic.us_east_1]
}
