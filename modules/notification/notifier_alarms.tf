# A notifier that fails cannot say so itself: these alarms go to the plain topic only.

resource "aws_cloudwatch_metric_alarm" "notifier_errors" {
  alarm_name          = "${var.name}-pipeline-notifier-errors"
  alarm_description   = "The notifier failed: alarms may have gone out late or without details. Look at ${local.notifier_log_group}."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = local.notifier }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching" # it runs only when something rings
  actions_enabled     = true
  alarm_actions       = [local.topics.plain.arn]
  ok_actions          = [local.topics.plain.arn]

  depends_on = [aws_sns_topic_policy.path]
}

resource "aws_cloudwatch_metric_alarm" "notifier_dead_letters" {
  alarm_name          = "${var.name}-pipeline-notifier-dead-letters"
  alarm_description   = "An alarm was never turned into a notification: it lies in the queue ${local.notifier_dead_letters}."
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
  alarm_actions       = [local.topics.plain.arn]
  ok_actions          = [local.topics.plain.arn]

  depends_on = [aws_sns_topic_policy.path]
}

# What the tool that takes the next action tried again and again, and left.
resource "aws_cloudwatch_metric_alarm" "next_action_dead_letters" {
  count = var.next_action == null ? 0 : 1

  alarm_name          = "${var.name}-pipeline-next-action-dead-letters"
  alarm_description   = "A notification was never acted upon: it lies in the queue ${local.next_action_dead_letters}."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = local.next_action_dead_letters }
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
