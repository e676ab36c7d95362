data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account   = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name # provider v6 renames this to .region

  # Built from names, so that a plan shows what may read and write what.
  ec2_arn_prefix       = "arn:${local.partition}:ec2:${local.region}:${local.account}"
  function_arn_prefix  = "arn:${local.partition}:lambda:${local.region}:${local.account}:function"
  log_group_arn_prefix = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group"
  queue_arn_prefix     = "arn:${local.partition}:sqs:${local.region}:${local.account}"
  role_arn_prefix      = "arn:${local.partition}:iam::${local.account}:role"

  # The two kinds of entrance, each source in exactly one of them: variables_shipper.tf sees to that.
  object_sources = {
    for source, entrance in var.sources : source => {
      bucket        = entrance.objects.bucket
      dead_letters  = "${var.name}-${replace(source, "_", "-")}-objects-dead-letters"
      filter_policy = entrance.objects.filter_policy
      key           = entrance.objects.key
      prefixes      = coalesce(entrance.objects.prefixes, [entrance.objects.prefix])
      queue         = "${var.name}-${replace(source, "_", "-")}-objects"
      topic_arn     = entrance.objects.topic.arn
    } if entrance.objects != null
  }
  # Bucket -> the prefixes that are read in it.
  prefixes_read = {
    for bucket in distinct([for source in local.object_sources : source.bucket.arn]) : bucket => sort(distinct(flatten([
      for source in local.object_sources : source.prefixes if source.bucket.arn == bucket
    ])))
  }
  subscription_sources = {
    for source, entrance in var.sources : source => entrance.subscription.log_group
    if entrance.subscription != null
  }

  shipper_dead_letters = "${var.name}-shipper-dead-letters"
  # What only subscriptions need is made for each of these: none or one.
  subscriptions_there = length(local.subscription_sources) == 0 ? [] : [local.shipper_dead_letters]

  # Queue -> the topic that may send to it.
  queues = merge(
    { for source in local.object_sources : source.queue => source.topic_arn },
    { for source in local.object_sources : source.dead_letters => null },
    { for queue in local.subscriptions_there : queue => null },
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
