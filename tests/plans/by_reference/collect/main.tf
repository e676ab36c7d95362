variable "bucket" {
  type = string
}

variable "groups" {
  type = map(object({ name = string, arn = string }))
}

variable "keys" {
  type = object({ messages = string, objects = string })
}

resource "aws_iam_role" "writer" {
  name_prefix        = "writer-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_cloudtrail" "all" {
  count = 1

  name                       = "all"
  is_multi_region_trail      = true
  enable_log_file_validation = true
  s3_bucket_name             = var.bucket
  kms_key_id                 = var.keys.objects
  cloud_watch_logs_group_arn = "${var.groups["trail"].arn}:*"
  cloud_watch_logs_role_arn  = aws_iam_role.writer.arn
}

resource "aws_vpc" "watched" {
  cidr_block = "10.0.0.0/24"
}

resource "aws_flow_log" "watched" {
  vpc_id          = aws_vpc.watched.id
  traffic_type    = "ALL"
  log_destination = var.groups["flows"].arn
  iam_role_arn    = aws_iam_role.writer.arn
}

# Its flow log is found through a local, which a plan does not show.
locals {
  hidden = aws_vpc.hidden.id
}

resource "aws_vpc" "hidden" {
  cidr_block = "10.0.1.0/24"
}

resource "aws_flow_log" "hidden" {
  vpc_id          = local.hidden
  traffic_type    = "ALL"
  log_destination = var.groups["flows"].arn
  iam_role_arn    = aws_iam_role.writer.arn
}
