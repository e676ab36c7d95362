resource "aws_cloudtrail" "trail" {
  #checkov:skip=CKV_AWS_252:The audit bucket announces each new object; a topic of the trail would announce it twice
  #checkov:skip=CKV2_AWS_10:The trail writes to the log group that storage gives it; this check does not follow a variable
  count = var.cloudtrail == null ? 0 : 1

  name                          = local.trail_name
  is_multi_region_trail         = true
  include_global_service_events = true # IAM, STS and CloudFront events are written as us-east-1
  enable_log_file_validation    = true
  enable_logging                = true
  s3_bucket_name                = var.audit_bucket.name
  kms_key_id                    = var.keys.audit
  cloud_watch_logs_group_arn    = "${var.log_groups.cloudtrail.arn}:*"
  cloud_watch_logs_role_arn     = aws_iam_role.trail[0].arn

  # CloudTrail writes a test event with the role when the trail is made.
  depends_on = [aws_iam_role_policy.trail]
}

resource "aws_iam_role" "trail" {
  count = var.cloudtrail == null ? 0 : 1

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
  count = var.cloudtrail == null ? 0 : 1

  name   = "write-log-events"
  role   = aws_iam_role.trail[0].name
  policy = data.aws_iam_policy_document.trail[0].json
}

data "aws_iam_policy_document" "trail" {
  count = var.cloudtrail == null ? 0 : 1

  statement {
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    # CloudTrail names its streams <account>_CloudTrail_<region>, with a number when they are many.
    resources = ["${var.log_groups.cloudtrail.arn}:log-stream:${local.account}_CloudTrail_${local.region}*"]
  }
}
