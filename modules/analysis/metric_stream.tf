# CloudWatch's metrics -> Firehose -> delivery bucket, for the long term; from there the shipper's
# usual entrance for objects (source `metrics`) makes them searchable.

locals {
  metric_streams = var.metric_stream[*]

  metric_stream           = "${var.name}-metrics"
  metric_stream_delivery  = "${var.name}-metric-stream-delivery"
  metric_stream_publisher = "${var.name}-metric-stream"
  metric_stream_log_group = "/${var.name}/metric-stream"
  delivery_stream_arn     = "arn:${local.partition}:firehose:${local.region}:${local.account}:deliverystream/${local.metric_stream_delivery}"

  # Beside the prefix, not under it: what Firehose could not deliver is for people, and not announced.
  metric_stream_prefix       = try("${var.metric_stream.prefix}${local.account}/${local.region}/", "")
  metric_stream_error_prefix = try("${trimsuffix(var.metric_stream.prefix, "/")}-errors/${local.account}/${local.region}/", "")
}

resource "aws_cloudwatch_metric_stream" "metrics" {
  count = length(local.metric_streams)

  name                            = local.metric_stream
  firehose_arn                    = local.delivery_stream_arn
  role_arn                        = "${local.role_arn_prefix}/${local.metric_stream_publisher}"
  output_format                   = var.metric_stream.output_format
  include_linked_accounts_metrics = var.metric_stream.linked_accounts

  dynamic "include_filter" {
    for_each = var.metric_stream.namespaces

    content {
      namespace    = include_filter.key
      metric_names = include_filter.value
    }
  }

  dynamic "statistics_configuration" {
    for_each = var.metric_stream.statistics

    content {
      additional_statistics = statistics_configuration.value.additional

      dynamic "include_metric" {
        for_each = statistics_configuration.value.metrics

        content {
          metric_name = include_metric.value
          namespace   = statistics_configuration.value.namespace
        }
      }
    }
  }

  depends_on = [aws_iam_role_policy.metric_stream, aws_kinesis_firehose_delivery_stream.metrics]
}

resource "aws_kinesis_firehose_delivery_stream" "metrics" {
  count = length(local.metric_streams)

  name        = local.metric_stream_delivery
  destination = "extended_s3"

  # Firehose makes a grant on the key with the rights of whoever applies this.
  # https://docs.aws.amazon.com/firehose/latest/dev/encryption.html
  server_side_encryption {
    enabled  = true
    key_type = "CUSTOMER_MANAGED_CMK"
    key_arn  = var.keys.messaging
  }

  extended_s3_configuration {
    bucket_arn          = var.delivery_bucket.arn
    role_arn            = "${local.role_arn_prefix}/${local.metric_stream_delivery}"
    prefix              = "${local.metric_stream_prefix}!{timestamp:yyyy/MM/dd/HH}/"
    error_output_prefix = "${local.metric_stream_error_prefix}!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/"
    compression_format  = "GZIP"
    buffering_interval  = var.metric_stream.buffering_seconds
    buffering_size      = var.metric_stream.buffering_mb

    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = local.metric_stream_log_group
      log_stream_name = "delivery"
    }
  }

  # Firehose tries the bucket when the stream is made.
  depends_on = [aws_cloudwatch_log_stream.metric_stream, aws_iam_role_policy.metric_stream_delivery]
}

resource "aws_cloudwatch_log_group" "metric_stream" {
  #checkov:skip=CKV_AWS_338:A year is the default; an environment may keep the stream's own log for less
  count = length(local.metric_streams)

  name              = local.metric_stream_log_group
  kms_key_id        = var.keys.logs
  log_group_class   = "STANDARD"
  retention_in_days = var.metric_stream.log_retention_days
}

resource "aws_cloudwatch_log_stream" "metric_stream" {
  count = length(local.metric_streams)

  name           = "delivery"
  log_group_name = aws_cloudwatch_log_group.metric_stream[0].name
}

# --- who puts into the delivery stream ---

resource "aws_iam_role" "metric_stream" {
  count = length(local.metric_streams)

  name               = local.metric_stream_publisher
  description        = "CloudWatch puts metrics into the delivery stream"
  assume_role_policy = data.aws_iam_policy_document.metric_stream_trust["streams.metrics.cloudwatch.amazonaws.com"].json
}

resource "aws_iam_role_policy" "metric_stream" {
  count = length(local.metric_streams)

  name   = "put"
  role   = aws_iam_role.metric_stream[0].name
  policy = data.aws_iam_policy_document.metric_stream[0].json
}

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-trustpolicy.html
data "aws_iam_policy_document" "metric_stream" {
  count = length(local.metric_streams)

  statement {
    sid       = "PutMetrics"
    actions   = ["firehose:PutRecord", "firehose:PutRecordBatch"]
    resources = [local.delivery_stream_arn]
  }
}

# Each service, and the condition that AWS documents for it: for metric streams there is none (only
# somebody with iam:PassRole in this account can name the role), for Firehose the account.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-metric-streams-trustpolicy.html
# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#firehose-assume-role
data "aws_iam_policy_document" "metric_stream_trust" {
  for_each = var.metric_stream == null ? {} : {
    "firehose.amazonaws.com"                   = [local.account]
    "streams.metrics.cloudwatch.amazonaws.com" = []
  }

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = [each.key]
    }
    dynamic "condition" {
      for_each = each.value

      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

# --- who writes to the bucket; storage's policy names this role where the bucket is elsewhere ---

resource "aws_iam_role" "metric_stream_delivery" {
  count = length(local.metric_streams)

  name               = local.metric_stream_delivery
  description        = "Firehose writes metrics into the delivery bucket"
  assume_role_policy = data.aws_iam_policy_document.metric_stream_trust["firehose.amazonaws.com"].json
}

resource "aws_iam_role_policy" "metric_stream_delivery" {
  count = length(local.metric_streams)

  name   = "deliver"
  role   = aws_iam_role.metric_stream_delivery[0].name
  policy = data.aws_iam_policy_document.metric_stream_delivery[0].json
}

# https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
data "aws_iam_policy_document" "metric_stream_delivery" {
  count = length(local.metric_streams)

  statement {
    sid     = "Write"
    actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
    resources = [
      "${var.delivery_bucket.arn}/${local.metric_stream_prefix}*",
      "${var.delivery_bucket.arn}/${local.metric_stream_error_prefix}*",
    ]
  }

  statement {
    sid       = "FindTheBucket"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
    resources = [var.delivery_bucket.arn]
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.metric_stream_log_group}:log-stream:*"]
  }
}
