resource "aws_s3_bucket" "delivery" {
  #checkov:skip=CKV_AWS_18:This bucket is the target of access logs; logging it into itself would never end
  #checkov:skip=CKV_AWS_144:Delivery logs are kept once; the evidence lies in the audit bucket
  #checkov:skip=CKV_AWS_145:S3 access logs and load balancers cannot write to a bucket with a customer key
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket        = local.delivery_bucket
  force_destroy = var.delivery_bucket.force_destroy
}

resource "aws_s3_bucket_public_access_block" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket                  = aws_s3_bucket.delivery[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html: the
  # target's default encryption must be SSE-S3. Application load balancers ask the same.
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket

  rule {
    id     = "keep-then-expire"
    status = "Enabled"

    filter {}

    dynamic "transition" {
      for_each = var.delivery_bucket.transitions
      content {
        storage_class = transition.key
        days          = transition.value
      }
    }
    expiration {
      days = var.delivery_bucket.expire_days
    }
    noncurrent_version_expiration {
      noncurrent_days = var.delivery_bucket.noncurrent_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.delivery]
}

resource "aws_s3_bucket_policy" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket
  policy = data.aws_iam_policy_document.delivery_bucket[0].json

  # Two changes to one bucket at once make S3 answer OperationAborted.
  depends_on = [aws_s3_bucket_public_access_block.delivery]
}
