resource "aws_s3_bucket" "audit" {
  #checkov:skip=CKV_AWS_144:One copy in the archive account is the design; replication is for an environment that needs a second region
  provider = aws.archive

  bucket              = local.audit_bucket
  force_destroy       = var.audit_bucket.force_destroy
  object_lock_enabled = var.audit_bucket.object_lock != null
}

resource "aws_s3_bucket_public_access_block" "audit" {
  provider = aws.archive

  bucket                  = aws_s3_bucket.audit.bucket
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "audit" {
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_versioning" "audit" {
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "audit" {
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

  # No bucket key: it would put the bucket's ARN in the place of each object's own context in what
  # KMS records, and a trail writes too little to need it.
  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.audit.arn
    }
  }
}

resource "aws_s3_bucket_object_lock_configuration" "audit" {
  count    = var.audit_bucket.object_lock == null ? 0 : 1
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

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
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

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
  count    = var.delivery_bucket == null ? 0 : 1
  provider = aws.archive

  bucket        = aws_s3_bucket.audit.bucket
  target_bucket = aws_s3_bucket.delivery[0].bucket
  target_prefix = local.s3_access_prefix

  # S3 checks that it may write there.
  depends_on = [aws_s3_bucket_policy.delivery]
}

resource "aws_s3_bucket_policy" "audit" {
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket
  policy = data.aws_iam_policy_document.audit_bucket.json

  # Two changes to one bucket at once make S3 answer OperationAborted.
  depends_on = [aws_s3_bucket_public_access_block.audit]
}

# The whole policy: AWS appends delivery statements by itself where they are missing, and the next
# apply would take them away again.
data "aws_iam_policy_document" "audit_bucket" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [local.audit_bucket_arn, "${local.audit_bucket_arn}/*"]

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

  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
  statement {
    sid       = "CloudTrailChecksTheBucket"
    actions   = ["s3:GetBucketAcl"]
    resources = [local.audit_bucket_arn]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
  }

  statement {
    sid       = "CloudTrailWrites"
    actions   = ["s3:PutObject"]
    resources = ["${local.audit_bucket_arn}/${local.delivered_prefix}${local.account}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
    # CloudTrail sends this ACL still, and S3 takes it although ACLs are off (BucketOwnerEnforced).
    condition {
      test     = "StringEquals"
      variable = "s3:x-amz-acl"
      values   = ["bucket-owner-full-control"]
    }
  }

  # ListBucket: without it log delivery's own probe is refused, and that AccessDenied rings the
  # alarm on unauthorized calls.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
  statement {
    sid       = "LogDeliveryChecksTheBucket"
    actions   = ["s3:GetBucketAcl", "s3:ListBucket"]
    resources = [local.audit_bucket_arn]

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
      values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:*"]
    }
  }

  # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
  statement {
    sid       = "LogDeliveryWrites"
    actions   = ["s3:PutObject"]
    resources = ["${local.audit_bucket_arn}/${local.delivered_prefix}${local.account}/*"]

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
      values   = ["arn:${local.partition}:logs:${local.region}:${local.account}:*"]
    }
  }
}
