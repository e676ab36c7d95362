# CloudFront and Route 53 publish their metrics in us-east-1 only, and global Health events arrive
# there. An alarm or a rule tells topics of its own region only, so this region gets an alarms topic
# that the same notifier reads, a plain path, a key, and the queue for what could not be delivered
# (which has to be in the topic's region). Nothing of it is made where nothing uses it, or where the
# whole watch stands in us-east-1.

locals {
  us_east_1_is_needed = var.service_health != null || anytrue([for alarm in local.metric_alarms : alarm.global])
  us_east_1_is_made   = local.us_east_1_is_needed && local.region != "us-east-1"

  us_east_1_topics = local.region == "us-east-1" ? local.topics : {
    for path in ["alarms", "plain"] : path => {
      name = "${var.name}-${path}"
      arn  = "arn:${local.partition}:sns:us-east-1:${local.account}:${var.name}-${path}"
    }
  }
  us_east_1_made_topics = local.us_east_1_is_made ? local.us_east_1_topics : {}

  us_east_1_queue_arn = "arn:${local.partition}:sqs:us-east-1:${local.account}:${local.notifier_dead_letters}"
  us_east_1_rule_arn  = "arn:${local.partition}:events:us-east-1:${local.account}:rule/${local.service_health_rule}"

  # SNS delivers across regions; where the function's region is one that an account opts into, it
  # does so under a name of that region.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
  regions_by_default = [
    "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
    "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
    "us-east-1", "us-east-2", "us-west-1", "us-west-2",
  ]
}

# --- to the notifier, and what does not reach it ---

resource "aws_sns_topic_subscription" "us_east_1_notifier" {
  provider = aws.us_east_1
  count    = local.us_east_1_is_made ? 1 : 0

  topic_arn = local.us_east_1_topics.alarms.arn
  protocol  = "lambda"
  endpoint  = "${local.function_arn_prefix}:${local.notifier}"

  redrive_policy = jsonencode({ deadLetterTargetArn = local.us_east_1_queue_arn })

  depends_on = [
    aws_lambda_permission.us_east_1_notifier,
    aws_sns_topic.us_east_1,
    aws_sqs_queue.us_east_1_dead_letters,
  ]
}

resource "aws_lambda_permission" "us_east_1_notifier" {
  count = local.us_east_1_is_made ? 1 : 0

  statement_id  = "alarms-topic-us-east-1"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notifier.function_name
  principal     = contains(local.regions_by_default, local.region) ? "sns.amazonaws.com" : "sns.${local.region}.amazonaws.com"
  source_arn    = local.us_east_1_topics.alarms.arn
}

resource "aws_sqs_queue" "us_east_1_dead_letters" {
  provider = aws.us_east_1
  count    = local.us_east_1_is_made ? 1 : 0

  name                      = local.notifier_dead_letters
  kms_master_key_id         = aws_kms_key.us_east_1[0].arn
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.us_east_1_queue.json
}

data "aws_iam_policy_document" "us_east_1_queue" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.us_east_1_queue_arn]

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

  dynamic "statement" {
    for_each = merge(
      { "sns.amazonaws.com" = local.us_east_1_topics.alarms.arn },
      var.service_health == null ? {} : { "events.amazonaws.com" = local.us_east_1_rule_arn },
    )

    content {
      sid       = statement.key == "sns.amazonaws.com" ? "ItsTopic" : "ItsRule"
      actions   = ["sqs:SendMessage"]
      resources = [local.us_east_1_queue_arn]

      principals {
        type        = "Service"
        identifiers = [statement.key]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "us_east_1_dead_letters" {
  provider = aws.us_east_1
  count    = local.us_east_1_is_made ? 1 : 0

  alarm_name          = "${var.name}-pipeline-notifier-dead-letters"
  alarm_description   = "An alarm of us-east-1 was never turned into a notification: it lies in the queue ${local.notifier_dead_letters} there."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = local.notifier_dead_letters }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching" # SQS stops publishing for a queue that is unused for hours
  actions_enabled     = true
  alarm_actions       = [local.us_east_1_topics.plain.arn]
  ok_actions          = [local.us_east_1_topics.plain.arn]

  depends_on = [aws_sns_topic_policy.us_east_1]
}

# --- the key, for topics and queue ---

resource "aws_kms_key" "us_east_1" {
  provider = aws.us_east_1
  count    = local.us_east_1_is_made ? 1 : 0

  description             = "${var.name}: topics and queue of us-east-1"
  deletion_window_in_days = 30
  enable_key_rotation     = true
  policy                  = data.aws_iam_policy_document.us_east_1_key.json
}

resource "aws_kms_alias" "us_east_1" {
  provider = aws.us_east_1
  count    = local.us_east_1_is_made ? 1 : 0

  name          = "alias/${var.name}-messaging"
  target_key_id = aws_kms_key.us_east_1[0].key_id
}

# Who calls KMS with a name of its own, as on the messaging key of modules/storage.
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
data "aws_iam_policy_document" "us_east_1_key" {
  #checkov:skip=CKV_AWS_109:In a key policy "*" is the key itself; the account keeps the power to administer it, or nobody could
  #checkov:skip=CKV_AWS_111:In a key policy "*" is the key itself
  #checkov:skip=CKV_AWS_356:In a key policy "*" is the key itself
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  statement {
    sid       = "AlarmsPublish"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }

  statement {
    sid       = "TopicsDeliver"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:sns:us-east-1:${local.account}:${var.name}-*"]
    }
  }

  # EventBridge supports no source condition here (the page above); what it encrypts for tells.
  dynamic "statement" {
    for_each = {
      for sid, context in {
        RulesPublish        = { key = "aws:sns:topicArn", value = "arn:${local.partition}:sns:us-east-1:${local.account}:${var.name}-*" }
        RulesKeepWhatFailed = { key = "aws:sqs:arn", value = local.us_east_1_queue_arn }
      } : sid => context if var.service_health != null
    }

    content {
      sid       = statement.key
      actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
      resources = ["*"]

      principals {
        type        = "Service"
        identifiers = ["events.amazonaws.com"]
      }
      condition {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:${statement.value.key}"
        values   = [statement.value.value]
      }
    }
  }
}
