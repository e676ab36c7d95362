resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "${local.name}-root-user-used"
  log_group_name = aws_cloudwatch_log_group.this["cloudtrail"].name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.eventType != \"AwsServiceEvent\" }"
  metric_transformation {
    namespace = "${local.name}/detections"
    name      = "root-user-used"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name                = "${local.name}-root-user-used"
  alarm_description         = "The root user was used <probe> & seen."
  namespace                 = "${local.name}/detections"
  metric_name               = "root-user-used"
  statistic                 = "Sum"
  period                    = 10
  evaluation_periods        = 1
  datapoints_to_alarm       = 1
  threshold                 = 1
  comparison_operator       = "GreaterThanOrEqualToThreshold"
  treat_missing_data        = "notBreaching"
  alarm_actions             = [aws_sns_topic_policy.alarms.arn]
  ok_actions                = [aws_sns_topic_policy.alarms.arn]
  insufficient_data_actions = [aws_sns_topic_policy.alarms.arn]
  tags                      = { severity = "critical" }
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name          = "${local.name}-slow"
  namespace           = "AWS/Lambda"
  metric_name         = "Duration"
  dimensions          = { FunctionName = "${local.name}-reader" }
  extended_statistic  = "p95"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = 60000
  comparison_operator = "GreaterThanThreshold"
  actions_enabled     = false
}

resource "aws_cloudwatch_composite_alarm" "any" {
  alarm_name = "${local.name}-any"
  alarm_rule = join(" OR ", [
    "ALARM(\"${aws_cloudwatch_metric_alarm.root.alarm_name}\")",
    "ALARM(\"${aws_cloudwatch_metric_alarm.slow.alarm_name}\")",
  ])
  alarm_actions = [aws_sns_topic_policy.alarms.arn]
}

resource "aws_sns_topic" "alarms" {
  name              = "${local.name}-alarms"
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AlarmsRing"
      Effect    = "Allow"
      Principal = { Service = "cloudwatch.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = local.arn.topics["alarms"]
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = "on-call@example.com"
}

resource "aws_sns_topic_subscription" "queue" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.this["next-action"].arn
}

resource "aws_sns_topic_subscription" "function" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.reader.arn
}

resource "aws_sns_topic_subscription" "objects" {
  topic_arn            = aws_sns_topic.new_objects.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.objects.arn
  raw_message_delivery = true
}
