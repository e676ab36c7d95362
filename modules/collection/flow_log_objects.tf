# A flow log has one destination, so the audit bucket takes flow logs of its own. Log delivery writes
# them and needs no role; the bucket's policy (storage) lets it.
# https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
# Hive-compatible paths are left out: they begin AWSLogs/aws-account-id=<account>/, which neither that
# policy nor the bucket's announcements know.

locals {
  # A folder of the bucket, which EC2 puts before AWSLogs/.
  # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-create-flow-log.html
  flow_log_bucket_arn = (
    var.audit_bucket.prefix == "" ? var.audit_bucket.arn : "${var.audit_bucket.arn}/${var.audit_bucket.prefix}"
  )
}

resource "aws_flow_log" "vpc_objects" {
  for_each = var.vpc_flow_logs.objects == null ? {} : var.vpc_flow_logs.vpcs

  vpc_id                   = each.value
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = local.flow_log_bucket_arn
  log_format               = local.flow_format
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  destination_options {
    file_format        = var.vpc_flow_logs.objects.file_format
    per_hour_partition = var.vpc_flow_logs.objects.per_hour
  }

  tags = { Name = "${var.name}-${each.key}-objects" }
}

resource "aws_flow_log" "subnet_objects" {
  for_each = var.vpc_flow_logs.objects == null ? {} : var.vpc_flow_logs.subnets

  subnet_id                = each.value
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = local.flow_log_bucket_arn
  log_format               = local.flow_format
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  destination_options {
    file_format        = var.vpc_flow_logs.objects.file_format
    per_hour_partition = var.vpc_flow_logs.objects.per_hour
  }

  tags = { Name = "${var.name}-${each.key}-objects" }
}

resource "aws_flow_log" "interface_objects" {
  for_each = var.vpc_flow_logs.objects == null ? {} : var.vpc_flow_logs.interfaces

  eni_id                   = each.value
  traffic_type             = "ALL"
  log_destination_type     = "s3"
  log_destination          = local.flow_log_bucket_arn
  log_format               = local.flow_format
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  destination_options {
    file_format        = var.vpc_flow_logs.objects.file_format
    per_hour_partition = var.vpc_flow_logs.objects.per_hour
  }

  tags = { Name = "${var.name}-${each.key}-objects" }
}
