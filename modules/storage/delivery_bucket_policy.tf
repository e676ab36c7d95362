# The whole policy, as for the audit bucket: AWS appends delivery statements by itself where they are
# missing.
data "aws_iam_policy_document" "delivery_bucket" {
  count = local.delivery_is_made ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.delivery_bucket_arn, "${local.delivery_bucket_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }

  # Application and Classic load balancers: access, connection and health-check logs. No ACL
  # condition: they do not send one. The test files are written when logging is turned on.
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-connection-logging.html
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-access-logs.html
  statement {
    sid     = "LoadBalancersWrite"
    actions = ["s3:PutObject"]
    resources = [
      "${local.delivery_bucket_arn}/${local.load_balancer_prefix}AWSLogs/${local.account}/elasticloadbalancing/*",
      "${local.delivery_bucket_arn}/${local.load_balancer_prefix}AWSLogs/${local.account}/ELB*LogTestFile",
    ]

    principals {
      type        = "Service"
      identifiers = ["logdelivery.elasticloadbalancing.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:elasticloadbalancing:${local.region}:${local.account}:loadbalancer/*"]
    }
  }

  # ListBucket: without it log delivery's own probe is refused, and that AccessDenied rings the
  # alarm on unauthorized calls.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
  statement {
    sid       = "LogDeliveryChecksTheBucket"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.delivery_bucket_arn]

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = local.log_delivery_sources
    }
  }

  # Network load balancers, and CloudFront's standard logging v2. Not narrower than the account's own
  # prefix, which is what AWS looks for (see audit_bucket_policy.tf).
  # https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
  statement {
    sid     = "LogDeliveryWrites"
    actions = ["s3:PutObject"]
    resources = distinct([
      "${local.delivery_bucket_arn}/AWSLogs/${local.account}/*",
      "${local.delivery_bucket_arn}/${local.load_balancer_prefix}AWSLogs/${local.account}/*",
    ])

    principals {
      type        = "Service"
      identifiers = ["delivery.logs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = local.log_delivery_sources
    }
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  dynamic "statement" {
    for_each = local.delivery_access_logs

    content {
      sid       = "S3AccessLogsOf${statement.key}"
      actions   = ["s3:PutObject"]
      resources = ["${local.delivery_bucket_arn}/${statement.value.prefix}*"]

      principals {
        type        = "Service"
        identifiers = ["logging.s3.amazonaws.com"]
      }
      condition {
        test     = "ArnLike"
        variable = "aws:SourceArn"
        values   = [statement.value.bucket_arn]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.archive_account]
      }
    }
  }

  # Roles of the other account (see audit_bucket_policy.tf); where there is one account only, their
  # own policies are enough.
  # https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#cross-account-delivery-s3
  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["firehose"] : []

    content {
      sid     = "MetricStreamWrites"
      actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
      resources = [
        "${local.delivery_bucket_arn}/${local.metrics_prefix}*",
        "${local.delivery_bucket_arn}/${local.metrics_errors_prefix}*",
      ]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [local.firehose_role_arn]
      }
    }
  }

  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["firehose"] : []

    content {
      sid       = "MetricStreamFindsTheBucket"
      actions   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
      resources = [local.delivery_bucket_arn]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [local.firehose_role_arn]
      }
    }
  }

  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["shipper"] : []

    content {
      sid     = "ShipperReads"
      actions = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = [
        for source in local.object_sources : "${local.delivery_bucket_arn}/${source.prefixes[0]}*"
        if source.bucket == local.delivery_bucket
      ]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [local.shipper_role_arn]
      }
    }
  }

  # So that S3 says 404 of an object that is gone (modules/analysis, shipper.tf).
  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["shipper"] : []

    content {
      sid       = "ShipperTellsGoneFromRefused"
      actions   = ["s3:ListBucket"]
      resources = [local.delivery_bucket_arn]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [local.shipper_role_arn]
      }
      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values = [
          for source in local.object_sources : "${source.prefixes[0]}*" if source.bucket == local.delivery_bucket
        ]
      }
    }
  }
}

locals {
  # CloudFront's deliveries are made in us-east-1, wherever the bucket is.
  log_delivery_sources = [
    "arn:${local.partition}:logs:${local.region}:${local.account}:*",
    "arn:${local.partition}:logs:us-east-1:${local.account}:delivery-source:*",
  ]

  # Which buckets log where: the audit bucket, and those of this account if this is their account;
  # where all of these may, the audit bucket is among them.
  delivery_access_logs = merge(
    local.audit_is_made && (local.archive_is_elsewhere || var.access_log_bucket.buckets != null) ? {
      TheAuditBucket = {
        bucket_arn = local.audit_bucket_arn
        prefix     = "${local.s3_access_prefix}${local.audit_bucket}/"
      }
    } : {},
    local.archive_is_elsewhere ? {} : local.access_logs_here,
  )
  access_logs_here = var.access_log_bucket.buckets == null ? {
    ThisAccount = {
      bucket_arn = "arn:${local.partition}:s3:::*"
      prefix     = local.s3_access_prefix
    }
    } : {
    for bucket in var.access_log_bucket.buckets : join("", [for word in split("-", bucket) : title(word)]) => {
      bucket_arn = "arn:${local.partition}:s3:::${bucket}"
      # With a date in the key, S3 puts account, region and bucket after the prefix.
      # https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html#server-access-logging-overview
      prefix = "${local.s3_access_prefix}${local.account}/${local.region}/${bucket}/"
    }
  }
}
