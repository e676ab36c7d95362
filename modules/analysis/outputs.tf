output "object_queues" {
  description = "The queues of new objects by log source: { url, arn, dead_letter_url } each."
  value = {
    for source, entrance in local.object_sources : source => {
      url             = aws_sqs_queue.objects[source].url
      arn             = "${local.queue_arn_prefix}:${entrance.queue}"
      dead_letter_url = aws_sqs_queue.objects_dead_letters[source].url
    }
  }
}

output "quarantine" {
  description = "Where the shipper sets aside what it cannot read: { bucket, prefix }."
  value       = local.quarantine
}

output "search_endpoint" {
  description = "The search engine, once our index templates are in it."
  value       = var.search.endpoint

  depends_on = [aws_lambda_invocation.search_setup]
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
