# The watch on the way to the search engine: to the plain topic, beside what it watches. What is
# watched and what to do about it is in pipeline_alarms.yaml. No iterator age: nothing here reads a
# stream.

locals {
  # What an alarm can be about, by `per`: name -> what people call it, dimensions, log source.
  alarm_subjects = {
    log_group = {
      for key, group in var.log_groups : key => {
        label = group.name, source = coalesce(group.log_source, key), dimensions = tomap({ LogGroupName = group.name })
      }
    }
    subscription = {
      for source, group in local.subscription_sources : source => {
        label = group.name, source = coalesce(group.log_source, source)
        dimensions = tomap({
          DestinationType = "Lambda", FilterName = "${var.name}-search", LogGroupName = group.name
        })
      }
    }
    object_source = {
      for source, entrance in local.object_sources : source => {
        label      = "s3://${entrance.bucket.name}/${entrance.prefixes[0]}", source = source
        dimensions = tomap({ QueueName = entrance.queue })
      }
    }
    dead_letter_queue = merge(
      {
        for source, entrance in local.object_sources : "${replace(source, "_", "-")}-objects" => {
          label = entrance.dead_letters, source = source, dimensions = tomap({ QueueName = entrance.dead_letters })
        }
      },
      {
        for queue in local.subscriptions_there : "shipper" => {
          label = local.shipper_dead_letters, source = "", dimensions = tomap({ QueueName = local.shipper_dead_letters })
        }
      },
    )
    shipper = {
      shipper = { label = local.shipper, source = "", dimensions = tomap({ FunctionName = local.shipper }) }
    }
    subscribed_shipper = {
      for queue in local.subscriptions_there : "shipper" => {
        label = local.shipper, source = "", dimensions = tomap({ FunctionName = local.shipper })
      }
    }
    ledger = {
      # Powertools puts the service's name on every metric.
      shipper = { label = local.shipper, source = "", dimensions = tomap({ service = "shipper" }) }
    }
    domain = {
      for domain in local.watched_domains : "domain" => {
        label = domain, source = "", dimensions = tomap({ ClientId = local.account, DomainName = domain })
      }
    }
    metric_stream_delivery = {
      for stream in local.metric_streams : "metrics" => {
        label = local.metric_stream_delivery, source = "", dimensions = tomap({ DeliveryStreamName = local.metric_stream_delivery })
      }
    }
    metric_stream = {
      for stream in local.metric_streams : "metrics" => {
        label = local.metric_stream, source = "", dimensions = tomap({ MetricStreamName = local.metric_stream })
      }
    }
  }

  # Numbers that are known only here.
  pipeline_thresholds = merge(
    var.search.domain == null ? {} : {
      domain-nodes = var.search.domain.instances.count + (
        var.search.domain.dedicated_masters == null ? 0 : var.search.domain.dedicated_masters.count
      )
      domain-storage = floor(var.search.domain.ebs.gib * 1024 / 4)
    },
  )

  pipeline_alarm_settings = merge([
    for kind, has in local.pipeline_alarm_kinds : {
      for subject, it in local.alarm_subjects[has.per] : "${kind}/${subject}" => {
        kind = kind
        name = contains(["log_group", "subscription", "object_source", "dead_letter_queue"], has.per) ? "${kind}-${replace(subject, "_", "-")}" : kind
        # 1,024 characters are the most that an alarm says; a log group's name may take half of them.
        description = replace("${has.en}\n${has.ja}", "{subject}", substr(it.label, 0, 256))
        dimensions  = it.dimensions
        minutes = coalesce(
          try(var.pipeline_alarms["${kind}/${subject}"].minutes, null), try(var.pipeline_alarms[kind].minutes, null),
          try(has.minutes_by_source[it.source], null), has.minutes,
        )
        off = try(coalesce(
          try(var.pipeline_alarms["${kind}/${subject}"].off, null), try(var.pipeline_alarms[kind].off, null),
        ), null)
        threshold = coalesce(
          try(var.pipeline_alarms["${kind}/${subject}"].threshold, null), try(var.pipeline_alarms[kind].threshold, null),
          try(local.pipeline_thresholds[kind], null), has.threshold,
        )
      }
    }
  ]...)

  pipeline_alarms_off = { for key, set in local.pipeline_alarm_settings : key => set.off if set.off != null }
  pipeline_alarms = {
    for key, set in local.pipeline_alarm_settings : key => merge(set, {
      alarm_name = "${var.name}-pipeline-${set.name}"
      # As the file says where it divides the time; a day of five minutes and a week of hours are
      # the most that an alarm takes.
      period = (
        set.minutes <= 1440 && set.minutes * 60 % local.pipeline_alarm_kinds[set.kind].period == 0
        ? local.pipeline_alarm_kinds[set.kind].period : set.minutes <= 60 ? 60 : set.minutes <= 1440 ? 300 : 3600
      )
      # Per cent of the time-out, in milliseconds.
      threshold = set.kind == "shipper-slow" ? set.threshold * var.shipper.timeout_seconds * 10 : set.threshold
    }) if set.off == null
  }

  # kind/subject of the settings that mean nothing here.
  pipeline_alarms_unknown = [
    for key in keys(var.pipeline_alarms) : key
    if length(split("/", key)) > 1 && !contains(keys(local.pipeline_alarm_settings), key)
  ]
}

resource "aws_cloudwatch_metric_alarm" "pipeline" {
  for_each = local.pipeline_alarms

  alarm_name          = each.value.alarm_name
  alarm_description   = each.value.description
  namespace           = local.pipeline_alarm_kinds[each.value.kind].namespace == "pipeline" ? "${var.name}/pipeline" : local.pipeline_alarm_kinds[each.value.kind].namespace
  metric_name         = local.pipeline_alarm_kinds[each.value.kind].metric
  dimensions          = each.value.dimensions
  statistic           = local.pipeline_alarm_kinds[each.value.kind].statistic
  period              = each.value.period
  evaluation_periods  = each.value.minutes * 60 / each.value.period
  datapoints_to_alarm = each.value.minutes * 60 / each.value.period
  threshold           = each.value.threshold
  comparison_operator = local.pipeline_alarm_kinds[each.value.kind].comparison
  treat_missing_data  = local.pipeline_alarm_kinds[each.value.kind].missing
  actions_enabled     = true
  alarm_actions       = [var.topics.plain.arn]
  ok_actions          = [var.topics.plain.arn]
}
