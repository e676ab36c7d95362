# What rings in us-east-1: alarms of the kinds whose metrics are there, and global Health events. A
# provider cannot be chosen by for_each, so these blocks repeat those of the watch's own region.

resource "aws_cloudwatch_metric_alarm" "metric_us_east_1" {
  provider = aws.us_east_1
  for_each = { for key, alarm in local.metric_alarms : key => alarm if alarm.global }

  alarm_name          = each.value.name
  alarm_description   = each.value.description
  evaluation_periods  = each.value.set.evaluation_periods
  datapoints_to_alarm = each.value.set.datapoints_to_alarm
  comparison_operator = each.value.comparison
  treat_missing_data  = each.value.missing_data

  # As in metric_alarms.tf.
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

  actions_enabled = true
  alarm_actions = contains(local.quiet, each.key) ? [] : concat(
    [local.us_east_1_topics.alarms.arn],
    each.value.set.severity == "critical" ? [local.us_east_1_topics.plain.arn] : [],
  )
  ok_actions = contains(local.quiet, each.key) ? [] : [local.us_east_1_topics.alarms.arn]

  depends_on = [aws_sns_topic_policy.path, aws_sns_topic_policy.us_east_1]
}

resource "aws_cloudwatch_composite_alarm" "composite_us_east_1" {
  provider = aws.us_east_1
  for_each = { for name, composite in var.composite_alarms : name => composite if local.composite_alarms[name].global }

  alarm_name        = "${var.name}-${each.key}"
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
    [local.us_east_1_topics.alarms.arn],
    each.value.severity == "critical" ? [local.us_east_1_topics.plain.arn] : [],
  )
  ok_actions = [local.us_east_1_topics.alarms.arn]

  depends_on = [
    aws_cloudwatch_metric_alarm.metric_us_east_1,
    aws_sns_topic_policy.path,
    aws_sns_topic_policy.us_east_1,
  ]
}

resource "aws_cloudwatch_event_rule" "service_health_us_east_1" {
  provider = aws.us_east_1
  count    = var.service_health != null && local.us_east_1_is_made ? 1 : 0

  name          = local.service_health_rule
  description   = "Global AWS Health events to the alarms topic here, from where the notifier takes them"
  event_pattern = local.service_health_pattern
  state         = "ENABLED"
}

resource "aws_cloudwatch_event_target" "service_health_us_east_1" {
  provider = aws.us_east_1
  count    = var.service_health != null && local.us_east_1_is_made ? 1 : 0

  rule      = aws_cloudwatch_event_rule.service_health_us_east_1[0].name
  target_id = "alarms-topic"
  arn       = local.us_east_1_topics.alarms.arn

  dead_letter_config {
    arn = local.us_east_1_queue_arn
  }

  depends_on = [aws_sns_topic_policy.us_east_1, aws_sqs_queue.us_east_1_dead_letters]
}
