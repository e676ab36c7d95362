data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account   = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name # provider v6 renames this to .region

  # Built from names, so that a plan shows which alarm goes where.
  alarm_arn_prefix     = "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm"
  function_arn_prefix  = "arn:${local.partition}:lambda:${local.region}:${local.account}:function"
  log_group_arn_prefix = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group"
  queue_arn_prefix     = "arn:${local.partition}:sqs:${local.region}:${local.account}"
  topic_arn_prefix     = "arn:${local.partition}:sns:${local.region}:${local.account}"

  topics = {
    for path in ["alarms", "notifications", "plain"] : path => {
      name = "${var.name}-${path}"
      arn  = "${local.topic_arn_prefix}:${var.name}-${path}"
    }
  }

  next_action              = "${var.name}-next-action"
  next_action_dead_letters = "${local.next_action}-dead-letters"
  notifier_dead_letters    = "${var.name}-notifier-dead-letters"

  # Queue -> the topic that may send to it.
  queues = merge(
    { (local.notifier_dead_letters) = local.topics.alarms.arn },
    var.next_action == null ? {} : {
      (local.next_action)              = local.topics.notifications.arn
      (local.next_action_dead_letters) = null
    },
  )
}

# Every queue: TLS only, and the one topic that may send to it, where there is one.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html
# https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
data "aws_iam_policy_document" "queue" {
  for_each = local.queues

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = ["${local.queue_arn_prefix}:${each.key}"]

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
    for_each = each.value == null ? [] : [each.value]

    content {
      sid       = "ItsTopic"
      actions   = ["sqs:SendMessage"]
      resources = ["${local.queue_arn_prefix}:${each.key}"]

      principals {
        type        = "Service"
        identifiers = ["sns.amazonaws.com"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [statement.value]
      }
    }
  }
}
