# The watch on the way to the search engine: to the plain topic, beside what it watches.

locals {
  dead_letter_queues = merge(
    { for source, entrance in local.object_sources : "${replace(source, "_", "-")}-objects" => entrance.dead_letters },
    length(local.subscription_sources) == 0 ? {} : { shipper = local.shipper_dead_letters },
  )
}

resource "aws_cloudwatch_metric_alarm" "dead_letters" {
  for_each = local.dead_letter_queues

  alarm_name          = "${var.name}-pipeline-${each.key}-dead-letters"
  alarm_description   = "Logs that could not be made searchable lie in the queue ${each.value}. Read the reason in ${local.shipper_log_group}, then send them back to their queue."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching" # SQS stops publishing for a queue that is unused for hours
  actions_enabled     = true
  alarm_actions       = [var.topics.plain.arn]
  ok_actions          = [var.topics.plain.arn]
}

# The shipper's promise: read = indexed + duplicate + filtered + quarantined + deferred.
resource "aws_cloudwatch_metric_alarm" "ledger_mismatch" {
  alarm_name          = "${var.name}-pipeline-ledger-mismatch"
  alarm_description   = "The shipper read records that it did not account for. ${local.shipper_log_group} names the object or batch."
  namespace           = "${var.name}/pipeline"
  metric_name         = "LedgerMismatch"
  dimensions          = { service = "shipper" } # Powertools puts the service's name on every metric
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  datapoints_to_alarm = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching" # no log arrived, so none was lost
  actions_enabled     = true
  alarm_actions       = [var.topics.plain.arn]
}
