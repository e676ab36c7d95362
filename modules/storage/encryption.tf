# Three keys, because three sets of principals must not share one: the bucket's evidence (in the
# archive account), the log groups, and messages.

# --- the audit bucket ---

resource "aws_kms_key" "audit" {
  provider = aws.archive

  description             = "${var.name}: objects in the audit bucket"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.audit_key.json
}

resource "aws_kms_alias" "audit" {
  provider = aws.archive

  name          = "alias/${var.name}-audit"
  target_key_id = aws_kms_key.audit.key_id
}

data "aws_iam_policy_document" "audit_key" {
  #checkov:skip=CKV_AWS_109:In a key policy "*" is the key itself; the account keeps the power to administer it, or nobody could
  #checkov:skip=CKV_AWS_111:In a key policy "*" is the key itself
  #checkov:skip=CKV_AWS_356:In a key policy "*" is the key itself
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.archive_account}:root"]
    }
  }

  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
  statement {
    sid       = "CloudTrailEncrypts"
    actions   = ["kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceArn"
      values   = [local.trail_arn]
    }
    condition {
      test     = "StringLike"
      variable = "kms:EncryptionContext:aws:cloudtrail:arn"
      # CloudTrail's context names the region of the events, not the trail's own.
      values = ["arn:${local.partition}:cloudtrail:*:${local.account}:trail/*"]
    }
  }

  # Decrypt: a trail cannot be made on a key that it may not use both ways (same page).
  statement {
    sid       = "CloudTrailReadsItsKey"
    actions   = ["kms:Decrypt", "kms:DescribeKey"]
    resources = ["*"]

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

  # Flow logs that go to S3 arrive through log delivery.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html#AWS-logs-SSE-KMS-S3
  statement {
    sid       = "LogDeliveryEncrypts"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

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
}

# --- log groups ---

resource "aws_kms_key" "logs" {
  description             = "${var.name}: log groups"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.logs_key.json
}

resource "aws_kms_alias" "logs" {
  name          = "alias/${var.name}-logs"
  target_key_id = aws_kms_key.logs.key_id
}

data "aws_iam_policy_document" "logs_key" {
  #checkov:skip=CKV_AWS_109:In a key policy "*" is the key itself; the account keeps the power to administer it, or nobody could
  #checkov:skip=CKV_AWS_111:In a key policy "*" is the key itself
  #checkov:skip=CKV_AWS_356:In a key policy "*" is the key itself
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  statement {
    sid       = "LogGroupsOfThisWatch"
    actions   = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["logs.${local.region}.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "kms:EncryptionContext:aws:logs:arn"
      # The functions' log groups are made by the modules that make the functions.
      values = concat(
        [
          "${local.log_group_arn_prefix}:/${var.name}/*",
          "${local.log_group_arn_prefix}:/aws/lambda/${var.name}-*",
        ],
        [for group in var.log_groups : "${local.log_group_arn_prefix}:${group.name}" if group.name != null],
      )
    }
  }
}

# --- topics and queues ---

resource "aws_kms_key" "messaging" {
  description             = "${var.name}: topics and queues"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.messaging_key.json
}

resource "aws_kms_alias" "messaging" {
  name          = "alias/${var.name}-messaging"
  target_key_id = aws_kms_key.messaging.key_id
}

# A service that publishes to an encrypted topic calls KMS itself, with the service's own name: the
# AWS managed key alias/aws/sns cannot allow that, and alarms would vanish without an error.
# https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
# The same page: source conditions are not supported for EventBridge. They are for these three.
data "aws_iam_policy_document" "messaging_key" {
  #checkov:skip=CKV_AWS_109:In a key policy "*" is the key itself; the account keeps the power to administer it, or nobody could
  #checkov:skip=CKV_AWS_111:In a key policy "*" is the key itself
  #checkov:skip=CKV_AWS_356:In a key policy "*" is the key itself
  statement {
    sid       = "AccountDecidesByIam"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${local.partition}:iam::${local.account}:root"]
    }
  }

  statement {
    sid       = "AlarmsPublish"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }

  statement {
    sid       = "AuditBucketAnnounces"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.archive_account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.audit_bucket_arn]
    }
  }

  # Topics that deliver to encrypted queues.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
  statement {
    sid       = "TopicsDeliver"
    actions   = ["kms:GenerateDataKey*", "kms:Decrypt"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["${local.topic_arn_prefix}:${var.name}-*"]
    }
  }
}
