data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

data "aws_partition" "here" {}

data "aws_region" "here" {}

data "aws_region" "us_east_1" {
  provider = aws.us_east_1
}

locals {
  account   = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
  partition = data.aws_partition.here.partition
  region    = data.aws_region.here.name # provider v6 renames this to .region

  # Built from names, so that a plan shows every policy in full.
  policy_arn_prefix = "arn:${local.partition}:iam::${local.account}:policy"
}
