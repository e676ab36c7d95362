locals {
  makes_trail = var.cloudtrail != null && try(var.cloudtrail.adopt, null) == null

  # The last part of an adopted trail's ARN is its name; Control Tower's lives in another account.
  trail_name = var.cloudtrail == null ? null : (
    var.cloudtrail.adopt != null
    ? element(split("/", var.cloudtrail.adopt), length(split("/", var.cloudtrail.adopt)) - 1)
    : coalesce(var.cloudtrail.name, var.name)
  )
  trail_arn = var.cloudtrail == null ? null : (
    startswith(coalesce(var.cloudtrail.adopt, "-"), "arn:") ? var.cloudtrail.adopt
    : "arn:${local.partition}:cloudtrail:${local.region}:${local.trail_account}:trail/${local.trail_name}"
  )

  # A trail of the organisation is the management account's, also when a delegated administrator has
  # made it from here. storage builds the same ARN into the policies of bucket and key.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
  trail_account = try(coalesce(var.organization.management_account_id, local.account), local.account)
}

resource "aws_cloudtrail" "trail" {
  #checkov:skip=CKV_AWS_252:The audit bucket announces each new object; a topic of the trail would announce it twice
  #checkov:skip=CKV2_AWS_10:The trail writes to the log group that storage gives it; this check does not follow a variable
  count = local.makes_trail ? 1 : 0

  name                          = local.trail_name
  is_multi_region_trail         = true
  is_organization_trail         = var.organization != null
  include_global_service_events = true # IAM, STS and CloudFront events are written as us-east-1
  enable_log_file_validation    = true
  enable_logging                = true
  s3_bucket_name                = var.audit_bucket.name
  s3_key_prefix                 = var.audit_bucket.prefix == "" ? null : trimsuffix(var.audit_bucket.prefix, "/")
  kms_key_id                    = var.keys.audit
  cloud_watch_logs_group_arn    = "${var.log_groups.cloudtrail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail[0].arn

  dynamic "advanced_event_selector" {
    for_each = local.event_selectors
    content {
      name = advanced_event_selector.value.name

      dynamic "field_selector" {
        for_each = advanced_event_selector.value.fields
        content {
          field           = field_selector.key
          equals          = try(field_selector.value.equals, null)
          not_equals      = try(field_selector.value.not_equals, null)
          starts_with     = try(field_selector.value.starts_with, null)
          not_starts_with = try(field_selector.value.not_starts_with, null)
        }
      }
    }
  }

  dynamic "insight_selector" {
    for_each = toset(var.cloudtrail.insights)
    content {
      insight_type = insight_selector.value
    }
  }

  # CloudTrail writes a test event with the role when the trail is made.
  depends_on = [aws_iam_role_policy.trail]
}

resource "aws_iam_role" "trail" {
  count = local.makes_trail ? 1 : 0

  name               = "${var.name}-cloudtrail"
  description        = "CloudTrail writes events to their log group"
  assume_role_policy = data.aws_iam_policy_document.trail_trust.json
}

data "aws_iam_policy_document" "trail_trust" {
  # No source condition: CloudTrail does not send one when it assumes this role.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudtrail.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "trail" {
  count = local.makes_trail ? 1 : 0

  name   = "write-log-events"
  role   = aws_iam_role.trail[0].name
  policy = data.aws_iam_policy_document.trail[0].json
}

data "aws_iam_policy_document" "trail" {
  count = local.makes_trail ? 1 : 0

  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    # CloudTrail names its streams <account>_CloudTrail_<region>, with a number when they are many,
    # and those of an organisation's trail <organisation>_<account>_...: the page above has both.
    resources = concat(
      [
        for account in distinct([local.account, local.trail_account]) :
        "${var.log_groups.cloudtrail.arn}:log-stream:${account}_CloudTrail_${local.region}*"
      ],
      [for id in var.organization[*].id : "${var.log_groups.cloudtrail.arn}:log-stream:${id}_*"],
    )
  }
}
