variable "group" {
  type = string
}

variable "keys" {
  type = object({ messages = string, objects = string })
}

variable "package" {
  type = string
}

locals {
  patterns = {
    root-user-used = "{$.userIdentity.type=\"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !=\"AwsServiceEvent\"}"
  }
}

resource "aws_cloudwatch_log_metric_filter" "detection" {
  for_each = local.patterns

  name           = each.key
  log_group_name = var.group
  pattern        = each.value

  metric_transformation {
    name      = each.key
    namespace = "watch"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "detection" {
  for_each = aws_cloudwatch_log_metric_filter.detection

  alarm_name          = each.key
  metric_name         = each.value.metric_transformation[0].name
  namespace           = each.value.metric_transformation[0].namespace
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic_policy.alarms.arn]
}

resource "aws_sns_topic" "alarms" {
  name_prefix       = "alarms-"
  kms_master_key_id = var.keys.messages
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = data.aws_iam_policy_document.alarms.json
}

data "aws_iam_policy_document" "alarms" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.alarms.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
  }
}

resource "aws_sns_topic_subscription" "notifier" {
  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "lambda"
  endpoint  = aws_lambda_function.notifier.arn
}

resource "aws_lambda_permission" "alarms" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notifier.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = aws_sns_topic.alarms.arn
}

resource "aws_lambda_function" "notifier" {
  function_name = "notifier"
  role          = aws_iam_role.notifier.arn
  runtime       = "python3.13"
  handler       = "notifier.handler"
  filename      = var.package

  environment {
    variables = { NOTIFICATIONS_TOPIC_ARN = aws_sns_topic.people[0].arn }
  }
}

resource "aws_iam_role" "notifier" {
  name_prefix        = "notifier-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role_policy" "notifier" {
  role   = aws_iam_role.notifier.id
  policy = data.aws_iam_policy_document.notifier.json
}

data "aws_iam_policy_document" "notifier" {
  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.people[0].arn]
  }
}

resource "aws_sns_topic" "people" {
  count = 1

  name_prefix = "people-"
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = one(aws_sns_topic.people[*].arn)
  protocol  = "email"
  endpoint  = "soc@example.com"
}

# The second way goes through a local, which a plan does not show.
locals {
  hidden = { actions = [aws_sns_topic.alarms.arn] }
}

resource "aws_cloudwatch_log_metric_filter" "hidden" {
  name           = "hidden"
  log_group_name = var.group
  pattern        = "{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}"

  metric_transformation {
    name      = "hidden"
    namespace = "watch"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "hidden" {
  alarm_name          = "hidden"
  metric_name         = "hidden"
  namespace           = "watch"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = local.hidden.actions
}
