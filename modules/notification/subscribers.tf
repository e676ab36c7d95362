# --- people ---

resource "aws_sns_topic_subscription" "mail" {
  for_each = var.mail

  topic_arn = local.topics.notifications.arn
  protocol  = "email"
  endpoint  = each.value.address

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
