output "adopted" {
  description = "What is somebody else's here, by `<kind>/<name>`, and what its owner has to allow or do."
  value       = local.adopted
}

output "composite_alarms" {
  description = "The alarm's name by composite alarm."
  value = {
    for name, alarm in merge(
      aws_cloudwatch_composite_alarm.composite, aws_cloudwatch_composite_alarm.composite_us_east_1
    ) : name => alarm.alarm_name
  }

  precondition {
    condition = alltrue([
      for name in keys(var.composite_alarms) : length(setsubtract(local.composite_members[name], keys(local.alarms_by_key))) == 0
    ])
    error_message = "composite_alarms names ${join(", ", flatten([for name, members in local.composite_members : setsubtract(members, keys(local.alarms_by_key))]))}, which is no alarm here: give a detection that is watched (its id), or a metric alarm that is made (<key of metric_alarms>/<alarm>)."
  }
  precondition {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
    condition = alltrue([
      for name in keys(var.composite_alarms) : (
        length(local.composite_members[name]) <= 100 && length(local.composite_alarms[name].rule) <= 10240
      )
    ])
    error_message = "composite_alarms: ${join(", ", [for name, members in local.composite_members : "${name} has ${length(members)} members and a rule of ${length(local.composite_alarms[name].rule)} characters" if length(members) > 100 || length(local.composite_alarms[name].rule) > 10240])}: CloudWatch takes 100 alarms and 10240 characters. Split it."
  }
  precondition {
    # An alarm sees the alarms of its own region only (same page).
    condition = alltrue([
      for name in keys(var.composite_alarms) :
      length(distinct([for key in local.composite_members[name] : local.alarms_by_key[key].global if contains(keys(local.alarms_by_key), key)])) <= 1
    ])
    error_message = "composite_alarms mixes alarms of us-east-1 (${join(", ", distinct(flatten([for members in local.composite_members : [for key in members : key if try(local.alarms_by_key[key].global, false)]])))}) with those of this region: a composite alarm stands in the region of its members. Make one for each region."
  }
}

output "detection_alarms" {
  description = "The alarm's name by detection id."
  value       = { for id, alarm in aws_cloudwatch_metric_alarm.detection : id => alarm.alarm_name }
}

output "detections_not_watched" {
  description = "Detections of the catalogue that nothing watches here, and why; as <id>/<group> where only that log group is left out."
  value       = local.not_watched

  precondition {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
    condition = alltrue([for group in local.filters_by_group : group.class == "STANDARD"])
    error_message = "log_groups: ${join("; ", [
      for name, group in local.filters_by_group :
      "${name} has the class ${group.class}, which takes no metric filters, and ${length(group.ids)} detections read it (${join(", ", slice(group.ids, 0, min(3, length(group.ids))))}${length(group.ids) > 3 ? ", ..." : ""})"
      if group.class != "STANDARD"
    ])}. Set its class to STANDARD in storage's log_groups (a class cannot be changed later: the group is made anew), or turn these detections off with a reason."
  }
  precondition {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
    condition     = alltrue([for count in local.filters_by_group : count.filters <= 100])
    error_message = "log_groups would get more than the 100 metric filters that CloudWatch Logs takes: ${jsonencode({ for name, count in local.filters_by_group : name => count.filters if count.filters > 100 })}. Turn detections off with a reason, or write the log to a second group."
  }
  precondition {
    # Five filters with a regular expression for each log group (same page).
    condition     = alltrue([for count in local.filters_by_group : length(count.with_regex) <= 5])
    error_message = "log_groups would get more than the 5 metric filters with a regular expression that CloudWatch Logs takes: ${jsonencode({ for name, count in local.filters_by_group : name => count.with_regex if length(count.with_regex) > 5 })}. Turn some of these detections off with a reason, or write their patterns without %...%."
  }
}

output "metric_alarms" {
  description = "The alarm's name by `<resource>/<alarm>`."
  value = {
    for key, alarm in merge(
      aws_cloudwatch_metric_alarm.metric, aws_cloudwatch_metric_alarm.metric_us_east_1
    ) : key => alarm.alarm_name
  }

  precondition {
    condition = (
      length(distinct(concat([for alarm in local.metric_alarms : alarm.name], [for id in keys(local.watched) : "${var.name}-${id}"], [for name in keys(var.composite_alarms) : "${var.name}-${name}"])))
      == length(local.metric_alarms) + length(local.watched) + length(var.composite_alarms)
    )
    error_message = "metric_alarms, composite_alarms and detections would make two alarms of one name (${join(", ", [for name, same in { for name in concat([for alarm in local.metric_alarms : alarm.name], [for id in keys(local.watched) : "${var.name}-${id}"], [for name in keys(var.composite_alarms) : "${var.name}-${name}"]) : name => name... } : name if length(same) > 1])}): CloudWatch would overwrite the one with the other. Rename the resource or the composite alarm."
  }
}

output "metric_alarms_not_made" {
  description = "Alarms of a resource's kind that do not watch it, and why."
  value       = local.metric_alarms_not_made
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
  description = "The topics, once alarms may publish to them: { alarms, notifications, plain, alarms_us_east_1 }, each { name, arn }; the last is null where no alarm stands in us-east-1."
  value = {
    alarms           = local.topics.alarms
    alarms_us_east_1 = local.us_east_1_is_needed ? local.us_east_1_topics.alarms : null
    notifications    = local.topics.notifications
    plain            = local.topics.plain
  }

  depends_on = [aws_sns_topic_policy.path, aws_sns_topic_policy.us_east_1]
}
