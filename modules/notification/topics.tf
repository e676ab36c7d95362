# Topics, one way each:
#   alarms          alarms publish, the notifier reads
#   notifications   the notifier publishes, people and their tools read
#   plain           alarms about the notifier and the pipeline, and critical ones as well: straight
#                   to mail, so that a dead notifier cannot silence them
# and `chat`, where there is one: Amazon Q Developer wants a body of its own, and SNS can tell its
# subscription from a webhook's by the topic only.

resource "aws_sns_topic" "path" {
  for_each = local.made_topics

  name              = each.value.name
  kms_master_key_id = var.keys.messaging
}

resource "aws_sns_topic_policy" "path" {
  for_each = local.made_topics

  arn    = aws_sns_topic.path[each.key].arn
  policy = data.aws_iam_policy_document.topic[each.key].json
}

data "aws_iam_policy_document" "topic" {
  for_each = local.made_topics

  # https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html#enforce-encryption-data-in-transit
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

  # The notifier publishes by its own role's policy: within an account that is enough.
  dynamic "statement" {
    for_each = contains(["alarms", "plain"], each.key) ? [each.value.arn] : []

    content {
      sid       = "AlarmsOfThisWatch"
      actions   = ["sns:Publish"]
      resources = [statement.value]

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
        values   = ["${local.alarm_arn_prefix}:${var.name}-*"]
      }
    }
  }

  # Without conditions: EventBridge fills none in where it publishes to a topic, and a statement
  # that has one never allows. Another account's rule reaches a topic through a role of that
  # account only, which nothing here allows.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
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
