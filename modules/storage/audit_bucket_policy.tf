# The whole policy: AWS appends delivery statements by itself where they are missing, and the next
# apply would take them away again.
data "aws_iam_policy_document" "audit_bucket" {
  count = local.audit_is_made ? 1 : 0

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

  # Events, digests and Insights. A trail of the organisation writes under the organisation's id for
  # every account, and under the management account while it is not one of the organisation (yet).
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-an-organizational-trail-by-using-the-aws-cli.html#org-trail-bucket-policy
  statement {
    sid     = "CloudTrailWrites"
    actions = ["s3:PutObject"]
    resources = concat(
      ["${local.audit_bucket_arn}/${local.delivered_prefix}${local.trail_account}/*"],
      [for id in var.organization[*].id : "${local.audit_bucket_arn}/${local.delivered_prefix}${id}/*"],
    )

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

  # Not narrower than the account's own prefix: AWS appends its own statement to a policy in which it
  # does not find this one, and the next apply would take it away again.
  # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
  statement {
    sid     = "LogDeliveryWrites"
    actions = ["s3:PutObject"]
    resources = [
      "${local.audit_bucket_arn}/${local.delivered_prefix}${local.account}/*",
      "${local.audit_bucket_arn}/${local.delivered_prefix}${local.hive_account}/*",
    ]

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
  # A role that is named as principal must exist when the policy is written, and these come later:
  # so the account is let in, and of it only the role.
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["shipper"] : []

    content {
      sid       = "ShipperReads"
      actions   = ["s3:GetObject", "s3:GetObjectVersion"] # an event names the version
      resources = ["${local.audit_bucket_arn}/${local.delivered_prefix}*"]

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
      resources = [local.audit_bucket_arn]

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
        values   = ["${local.delivered_prefix}*"]
      }
    }
  }

  dynamic "statement" {
    for_each = local.archive_is_elsewhere ? ["shipper"] : []

    content {
      sid       = "ShipperSetsAside"
      actions   = ["s3:PutObject"]
      resources = ["${local.audit_bucket_arn}/${local.quarantine_prefix}*"]

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

  dynamic "statement" {
    for_each = local.readers_by_account

    content {
      sid       = "ReadersOf${statement.key}"
      actions   = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = ["${local.audit_bucket_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${statement.key}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value
      }
    }
  }

  dynamic "statement" {
    for_each = local.readers_by_account

    content {
      sid       = "ReadersOf${statement.key}List"
      actions   = ["s3:ListBucket"]
      resources = [local.audit_bucket_arn]

      principals {
        type        = "AWS"
        identifiers = ["arn:${local.partition}:iam::${statement.key}:root"]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = statement.value
      }
    }
  }
}
