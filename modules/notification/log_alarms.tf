# Every watched detection is a metric filter on each log group of its log source, and one alarm on
# the metric that all of them publish.

resource "aws_cloudwatch_log_metric_filter" "detection" {
  for_each = local.filters # by detection id, or <id>/<group>

  name           = "${var.name}-${each.key}"
  log_group_name = each.value.log_group
  pattern        = each.value.pattern

  # No dimensions: an alarm watches one exact set of them. No default value: an alarm that treats
  # missing data as not breaching needs none, and silence costs nothing.
  metric_transformation {
    name      = each.value.detection
    namespace = "${var.name}/detections"
    value     = each.value.value
  }
}

resource "aws_cloudwatch_metric_alarm" "detection" {
  for_each = local.watched

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "[${each.value.severity}] ${each.value.title} (detection ${each.key})"
  namespace           = "${var.name}/detections"
  metric_name         = each.key
  statistic           = each.value.alarm.statistic
  period              = each.value.alarm.period
  evaluation_periods  = each.value.alarm.evaluation_periods
  datapoints_to_alarm = each.value.alarm.datapoints_to_alarm
  threshold           = each.value.alarm.threshold
  comparison_operator = each.value.alarm.comparison
  treat_missing_data  = "notBreaching" # no event is no incident
  actions_enabled     = true

  # No action on the way back to OK: a quiet minute does not undo what happened. None at all where a
  # composite alarm rings instead.
  alarm_actions = contains(local.quiet, each.key) ? [] : concat(
    [local.topics.alarms.arn],
    each.value.severity == "critical" ? [local.topics.plain.arn] : [],
  )

  depends_on = [aws_sns_topic_policy.path]
}
