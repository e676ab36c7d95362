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
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name # provider v6 renames this to .region

  # Built from names, so that a plan shows every policy in full.
  trail_arn = join(":", [
    "arn", local.partition, "cloudtrail", local.region, local.account,
    "trail/${coalesce(var.trail_name, var.name)}",
  ])
  log_group_arn_prefix = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group"
  topic_arn_prefix     = "arn:${local.partition}:sns:${local.region}:${local.account}"

  # The region is in the name because bucket names are global and one account may hold several.
  audit_bucket = coalesce(
    var.audit_bucket.name, "${var.name}-audit-${local.archive_account}-${local.region}"
  )
  audit_bucket_arn = "arn:${local.partition}:s3:::${local.audit_bucket}"
  delivery_bucket = var.delivery_bucket == null ? null : coalesce(
    var.delivery_bucket.name, "${var.name}-delivery-${local.archive_account}-${local.region}"
  )
  delivery_bucket_arn = "arn:${local.partition}:s3:::${coalesce(local.delivery_bucket, "none")}"

  # One announcement for what services deliver; quarantine/ lies outside it, so that what the
  # shipper puts aside never comes back to the shipper.
  delivered_prefix = "AWSLogs/"

  new_objects_topic     = "${var.name}-new-objects"
  new_objects_topic_arn = "${local.topic_arn_prefix}:${local.new_objects_topic}"
}
