# The metrics of what runs here, by the catalogue in metric_alarms/.

resource "aws_cloudwatch_metric_alarm" "metric" {
  for_each = { for key, alarm in local.metric_alarms : key => alarm if !alarm.global }

  alarm_name          = each.value.name
  alarm_description   = each.value.description
  evaluation_periods  = each.value.set.evaluation_periods
  datapoints_to_alarm = each.value.set.datapoints_to_alarm
  comparison_operator = each.value.comparison
  treat_missing_data  = each.value.missing_data

  # A threshold on one metric, or the band that CloudWatch expects the metric to stay in. No unit:
  # an alarm that names one sees no data point in any other.
  namespace   = each.value.set.anomaly == null ? each.value.namespace : null
  metric_name = each.value.set.anomaly == null ? each.value.metric : null
  dimensions = each.value.set.anomaly != null ? null : merge(each.value.fixed_dimensions, {
    for name in each.value.dimensions : name => var.metric_alarms[each.value.resource].dimensions[name]
  })
  period              = each.value.set.anomaly == null ? each.value.set.period : null
  statistic           = each.value.set.anomaly == null && !startswith(each.value.statistic, "p") ? each.value.statistic : null
  extended_statistic  = each.value.set.anomaly == null && startswith(each.value.statistic, "p") ? each.value.statistic : null
  threshold           = each.value.set.anomaly == null ? each.value.set.threshold : null
  threshold_metric_id = each.value.set.anomaly == null ? null : "expected"

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Anomaly_Detection_Alarm.html
  dynamic "metric_query" {
    for_each = each.value.set.anomaly[*]

    content {
      id          = "expected"
      expression  = "ANOMALY_DETECTION_BAND(measured, ${metric_query.value})"
      label       = "${each.value.title} (expected)"
      return_data = true
    }
  }
  dynamic "metric_query" {
    for_each = each.value.set.anomaly[*]

    content {
      id          = "measured"
      return_data = true

      metric {
        namespace   = each.value.namespace
        metric_name = each.value.metric
        dimensions = merge(each.value.fixed_dimensions, {
          for name in each.value.dimensions : name => var.metric_alarms[each.value.resource].dimensions[name]
        })
        period = each.value.set.period
        stat   = each.value.statistic
      }
    }
  }

  # The way back to OK is told too. The members of a composite alarm that rings instead of them tell
  # nobody themselves.
  actions_enabled = true
  alarm_actions = contains(local.quiet, each.key) ? [] : concat(
    [local.topics.alarms.arn],
    each.value.set.severity == "critical" ? [local.topics.plain.arn] : [],
  )
  ok_actions = contains(local.quiet, each.key) ? [] : [local.topics.alarms.arn]

  depends_on = [aws_sns_topic_policy.path]
}
