# Log group -> subscription filter -> shipper: for sources that are written to a log group only.

resource "aws_cloudwatch_log_subscription_filter" "source" {
  for_each = local.subscription_sources

  name            = "${var.name}-search"
  log_group_name  = each.value.name
  destination_arn = "${local.function_arn_prefix}:${local.shipper}"
  filter_pattern  = "" # every event: what is searched must not depend on what rings

  # CloudWatch Logs tries to call the function before it accepts the filter.
  depends_on = [aws_lambda_permission.source]
}

resource "aws_lambda_permission" "source" {
  for_each = local.subscription_sources

  statement_id   = "log-group-${replace(each.key, "_", "-")}"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.shipper.function_name
  principal      = "logs.amazonaws.com"
  source_account = local.account
  source_arn     = "${each.value.arn}:*"
}
