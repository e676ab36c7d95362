# Lambda writes to /aws/lambda/<function> unless the function's logging_config names another group,
# and makes that group itself, without retention and key, where its role may. This policy lets it
# write only; the output lambda_logging is what the logging_config must hold.
# https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
resource "aws_iam_policy" "lambda" {
  for_each = var.lambda_logs

  name        = "${var.name}-write-${each.key}-lambda-logs"
  description = "${each.value.function} may write log events to ${var.log_groups[each.value.log_group].name}, and nothing else"
  policy      = data.aws_iam_policy_document.lambda[each.key].json
}

data "aws_iam_policy_document" "lambda" {
  for_each = var.lambda_logs

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${var.log_groups[each.value.log_group].arn}:log-stream:*"]
  }
}
