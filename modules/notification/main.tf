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
  role_arn_prefix      = "arn:${local.partition}:iam::${local.account}:role"
  queue_arn_prefix     = "arn:${local.partition}:sqs:${local.region}:${local.account}"
  topic_arn_prefix     = "arn:${local.partition}:sns:${local.region}:${local.account}"

  adopted_topics = {
    for path, arn in { alarms = var.topics.alarms.adopt, notifications = var.topics.notifications.adopt } :
    path => { name = element(split(":", arn), 5), arn = arn } if arn != null
  }
  made_topics = {
    for path in concat(["alarms", "notifications", "plain"], var.chat[*] == [] ? [] : ["chat"]) : path => {
      name = "${var.name}-${path}"
      arn  = "${local.topic_arn_prefix}:${var.name}-${path}"
    } if !contains(keys(local.adopted_topics), path)
  }
  topics = merge(local.made_topics, local.adopted_topics)

  next_action              = "${var.name}-next-action"
  next_action_dead_letters = "${local.next_action}-dead-letters"
  notifier_dead_letters    = "${var.name}-notifier-dead-letters"

  # What cannot be delivered to a queue, a function or a webhook; mail and SMS are SNS's own.
  kept_subscribers = {
    for name, to in var.subscribers : name => "${var.name}-${name}-undelivered"
    if contains(["https", "lambda", "sqs"], to.protocol)
  }

  # Queue -> what may send to it: SNS for one topic, EventBridge for one rule.
  queues = merge(
    {
      (local.notifier_dead_letters) = merge(
        { "sns.amazonaws.com" = local.topics.alarms.arn },
        var.service_health == null ? {} : { "events.amazonaws.com" = local.service_health_rule_arn },
      )
    },
    var.next_action == null ? {} : {
      (local.next_action)              = { "sns.amazonaws.com" = local.topics.notifications.arn }
      (local.next_action_dead_letters) = {}
    },
    { for queue in values(local.kept_subscribers) : queue => { "sns.amazonaws.com" = local.topics.notifications.arn } },
  )
}

# Every queue: TLS only, and the one topic (and rule) that may send to it, where there is one.
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
    for_each = each.value

    content {
      sid       = statement.key == "sns.amazonaws.com" ? "ItsTopic" : "ItsRule"
      actions   = ["sqs:SendMessage"]
      resources = ["${local.queue_arn_prefix}:${each.key}"]

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
