resource "aws_s3_bucket" "audit" {
  #checkov:skip=CKV_AWS_144:One copy in the archive account is the design; replication is for an environment that needs a second region
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket              = local.audit_bucket
  force_destroy       = var.audit_bucket.force_destroy
  object_lock_enabled = var.audit_bucket.object_lock != null
}

resource "aws_s3_bucket_public_access_block" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket                  = aws_s3_bucket.audit[0].bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  # No bucket key: it would put the bucket's ARN in the place of each object's own context in what
  # KMS records, and a trail writes too little to need it.
  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
      kms_master_key_id = (
        lookup(var.encryption.adopt, "audit", null) != null
        ? lookup(var.encryption.adopt, "audit", null) : aws_kms_key.audit[0].arn
      )
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "audit" {
  count    = local.audit_is_made && var.audit_bucket.object_lock != null ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  rule {
    default_retention {
      mode = var.audit_bucket.object_lock.mode
      days = var.audit_bucket.object_lock.days
    }
  }

  # S3 refuses a lock on a bucket without versions.
  depends_on = [aws_s3_bucket_versioning.audit]
}

resource "aws_s3_bucket_lifecycle_configuration" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  rule {
    id     = "keep-then-expire"
    status = "Enabled"

    filter {}

    dynamic "transition" {
      for_each = var.audit_bucket.transitions
      content {
        storage_class = transition.key
        days          = transition.value
      }
    }
    expiration {
      days = var.audit_bucket.expire_days
    }
    noncurrent_version_expiration {
      noncurrent_days = var.audit_bucket.noncurrent_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.audit]
}

resource "aws_s3_bucket_logging" "audit" {
  count    = local.audit_is_made && var.delivery_bucket != null ? 1 : 0
  provider = aws.archive

  bucket        = aws_s3_bucket.audit[0].bucket
  target_bucket = local.delivery_bucket
  target_prefix = "${local.s3_access_prefix}${local.audit_bucket}/"

  # S3 checks that it may write there.
  depends_on = [aws_s3_bucket_policy.delivery]
}

resource "aws_s3_bucket_policy" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket
  policy = data.aws_iam_policy_document.audit_bucket[0].json

  # Two changes to one bucket at once make S3 answer OperationAborted.
  depends_on = [aws_s3_bucket_public_access_block.audit]
}
