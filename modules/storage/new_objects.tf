# A bucket has one notification configuration, so it has one owner: this module announces, and
# whoever wants to know subscribes to the topic.

resource "aws_sns_topic" "new_objects" {
  name              = local.new_objects_topic
  kms_master_key_id = aws_kms_key.messaging.arn
}

resource "aws_sns_topic_policy" "new_objects" {
  arn    = aws_sns_topic.new_objects.arn
  policy = data.aws_iam_policy_document.new_objects_topic.json
}

data "aws_iam_policy_document" "new_objects_topic" {
  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [local.new_objects_topic_arn]

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

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
  statement {
    sid       = "AuditBucketAnnounces"
    actions   = ["sns:Publish"]
    resources = [local.new_objects_topic_arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.audit_bucket_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.archive_account]
    }
  }
}

resource "aws_s3_bucket_notification" "audit" {
  provider = aws.archive

  bucket = aws_s3_bucket.audit.bucket

  topic {
    id            = "new-objects"
    topic_arn     = local.new_objects_topic_arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = local.delivered_prefix
  }

  # S3 publishes a test message before it accepts the configuration.
  depends_on = [aws_sns_topic_policy.new_objects]
}
