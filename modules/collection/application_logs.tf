# The log groups are storage's, made ahead with retention and key: nobody here may make one, so none
# appears without them.
resource "aws_iam_policy" "application" {
  for_each = var.application_logs

  name        = "${var.name}-write-${each.key}-logs"
  description = "May write log events to ${var.log_groups[each.value.log_group].name}, and nothing else"
  policy      = data.aws_iam_policy_document.application[each.key].json
}

data "aws_iam_policy_document" "application" {
  for_each = var.application_logs

  # PutLogEvents is granted on streams, CreateLogStream on streams too.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${var.log_groups[each.value.log_group].arn}:log-stream:*"]
  }
}
