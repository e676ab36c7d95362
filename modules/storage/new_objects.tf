# A bucket has one notification configuration, so it has one owner: this module announces, and
# whoever wants to know subscribes. One topic for each object source, so that a subscriber gets what
# it asked for without a filter policy; the topics are in this account, where the subscribers are.

locals {
  # What services deliver to which bucket, and under which prefixes; the first one is this account's
  # own. Prefixes of one bucket must not overlap.
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
  object_sources = merge(
    {
      cloudtrail = {
        bucket  = local.audit_bucket
        account = local.archive_account
        # Also CloudTrail-Digest/ and CloudTrail-Insight/, hence no slash at the end.
        prefixes = concat(
          ["${local.delivered_prefix}${local.trail_account}/CloudTrail"],
          [for id in var.organization[*].id : "${local.delivered_prefix}${id}/"],
        )
      }
      vpc_flow_logs = {
        bucket  = local.audit_bucket
        account = local.archive_account
        prefixes = [
          "${local.delivered_prefix}${local.account}/vpcflowlogs/",
          "${local.delivered_prefix}${local.hive_account}/aws-service=vpcflowlogs/",
        ]
      }
    },
    var.delivery_bucket == null ? {} : {
      cloudfront_access = {
        bucket   = local.delivery_bucket
        account  = local.archive_account
        prefixes = ["AWSLogs/${local.account}/CloudFront/"]
      }
      elb_access = {
        bucket   = local.delivery_bucket
        account  = local.archive_account
        prefixes = ["${local.load_balancer_prefix}AWSLogs/${local.account}/elasticloadbalancing/"]
      }
      metrics = {
        bucket   = local.delivery_bucket
        account  = local.archive_account
        prefixes = [local.metrics_prefix]
      }
    },
    local.access_log_bucket == null ? {} : {
      s3_access = {
        bucket   = local.access_log_bucket
        account  = local.account
        prefixes = [local.s3_access_prefix]
      }
    },
  )

  # Who may use the messaging key to announce: account -> buckets.
  announcing_buckets = {
    for account in distinct([for source in local.object_sources : source.account]) :
    account => distinct([for source in local.object_sources : source.bucket if source.account == account])
  }

  new_objects_topics = {
    for source, place in local.object_sources : source => merge(place, {
      name = "${var.name}-new-objects-${replace(source, "_", "-")}"
      arn  = "${local.topic_arn_prefix}:${var.name}-new-objects-${replace(source, "_", "-")}"
    }) if !contains(keys(var.new_objects.adopt), source)
  }
  topic_arns = merge(
    { for source, topic in local.new_objects_topics : source => topic.arn },
    var.new_objects.adopt,
  )
}

resource "aws_sns_topic" "new_objects" {
  for_each = local.new_objects_topics

  name              = each.value.name
  kms_master_key_id = coalesce(lookup(var.encryption.adopt, "messaging", null), one(aws_kms_key.messaging[*].arn))
}

resource "aws_sns_topic_policy" "new_objects" {
  for_each = local.new_objects_topics

  arn    = aws_sns_topic.new_objects[each.key].arn
  policy = data.aws_iam_policy_document.new_objects_topic[each.key].json
}

data "aws_iam_policy_document" "new_objects_topic" {
  for_each = local.new_objects_topics

  statement {
    sid       = "TlsOnly"
    effect    = "Deny"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

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
    sid       = "ItsBucketAnnounces"
    actions   = ["sns:Publish"]
    resources = [each.value.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:s3:::${each.value.bucket}"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [each.value.account]
    }
  }
}

resource "aws_s3_bucket_notification" "audit" {
  count    = local.audit_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.audit[0].bucket

  dynamic "topic" {
    for_each = local.announcements.audit

    content {
      id            = topic.key
      topic_arn     = topic.value.topic_arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = topic.value.prefix
    }
  }

  # S3 publishes a test message before it accepts the configuration.
  depends_on = [aws_sns_topic_policy.new_objects]
}

resource "aws_s3_bucket_notification" "delivery" {
  count    = local.delivery_is_made ? 1 : 0
  provider = aws.archive

  bucket = aws_s3_bucket.delivery[0].bucket

  dynamic "topic" {
    for_each = local.announcements.delivery

    content {
      id            = topic.key
      topic_arn     = topic.value.topic_arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = topic.value.prefix
    }
  }

  depends_on = [aws_sns_topic_policy.new_objects]
}

resource "aws_s3_bucket_notification" "access_logs" {
  count = local.access_log_is_made ? 1 : 0

  bucket = aws_s3_bucket.access_logs[0].bucket

  dynamic "topic" {
    for_each = local.announcements.access_logs

    content {
      id            = topic.key
      topic_arn     = topic.value.topic_arn
      events        = ["s3:ObjectCreated:*"]
      filter_prefix = topic.value.prefix
    }
  }

  depends_on = [aws_sns_topic_policy.new_objects]
}

locals {
  # Bucket -> its notifications, by id: the object source, numbered from the second prefix on.
  announcements = {
    for which, bucket in {
      access_logs = local.access_log_bucket
      audit       = local.audit_bucket
      delivery    = local.delivery_bucket
    } :
    which => merge([
      for source, place in local.object_sources : {
        for i, prefix in place.prefixes :
        (i == 0 ? source : "${source}-${i + 1}") => {
          # S3 compares the key as it is in the event: percent-encoded.
          prefix    = replace(prefix, "=", "%3D")
          topic_arn = local.topic_arns[source]
        }
      } if place.bucket == bucket
    ]...)
  }
}
