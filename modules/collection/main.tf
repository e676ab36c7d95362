data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

data "aws_partition" "here" {}

data "aws_region" "here" {}

locals {
  account   = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name # provider v6 renames this to .region

  trail_name = try(coalesce(var.cloudtrail.name, var.name), var.name)
  trail_arn  = "arn:${local.partition}:cloudtrail:${local.region}:${local.account}:trail/${local.trail_name}"
}
