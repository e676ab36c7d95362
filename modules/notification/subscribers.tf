# --- people ---

resource "aws_sns_topic_subscription" "mail" {
  for_each = var.mail

  topic_arn     = local.topics.notifications.arn
  protocol      = "email"
  endpoint      = each.value.address
  filter_policy = each.value.severities == null ? null : jsonencode({ severity = sort(each.value.severities) })

  depends_on = [aws_sns_topic.path]
}

resource "aws_sns_topic_subscription" "plain_mail" {
  for_each = var.mail

  topic_arn = local.topics.plain.arn
  protocol  = "email"
  endpoint  = each.value.address

  depends_on = [aws_sns_topic.path]
}

# --- the tool that takes the next action ---

resource "aws_sqs_queue" "next_action" {
  count = var.next_action == null ? 0 : 1

  name                       = local.next_action
  kms_master_key_id          = var.keys.messaging
  message_retention_seconds  = var.next_action.retention_days * 86400
  visibility_timeout_seconds = var.next_action.visibility_seconds
  policy                     = data.aws_iam_policy_document.queue[local.next_action].json

  redrive_policy = jsonencode({
    deadLetterTargetArn = "${local.queue_arn_prefix}:${local.next_action_dead_letters}"
    maxReceiveCount     = var.next_action.max_receive_count
  })

  depends_on = [aws_sqs_queue.next_action_dead_letters]
}

resource "aws_sqs_queue" "next_action_dead_letters" {
  count = var.next_action == null ? 0 : 1

  name                      = local.next_action_dead_letters
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[local.next_action_dead_letters].json

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = ["${local.queue_arn_prefix}:${local.next_action}"]
  })
}

resource "aws_sns_topic_subscription" "next_action" {
  count = var.next_action == null ? 0 : 1

  topic_arn            = local.topics.notifications.arn
  protocol             = "sqs"
  endpoint             = "${local.queue_arn_prefix}:${local.next_action}"
  raw_message_delivery = true # the notification itself, without SNS's envelope

  depends_on = [aws_sns_topic.path, aws_sqs_queue.next_action]
}

# --- everybody else ---

resource "aws_sns_topic_subscription" "subscriber" {
  for_each = var.subscribers

  topic_arn     = local.topics.notifications.arn
  protocol      = each.value.protocol
  endpoint      = each.value.endpoint
  filter_policy = each.value.severities == null ? null : jsonencode({ severity = sort(each.value.severities) })

  # Only these two know it: https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
  raw_message_delivery = contains(["https", "sqs"], each.value.protocol) ? each.value.raw : false

  redrive_policy = !contains(keys(local.kept_subscribers), each.key) ? null : jsonencode({
    deadLetterTargetArn = "${local.queue_arn_prefix}:${local.kept_subscribers[each.key]}"
  })

  depends_on = [aws_lambda_permission.subscriber, aws_sns_topic.path, aws_sqs_queue.subscriber_dead_letters]
}

resource "aws_lambda_permission" "subscriber" {
  for_each = { for name, to in var.subscribers : name => to if to.protocol == "lambda" && to.grant }

  statement_id  = "${var.name}-notifications"
  action        = "lambda:InvokeFunction"
  function_name = each.value.endpoint
  principal     = "sns.amazonaws.com"
  source_arn    = local.topics.notifications.arn
}

# In the topic's account and region, whatever the subscriber's:
# https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
resource "aws_sqs_queue" "subscriber_dead_letters" {
  for_each = local.kept_subscribers

  name                      = each.value
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[each.value].json
}

resource "aws_cloudwatch_metric_alarm" "subscriber_dead_letters" {
  for_each = local.kept_subscribers

  alarm_name          = "${var.name}-pipeline-${each.key}-undelivered"
  alarm_description   = "A notification did not reach the subscriber ${each.key}: it lies in the queue ${each.value}."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching" # SQS stops publishing for a queue that is unused for hours
  actions_enabled     = true
  alarm_actions       = [local.topics.plain.arn]
  ok_actions          = [local.topics.plain.arn]

  depends_on = [aws_sns_topic_policy.path]
}
