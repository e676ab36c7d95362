# No local stands between a target and its id: a plan does not hold locals, and with an id that is not
# known yet nobody could tell from it which VPC is logged.
locals {
  flow_log_group = var.vpc_flow_logs.log_group == "" ? null : var.vpc_flow_logs.log_group
  flows_to_group = length(local.flow_target_names) > 0 && local.flow_log_group != null
  flows_to_s3    = length(local.flow_target_names) > 0 && var.vpc_flow_logs.objects != null
  flow_search = coalesce(
    var.vpc_flow_logs.search, local.flow_log_group == null ? "objects" : "log_group"
  )
  # Written out even where it is EC2's own default: what nobody writes is unknown in a plan, and
  # nobody could tell what the filters would read. A changed format replaces the flow log.
  flow_format = join(" ", [
    for field in coalesce(var.vpc_flow_logs.fields, local.flow_log_fields[2]) : "$${${field}}"
  ])
  flow_log_group_arn = try(var.log_groups[local.flow_log_group].arn, "")
}

resource "aws_flow_log" "vpc" {
  for_each = var.vpc_flow_logs.log_group == "" ? {} : var.vpc_flow_logs.vpcs

  vpc_id                   = each.value
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = local.flow_log_group_arn
  log_format               = local.flow_format
  iam_role_arn             = aws_iam_role.flow_logs[0].arn
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_flow_log" "subnet" {
  for_each = var.vpc_flow_logs.log_group == "" ? {} : var.vpc_flow_logs.subnets

  subnet_id                = each.value
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = local.flow_log_group_arn
  log_format               = local.flow_format
  iam_role_arn             = aws_iam_role.flow_logs[0].arn
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_flow_log" "interface" {
  for_each = var.vpc_flow_logs.log_group == "" ? {} : var.vpc_flow_logs.interfaces

  eni_id                   = each.value
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = local.flow_log_group_arn
  log_format               = local.flow_format
  iam_role_arn             = aws_iam_role.flow_logs[0].arn
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_iam_role" "flow_logs" {
  count = local.flows_to_group ? 1 : 0

  name               = "${var.name}-flow-logs"
  description        = "VPC flow logs are written to their log group"
  assume_role_policy = data.aws_iam_policy_document.flow_logs_trust.json
}

# https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
data "aws_iam_policy_document" "flow_logs_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    # The id of a flow log exists only after the flow log, which needs the role first.
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:ec2:${local.region}:${local.account}:vpc-flow-log/*"]
    }
  }
}

resource "aws_iam_role_policy" "flow_logs" {
  count = local.flows_to_group ? 1 : 0

  name   = "write-log-events"
  role   = aws_iam_role.flow_logs[0].name
  policy = data.aws_iam_policy_document.flow_logs[0].json
}

data "aws_iam_policy_document" "flow_logs" {
  count = local.flows_to_group ? 1 : 0

  # AWS's own example gives these on "*" and CreateLogGroup too: the log group is here already.
  statement {
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [
      local.flow_log_group_arn,
      "${local.flow_log_group_arn}:log-stream:*", # one stream for each network interface
    ]
  }

  # Listing log groups has no narrower resource: it is how the service finds its destination.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  statement {
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*"]
  }
}
