data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

data "aws_caller_identity" "archive" {
  count    = var.archive_account_id == null && var.account_id == null ? 1 : 0
  provider = aws.archive
}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
  archive_account = coalesce(
    var.archive_account_id, var.account_id, one(data.aws_caller_identity.archive[*].account_id)
  )
  archive_is_elsewhere = local.archive_account != local.account
  partition            = data.aws_partition.here.partition
  region               = data.aws_region.here.name # provider v6 renames this to .region

  # Built from names, so that a plan shows every policy in full. A trail of the organisation bears
  # the management account in its ARN, whoever made it.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-delegated-administrator.html
  trail_account = try(coalesce(var.organization.management_account_id, local.account), local.account)
  trail_arn = join(":", [
    "arn", local.partition, "cloudtrail", local.region, local.trail_account,
    "trail/${coalesce(var.trail_name, var.name)}",
  ])
  log_group_arn_prefix = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group"
  topic_arn_prefix     = "arn:${local.partition}:sns:${local.region}:${local.account}"

  # Roles of the analysis module, which does not exist yet when this one is made.
  firehose_role_arn = "arn:${local.partition}:iam::${local.account}:role/${var.name}-metric-stream-delivery"
  shipper_role_arn  = "arn:${local.partition}:iam::${local.account}:role/${var.name}-shipper"

  # The region is in the name because bucket names are global and one account may hold several.
  audit_is_made = var.audit_bucket.adopt == null
  audit_bucket = coalesce(
    var.audit_bucket.adopt, var.audit_bucket.name,
    "${var.name}-audit-${local.archive_account}-${local.region}"
  )
  audit_bucket_arn = "arn:${local.partition}:s3:::${local.audit_bucket}"

  delivery_is_made = var.delivery_bucket != null && try(var.delivery_bucket.adopt, null) == null
  delivery_bucket = var.delivery_bucket == null ? null : coalesce(
    var.delivery_bucket.adopt, var.delivery_bucket.name,
    "${var.name}-delivery-${local.archive_account}-${local.region}"
  )
  delivery_bucket_arn = "arn:${local.partition}:s3:::${coalesce(local.delivery_bucket, "none")}"

  # S3 writes access logs only into a bucket of the same account and region as the bucket that is
  # logged. https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
  access_log_is_made = local.archive_is_elsewhere && var.access_log_bucket.adopt == null
  access_log_bucket = local.archive_is_elsewhere ? coalesce(
    var.access_log_bucket.adopt, var.access_log_bucket.name,
    "${var.name}-access-logs-${local.account}-${local.region}"
  ) : local.delivery_bucket
  access_log_bucket_arn = "arn:${local.partition}:s3:::${coalesce(local.access_log_bucket, "none")}"

  # What services deliver lies under these. quarantine/ lies outside them, so that what the shipper
  # puts aside never comes back to the shipper.
  delivered_prefix = "${var.audit_bucket.prefix}AWSLogs/"
  metrics_prefix   = "metrics/"
  # What Firehose could not deliver is for people: outside metrics/, so that nothing announces it.
  metrics_errors_prefix = "metrics-errors/"
  quarantine_prefix     = "quarantine/"
  s3_access_prefix      = "s3-access/"
  hive_account          = "aws-account-id=${local.account}" # partitions that Hive can read
  load_balancer_prefix = (
    try(var.delivery_bucket.load_balancer_prefix, null) == null ? "" : "${var.delivery_bucket.load_balancer_prefix}/"
  )

  readers_by_account = {
    for account in distinct([for arn in var.readers : split(":", arn)[4]]) :
    account => sort([for arn in var.readers : arn if split(":", arn)[4] == account])
  }
}
