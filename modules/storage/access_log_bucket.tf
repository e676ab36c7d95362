# Where the buckets of this account log to when the other two buckets live in a log-archive account:
# S3 takes no target in another account. SSE-S3 and no lock, as S3 access logs ask.

resource "aws_s3_bucket" "access_logs" {
  #checkov:skip=CKV_AWS_18:This bucket is the target of access logs; logging it into itself would never end
  #checkov:skip=CKV_AWS_144:Access logs are kept once; the evidence lies in the audit bucket
  #checkov:skip=CKV_AWS_145:S3 access logs cannot be written to a bucket with a customer key
  count = local.access_log_is_made ? 1 : 0

  bucket        = local.access_log_bucket
  force_destroy = var.access_log_bucket.force_destroy
}

resource "aws_s3_bucket_public_access_block" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket                  = aws_s3_bucket.access_logs[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket

  rule {
    id     = "keep-then-expire"
    status = "Enabled"

    filter {}

    expiration {
      days = var.access_log_bucket.expire_days
    }
    noncurrent_version_expiration {
      noncurrent_days = var.access_log_bucket.noncurrent_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.access_logs]
}

resource "aws_s3_bucket_policy" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket
  policy = data.aws_iam_policy_document.access_log_bucket[0].json

  # Two changes to one bucket at once make S3 answer OperationAborted.
  depends_on = [aws_s3_bucket_public_access_block.access_logs]
}

data "aws_iam_policy_document" "access_log_bucket" {
  count = local.access_log_is_made ? 1 : 0

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.access_log_bucket_arn, "${local.access_log_bucket_arn}/*"]

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

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  dynamic "statement" {
    for_each = local.access_logs_here

    content {
      sid       = "S3AccessLogsOf${statement.key}"
      actions   = ["s3:PutObject"]
      resources = ["${local.access_log_bucket_arn}/${statement.value.prefix}*"]

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
        values   = [local.account]
      }
    }
  }
}
