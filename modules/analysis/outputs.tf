output "adopted" {
  description = "What is somebody else's to configure, by adopted thing: sentences."
  value       = local.adopted
}

output "dashboards" {
  description = "Names of the CloudWatch dashboards: { watch, metrics }, null where there is none."
  value = {
    metrics = one(aws_cloudwatch_dashboard.metrics[*].dashboard_name)
    watch   = one(aws_cloudwatch_dashboard.watch[*].dashboard_name)
  }
}

output "domain" {
  description = "The search domain made here: { name, arn, endpoint, dashboards }; null where one is adopted."
  value = var.search.domain == null ? null : {
    arn        = local.domain_arn
    dashboards = "${local.search_endpoint}/_dashboards"
    endpoint   = local.search_endpoint
    name       = local.domain
  }

  depends_on = [aws_lambda_invocation.search_setup]
}

output "metric_stream" {
  description = "The metric stream: { name, delivery_stream, prefix, error_prefix }; null without one."
  value = var.metric_stream == null ? null : {
    delivery_stream = local.metric_stream_delivery
    error_prefix    = local.metric_stream_error_prefix
    name            = local.metric_stream
    prefix          = local.metric_stream_prefix
  }

  depends_on = [aws_cloudwatch_metric_stream.metrics]
}

output "object_queues" {
  description = "The queues of new objects by log source: { url, arn, dead_letter_url } each."
  value = {
    for source, entrance in local.object_sources : source => {
      url             = aws_sqs_queue.objects[source].url
      arn             = "${local.queue_arn_prefix}:${entrance.queue}"
      dead_letter_url = aws_sqs_queue.objects_dead_letters[source].url
    }
  }

  precondition {
    condition     = length(local.places_read_twice) == 0
    error_message = "sources reads the same objects under two names (${join("; ", local.places_read_twice)}): each record would be searchable twice. Keep one of them."
  }
}

output "pipeline_alarms" {
  description = "The pipeline's own alarms: { names, off }, the first by kind/subject, the second with the reason."
  value = {
    names = { for key, alarm in local.pipeline_alarms : key => alarm.alarm_name }
    off   = local.pipeline_alarms_off
  }

  precondition {
    condition     = length(local.pipeline_alarms_unknown) == 0
    error_message = "pipeline_alarms sets ${join(", ", local.pipeline_alarms_unknown)}, of which there is none here: use a kind, or one of ${join(", ", keys(local.pipeline_alarm_settings))}."
  }
}

output "quarantine" {
  description = "Where the shipper sets aside what it cannot read: { bucket, prefix }."
  value       = local.quarantine
}

output "queries_not_saved" {
  description = "Saved queries that a flow log with a field list of its own cannot serve, and why."
  value       = local.own_flow_queries_left_out
}

output "search_endpoint" {
  description = "The search engine, once what it needs is in it."
  value       = local.search_endpoint

  depends_on = [aws_lambda_invocation.search_setup]
}

output "search_setup" {
  description = "The set-up function: { function, result }; the result says what was put, and which features the engine is without."
  value = {
    function = local.search_setup
    result   = aws_lambda_invocation.search_setup.result
  }
}

output "shipper" {
  description = "The shipper: { function, log_group, dead_letter_url }; the last is null without a subscription."
  value = {
    function        = local.shipper
    log_group       = local.shipper_log_group
    dead_letter_url = one(aws_sqs_queue.shipper_dead_letters[*].url)
  }

  depends_on = [aws_lambda_event_source_mapping.objects, aws_cloudwatch_log_subscription_filter.source]
}
