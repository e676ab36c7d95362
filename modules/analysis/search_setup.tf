# Puts our index templates into the search engine. It is idempotent, and runs again when the
# package or the engine changes.

locals {
  search_setup           = "${var.name}-search-setup"
  search_setup_log_group = "/aws/lambda/${local.search_setup}"
}

resource "aws_lambda_function" "search_setup" {
  #checkov:skip=CKV_AWS_50:It runs during an apply, and the apply shows its error
  #checkov:skip=CKV_AWS_115:It runs once for an apply
  #checkov:skip=CKV_AWS_116:It is called synchronously: its error fails the apply
  #checkov:skip=CKV_AWS_117:The search engine is reached by its public, signed endpoint; one inside a VPC comes with its own network settings
  #checkov:skip=CKV_AWS_173:Its environment holds a URL: nothing secret
  #checkov:skip=CKV_AWS_272:The package is built here, and its hash is in the plan
  function_name    = local.search_setup
  description      = "Index templates for the shipper's documents"
  role             = aws_iam_role.search_setup.arn
  runtime          = "python3.13"
  architectures    = [var.shipper.architecture]
  handler          = "shipper.search_setup.handler"
  filename         = var.shipper.package
  source_code_hash = filebase64sha256(var.shipper.package)
  memory_size      = 256
  timeout          = 180 # the name of a new domain takes up to two minutes to resolve

  environment {
    variables = {
      OPENSEARCH_AUTH              = var.search.auth
      OPENSEARCH_ENDPOINT          = var.search.endpoint
      POWERTOOLS_METRICS_NAMESPACE = "${var.name}/pipeline"
      POWERTOOLS_SERVICE_NAME      = "search-setup"
    }
  }

  depends_on = [aws_cloudwatch_log_group.search_setup, aws_iam_role_policy.search_setup]
}

resource "aws_cloudwatch_log_group" "search_setup" {
  #checkov:skip=CKV_AWS_338:A year is the default; an environment may keep the function's own log for less
  name              = local.search_setup_log_group
  kms_key_id        = var.keys.logs
  log_group_class   = "STANDARD"
  retention_in_days = var.shipper.log_retention_days
}

resource "aws_lambda_invocation" "search_setup" {
  function_name = aws_lambda_function.search_setup.function_name
  input         = jsonencode({})

  triggers = {
    endpoint = var.search.endpoint
    package  = filebase64sha256(var.shipper.package)
  }
}

resource "aws_iam_role" "search_setup" {
  name               = local.search_setup
  description        = "The search set-up puts index templates into the search engine"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "search_setup" {
  name   = "set-up"
  role   = aws_iam_role.search_setup.name
  policy = data.aws_iam_policy_document.search_setup.json
}

data "aws_iam_policy_document" "search_setup" {
  dynamic "statement" {
    for_each = var.search.auth == "sigv4" ? [var.search.domain_arn] : []

    content {
      sid       = "PutTemplates"
      actions   = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost", "es:ESHttpPut"]
      resources = ["${statement.value}/*"]
    }
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.search_setup_log_group}:log-stream:*"]
  }
}
