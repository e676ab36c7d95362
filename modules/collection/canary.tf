# A browser that opens the user's pages from a schedule (lambda_src/canary): how long a page takes,
# and whether it shows what it should. One canary for each page, all with one package.
locals {
  canary_pages     = try(var.external_checks.canary.pages, {})
  canary_bucket    = try(coalesce(try(var.external_checks.canary.artifacts.bucket, null), try(var.access_log_bucket.name, null)), "")
  canary_artifacts = "canary/${var.name}"
  canary_key       = try(var.external_checks.canary.artifacts.kms_key_arn, null)
}

resource "aws_synthetics_canary" "page" {
  for_each = local.canary_pages

  name                 = "${var.name}-${each.key}"
  artifact_s3_location = "s3://${local.canary_bucket}/${local.canary_artifacts}/${each.key}"
  execution_role_arn   = aws_iam_role.canary[0].arn
  handler              = "page_canary.handler" # python/page_canary.py in the zip
  runtime_version      = var.external_checks.canary.runtime
  start_canary         = true
  delete_lambda        = true # or each destroyed canary leaves a function and its layer behind
  zip_file             = var.external_checks.canary.package

  success_retention_period = var.external_checks.canary.keep_days
  failure_retention_period = var.external_checks.canary.keep_days

  schedule {
    expression = var.external_checks.canary.schedule
  }

  run_config {
    timeout_in_seconds = var.external_checks.canary.timeout
    memory_in_mb       = var.external_checks.canary.memory
    environment_variables = {
      PAGE_SLOW_SECONDS = tostring(each.value.slow_seconds)
      PAGE_TEXT         = each.value.text
      PAGE_URL          = each.value.url
    }
  }

  dynamic "artifact_config" {
    for_each = local.canary_key == null ? [] : [local.canary_key]
    content {
      s3_encryption {
        encryption_mode = "SSE_KMS"
        kms_key_arn     = artifact_config.value
      }
    }
  }

  dynamic "vpc_config" {
    for_each = var.external_checks.canary.vpc == null ? [] : [var.external_checks.canary.vpc]
    content {
      security_group_ids = vpc_config.value.security_group_ids
      subnet_ids         = vpc_config.value.subnet_ids
    }
  }

  # Synthetics tries the role when the canary is made.
  depends_on = [aws_iam_role_policy.canary]
}

resource "aws_iam_role" "canary" {
  count = length(local.canary_pages) == 0 ? 0 : 1

  name               = "${var.name}-canary"
  description        = "The canaries keep what they saw and write their metrics"
  assume_role_policy = data.aws_iam_policy_document.canary_trust.json
}

data "aws_iam_policy_document" "canary_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "canary" {
  count = length(local.canary_pages) == 0 ? 0 : 1

  name   = "look-and-tell"
  role   = aws_iam_role.canary[0].name
  policy = data.aws_iam_policy_document.canary[0].json
}

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
data "aws_iam_policy_document" "canary" {
  #checkov:skip=CKV_AWS_111:The actions on "*" know no narrower resource, as the comments say
  #checkov:skip=CKV_AWS_356:The actions on "*" know no narrower resource, as the comments say
  count = length(local.canary_pages) == 0 ? 0 : 1

  statement {
    sid       = "KeepWhatItSaw"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:${local.partition}:s3:::${local.canary_bucket}/${local.canary_artifacts}/*"]
  }

  statement {
    sid       = "FindTheBucket"
    actions   = ["s3:GetBucketLocation"]
    resources = ["arn:${local.partition}:s3:::${local.canary_bucket}"]
  }

  # Synthetics lists buckets to find the region of its own; listing knows no resource.
  statement {
    sid       = "ListBuckets"
    actions   = ["s3:ListAllMyBuckets"]
    resources = ["*"]
  }

  # PutMetricData knows no resource, only a namespace.
  statement {
    sid       = "WriteMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["CloudWatchSynthetics"]
    }
  }

  # The function that Synthetics makes has a random end to its name, so no log group can be made
  # ahead: the canary makes its own.
  statement {
    sid     = "WriteItsOwnLog"
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [
      "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/cwsyn-${var.name}-*"
    ]
  }

  dynamic "statement" {
    for_each = local.canary_key == null ? [] : [local.canary_key]
    content {
      sid       = "EncryptWhatItSaw"
      actions   = ["kms:GenerateDataKey"]
      resources = [statement.value]
    }
  }

  # Lambda makes the network interface with the function's role; these three know no narrower
  # resource before it exists.
  # https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  dynamic "statement" {
    for_each = try(var.external_checks.canary.vpc, null) == null ? [] : ["vpc"]
    content {
      sid       = "LiveInTheVpc"
      actions   = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces"]
      resources = ["*"]
    }
  }
}
