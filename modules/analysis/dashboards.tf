# Two CloudWatch dashboards: the watch itself, and the metrics of the workload. Where each widget
# stands is computed, so any number of them fits.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html

locals {
  # A dashboard takes 500 metrics in a widget and 2,500 in all, and a list of 100 alarms.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
  widget_width     = 8 # of 24
  widget_height    = 6
  metrics_a_widget = 500
  metrics_in_all   = 2500
  alarms_a_widget  = 100

  # --- the watch: title -> metrics, each the JSON of [namespace, name, dimension, value, ..., options] ---
  watch_metrics = {
    "Records: read, and what became of them" = [
      for name in ["Read", "Indexed", "Duplicate", "Filtered", "Quarantined", "Deferred"] :
      jsonencode(["${var.name}/pipeline", "Records${name}", "service", "shipper", { label = name, stat = "Sum" }])
    ]
    "Records that the ledger misses" = [
      jsonencode(["${var.name}/pipeline", "LedgerMismatch", "service", "shipper", { label = "mismatches", stat = "Sum" }])
    ]
    "Shipper: calls, errors, throttles" = [
      for name, stat in { ConcurrentExecutions = "Maximum", Errors = "Sum", Invocations = "Sum", Throttles = "Sum" } :
      jsonencode(["AWS/Lambda", name, "FunctionName", local.shipper, { label = name, stat = stat }])
    ]
    "Shipper: duration (ms)" = [
      for stat in ["p50", "p95", "Maximum"] :
      jsonencode(["AWS/Lambda", "Duration", "FunctionName", local.shipper, { label = stat, stat = stat }])
    ]
    "Events that reached the log groups" = [
      for key, group in var.log_groups :
      jsonencode(["AWS/Logs", "IncomingLogEvents", "LogGroupName", group.name, { label = key, stat = "Sum" }])
    ]
    "Events passed on to the shipper" = flatten([
      for source, group in local.subscription_sources : [
        for name in ["ForwardedLogEvents", "DeliveryErrors", "DeliveryThrottling"] : jsonencode([
          "AWS/Logs", name, "DestinationType", "Lambda", "FilterName", "${var.name}-search", "LogGroupName", group.name,
          { label = "${source} ${name}", stat = "Sum" },
        ])
      ]
    ])
    "New objects announced" = [
      for source, entrance in local.object_sources :
      jsonencode(["AWS/SQS", "NumberOfMessagesSent", "QueueName", entrance.queue, { label = source, stat = "Sum" }])
    ]
    "Oldest object that waits (seconds)" = [
      for source, entrance in local.object_sources :
      jsonencode(["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", entrance.queue, { label = source, stat = "Maximum" }])
    ]
    "Dead letters" = [
      for name, it in local.alarm_subjects.dead_letter_queue :
      jsonencode(["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", it.label, { label = name, stat = "Maximum" }])
    ]
    "Metrics: delivered, and how late (seconds)" = flatten([
      for stream in local.metric_streams : [
        jsonencode(["AWS/Firehose", "DeliveryToS3.Records", "DeliveryStreamName", local.metric_stream_delivery, { label = "delivered", stat = "Sum" }]),
        jsonencode(["AWS/Firehose", "DeliveryToS3.DataFreshness", "DeliveryStreamName", local.metric_stream_delivery, { label = "late", stat = "Maximum", yAxis = "right" }]),
      ]
    ])
    "Search domain: status" = flatten([
      for domain in local.watched_domains : [
        for name in ["ClusterStatus.red", "ClusterStatus.yellow", "ClusterIndexWritesBlocked"] :
        jsonencode(["AWS/ES", name, "DomainName", domain, "ClientId", local.account, { label = name, stat = "Maximum" }])
      ]
    ])
    "Search domain: load (%)" = flatten([
      for domain in local.watched_domains : [
        for name in ["CPUUtilization", "JVMMemoryPressure"] :
        jsonencode(["AWS/ES", name, "DomainName", domain, "ClientId", local.account, { label = name, stat = "Maximum" }])
      ]
    ])
    "Search domain: free storage on the fullest node (MiB)" = [
      for domain in local.watched_domains :
      jsonencode(["AWS/ES", "FreeStorageSpace", "DomainName", domain, "ClientId", local.account, { label = "free", stat = "Minimum" }])
    ]
    "Search domain: answers with an error" = flatten([
      for domain in local.watched_domains : [
        for name in ["4xx", "5xx"] :
        jsonencode(["AWS/ES", name, "DomainName", domain, "ClientId", local.account, { label = name, stat = "Sum" }])
      ]
    ])
  }

  # --- the workload: one widget for each metric of a kind in a region, with all its resources ---
  workload_metrics = merge([
    for place in distinct([for it in values(local.workload) : "${it.kind}/${it.region}"]) : {
      for metric in local.dashboard_metrics[split("/", place)[0]].metrics :
      "${split("/", place)[0]}: ${metric.name} (${metric.statistic})${split("/", place)[1] == local.region ? "" : ", ${split("/", place)[1]}"}" => {
        region = split("/", place)[1]
        metrics = [
          for name, it in local.workload : jsonencode(concat(
            [local.dashboard_metrics[it.kind].namespace, metric.name],
            flatten([for dimension, value in it.dimensions : [dimension, value]]),
            [{ label = name, stat = metric.statistic }],
          )) if "${it.kind}/${it.region}" == place
        ]
      }
    }
  ]...)
  workload = {
    # Not try(): it is unknown as a whole where a dimension is (a load balancer of this very plan).
    for name, it in var.dashboards == null ? {} : var.dashboards.metrics : name => merge(it, {
      region = coalesce(it.region, try(local.dashboard_metrics[it.kind].region, null), local.region)
    })
  }

  # --- where each stands ---
  widgets = {
    for dashboard, shown in {
      metrics = local.workload_metrics
      watch   = { for title, metrics in local.watch_metrics : title => { metrics = metrics, region = local.region } }
    } :
    dashboard => flatten([
      for title, it in shown : [
        for part in chunklist(it.metrics, local.metrics_a_widget) : { title = title, metrics = part, region = it.region }
      ] if length(it.metrics) > 0
    ])
  }
  watch_alarms = chunklist([
    for name in sort(concat(
      [for alarm in local.pipeline_alarms : alarm.alarm_name], tolist(try(var.dashboards.alarms, [])),
    )) : "arn:${local.partition}:cloudwatch:${local.region}:${local.account}:alarm:${name}"
  ], local.alarms_a_widget)
  alarm_widgets = [
    for i, arns in local.watch_alarms : {
      type       = "alarm", x = 0, y = i * local.widget_height, width = 24, height = local.widget_height
      properties = { title = "Alarms", alarms = arns }
    }
  ]
  metric_widgets = {
    for dashboard, shown in local.widgets : dashboard => [
      for i, it in shown : {
        type       = "metric"
        x          = i % (24 / local.widget_width) * local.widget_width
        y          = floor(i / (24 / local.widget_width)) * local.widget_height + (dashboard == "watch" ? length(local.watch_alarms) * local.widget_height : 0)
        width      = local.widget_width
        height     = local.widget_height
        properties = { title = it.title, region = it.region, period = 300, view = "timeSeries", metrics = [for metric in it.metrics : jsondecode(metric)] }
      }
    ]
  }
}

resource "aws_cloudwatch_dashboard" "watch" {
  count = var.dashboards == null ? 0 : 1

  dashboard_name = "${var.name}-watch"
  dashboard_body = jsonencode({ widgets = concat(local.alarm_widgets, local.metric_widgets.watch) })
}

resource "aws_cloudwatch_dashboard" "metrics" {
  count = length(local.workload) == 0 ? 0 : 1

  dashboard_name = "${var.name}-metrics"
  dashboard_body = jsonencode({ widgets = local.metric_widgets.metrics })

  lifecycle {
    precondition {
      condition     = sum(concat([0], [for it in local.widgets.metrics : length(it.metrics)])) <= local.metrics_in_all
      error_message = "dashboards.metrics shows ${sum(concat([0], [for it in local.widgets.metrics : length(it.metrics)]))} metrics of ${length(local.workload)} resources, and a dashboard takes ${local.metrics_in_all}: name fewer resources."
    }
  }
}
