# Alarms over alarms. AWS takes a rule only when the alarms in it exist, and an alarm away only when
# no rule names it, hence depends_on.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html

resource "aws_cloudwatch_composite_alarm" "composite" {
  for_each = { for name, composite in var.composite_alarms : name => composite if !local.composite_alarms[name].global }

  alarm_name = "${var.name}-${each.key}"
  # The notifier finds title and severity by these words.
  alarm_description = "[${each.value.severity}] ${each.value.title} (composite alarm ${each.key})"
  alarm_rule        = local.composite_alarms[each.key].rule

  dynamic "actions_suppressor" {
    for_each = each.value.suppressed_by[*]

    content {
      alarm            = try(local.alarms_by_key[actions_suppressor.value.alarm].name, actions_suppressor.value.alarm)
      extension_period = actions_suppressor.value.extension_seconds
      wait_period      = actions_suppressor.value.wait_seconds
    }
  }

  actions_enabled = true
  alarm_actions = concat(
    [local.topics.alarms.arn],
    each.value.severity == "critical" ? [local.topics.plain.arn] : [],
  )
  ok_actions = [local.topics.alarms.arn]

  depends_on = [
    aws_cloudwatch_metric_alarm.detection,
    aws_cloudwatch_metric_alarm.metric,
    aws_sns_topic_policy.path,
  ]
}
