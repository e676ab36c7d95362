# AWS Health: what AWS says about its own services and this account's resources. Events of a region
# arrive there, global ones in us-east-1 (us_east_1.tf); us-west-2 and us-east-1 get copies of other
# regions' events, which are left out here.
# https://docs.aws.amazon.com/health/latest/ug/choosing-a-region.html

locals {
  service_health_rule     = "${var.name}-service-health"
  service_health_rule_arn = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${local.service_health_rule}"

  # No detail-type: abuse reports ("AWS Health Abuse Event") are for whoever is on call as well.
  # https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
  service_health_pattern = var.service_health == null ? null : jsonencode({
    source = ["aws.health"]
    detail = {
      # Written "false" in the schema; an event without it is no copy either.
      backupEvent       = [{ exists = false }, false, "false"]
      eventScopeCode    = sort(var.service_health.scopes)
      eventTypeCategory = sort(var.service_health.categories)
    }
  })
}

resource "aws_cloudwatch_event_rule" "service_health" {
  count = var.service_health == null ? 0 : 1

  name          = local.service_health_rule
  description   = "AWS Health events to the alarms topic, from where the notifier takes them"
  event_pattern = local.service_health_pattern
  state         = "ENABLED"
}

resource "aws_cloudwatch_event_target" "service_health" {
  count = var.service_health == null ? 0 : 1

  rule      = aws_cloudwatch_event_rule.service_health[0].name
  target_id = "alarms-topic"
  arn       = local.topics.alarms.arn

  # What EventBridge cannot publish within a day; the queue's alarm goes by the plain path.
  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
  dead_letter_config {
    arn = "${local.queue_arn_prefix}:${local.notifier_dead_letters}"
  }

  depends_on = [aws_sns_topic_policy.path, aws_sqs_queue.notifier_dead_letters]
}
