# Puts into the search engine what it needs: index templates, retention, roles, dashboards. It is
# idempotent, and runs again when the package, the engine or what it is asked for changes.

locals {
  search_setup           = "${var.name}-search-setup"
  search_setup_log_group = "/aws/lambda/${local.search_setup}"
  search_setup_role_arn  = "${local.role_arn_prefix}/${local.search_setup}"
  shipper_role_arn       = "${local.role_arn_prefix}/${local.shipper}"

  # Said here and never found out by trying: an engine that lacks what is asked for is an error.
  search_features = var.search.features != null ? var.search.features : (
    var.search.auth == "none" ? [] : ["dashboards", "retention", "roles"]
  )
  search_setup_input = {
    audit    = var.search.domain != null # the domain publishes the audit log, but the engine writes it
    features = sort(local.search_features)
    package  = filebase64sha256(var.shipper.package)
    readers  = sort(values(var.search.readers))
    replicas = try(var.search.domain.standby, false) ? 2 : null
    retention_days = {
      default = var.search.default_retention_days
      sources = var.search.retention_days
    }
    shipper_role = local.shipper_role_arn
  }
}

resource "aws_lambda_function" "search_setup" {
  #checkov:skip=CKV_AWS_50:It runs during an apply, and the apply shows its error
  #checkov:skip=CKV_AWS_115:It runs once for an apply
  #checkov:skip=CKV_AWS_116:It is called synchronously: its error fails the apply
  #checkov:skip=CKV_AWS_117:It is in a VPC where the search engine is in one; a public engine is reached by its signed endpoint
  #checkov:skip=CKV_AWS_173:Its environment holds a URL: nothing secret
  #checkov:skip=CKV_AWS_272:The package is built here, and its hash is in the plan
  function_name    = local.search_setup
  description      = "What the search engine needs for the shipper's documents"
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
      OPENSEARCH_ENDPOINT          = local.search_endpoint
      POWERTOOLS_METRICS_NAMESPACE = "${var.name}/pipeline"
      POWERTOOLS_SERVICE_NAME      = "search-setup"
    }
  }

  dynamic "vpc_config" {
    for_each = local.shipper_vpc[*]

    content {
      security_group_ids = [aws_security_group.shipper[0].id]
      subnet_ids         = vpc_config.value.subnet_ids
    }
  }

  depends_on = [
    aws_cloudwatch_log_group.search_setup, aws_iam_role_policy.search_setup, aws_iam_role_policy.search_setup_network,
  ]
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
  input         = jsonencode(local.search_setup_input)

  triggers = { endpoint = local.search_endpoint }

  # A function in a VPC reaches nothing before its rules are there.
  depends_on = [
    aws_vpc_security_group_egress_rule.shipper, aws_vpc_security_group_ingress_rule.search,
  ]
}

resource "aws_iam_role" "search_setup" {
  name               = local.search_setup
  description        = "The search set-up puts templates, retention, roles and dashboards into the search engine"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

resource "aws_iam_role_policy" "search_setup" {
  name   = "set-up"
  role   = aws_iam_role.search_setup.name
  policy = data.aws_iam_policy_document.search_setup.json
}

data "aws_iam_policy_document" "search_setup" {
  dynamic "statement" {
    for_each = local.search_domain_arn[*]

    content {
      sid       = "SetUp"
      actions   = ["es:ESHttpGet", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut"]
      resources = ["${statement.value}/*"]
    }
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.search_setup_log_group}:log-stream:*"]
  }
}
