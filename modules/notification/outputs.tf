output "detection_alarms" {
  description = "The alarm's name by detection id."
  value       = { for id, alarm in aws_cloudwatch_metric_alarm.detection : id => alarm.alarm_name }
}

output "detections_not_watched" {
  description = "Detections of the catalogue that nothing watches here, and why; as <id>/<group> where only that log group is left out."
  value       = local.not_watched
}

output "next_action" {
  description = "The queue of notifications for tools: { url, arn, dead_letter_url }; null where there is none."
  value = var.next_action == null ? null : {
    url             = aws_sqs_queue.next_action[0].url
    arn             = "${local.queue_arn_prefix}:${local.next_action}"
    dead_letter_url = aws_sqs_queue.next_action_dead_letters[0].url
  }
}

output "notifier" {
  description = "The notifier: { function, log_group, dead_letter_url }."
  value = {
    function        = local.notifier
    log_group       = local.notifier_log_group
    dead_letter_url = aws_sqs_queue.notifier_dead_letters.url
  }

  depends_on = [aws_lambda_function.notifier]
}

output "topics" {
  description = "The topics, once alarms may publish to them: { alarms, notifications, plain }, each { name, arn }."
  value       = local.topics

  depends_on = [aws_sns_topic_policy.path]
}
