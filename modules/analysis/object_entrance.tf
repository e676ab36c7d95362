# S3 -> new-objects topic -> queue -> shipper. The queue keeps what arrives while the search engine
# is away; what fails again and again goes to the dead letters.

locals {
  # Every place that is read: source, bucket, prefix.
  places_read = flatten([
    for source, entrance in local.object_sources : [
      for prefix in entrance.prefixes : { source = source, bucket = entrance.bucket.name, prefix = prefix }
    ]
  ])
  # A prefix that begins with another one holds some of its objects.
  places_read_twice = flatten([
    for i, one in local.places_read : [
      for j, other in local.places_read : "${one.source} and ${other.source}: s3://${one.bucket}/${one.prefix}"
      if one.source != other.source && one.bucket == other.bucket && startswith(one.prefix, other.prefix)
      && (i < j || one.prefix != other.prefix)
    ]
  ])
}

resource "aws_sqs_queue" "objects" {
  for_each = local.object_sources

  name                      = each.value.queue
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[each.value.queue].json

  # Six times the function's timeout, or Lambda would read a message again while a throttled call
  # still waits with it. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  visibility_timeout_seconds = 6 * var.shipper.timeout_seconds

  redrive_policy = jsonencode({
    deadLetterTargetArn = "${local.queue_arn_prefix}:${each.value.dead_letters}"
    maxReceiveCount     = var.shipper.max_receive_count
  })

  depends_on = [aws_sqs_queue.objects_dead_letters]
}

resource "aws_sqs_queue" "objects_dead_letters" {
  for_each = local.object_sources

  name                      = each.value.dead_letters
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[each.value.dead_letters].json

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["${local.queue_arn_prefix}:${each.value.queue}"]
  })
}

resource "aws_sns_topic_subscription" "objects" {
  for_each = local.object_sources

  topic_arn            = each.value.topic_arn
  protocol             = "sqs"
  endpoint             = "${local.queue_arn_prefix}:${each.value.queue}"
  raw_message_delivery = true # S3's event itself, without SNS's envelope

  # Where a topic announces more than this source. It reads S3's event, which is the message's body;
  # S3's test event has no Records and stays outside.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html
  filter_policy       = each.value.filter_policy
  filter_policy_scope = each.value.filter_policy == null ? null : "MessageBody"

  depends_on = [aws_sqs_queue.objects]
}

resource "aws_lambda_event_source_mapping" "objects" {
  for_each = local.object_sources

  event_source_arn                   = "${local.queue_arn_prefix}:${each.value.queue}"
  function_name                      = aws_lambda_function.shipper.function_name
  batch_size                         = var.shipper.batch_size
  maximum_batching_window_in_seconds = var.shipper.batching_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  # Bounds what an archive delivered at once can do to the search engine.
  scaling_config {
    maximum_concurrency = var.shipper.maximum_concurrency
  }

  # Lambda tries the role on the queue when the mapping is made.
  depends_on = [aws_iam_role_policy.shipper, aws_iam_role_policy.shipper_keys, aws_sqs_queue.objects]
}
