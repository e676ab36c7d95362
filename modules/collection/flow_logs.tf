resource "aws_flow_log" "vpc" {
  for_each = var.vpc_flow_logs.vpcs

  vpc_id                   = each.value
  traffic_type             = "ALL"
  log_destination_type     = "cloud-watch-logs"
  log_destination          = var.log_groups.vpc_flow_logs.arn
  iam_role_arn             = aws_iam_role.flow_logs[0].arn
  max_aggregation_interval = var.vpc_flow_logs.max_aggregation_interval

  tags = { Name = "${var.name}-${each.key}" }

  depends_on = [aws_iam_role_policy.flow_logs]
}

resource "aws_iam_role" "flow_logs" {
  count = length(var.vpc_flow_logs.vpcs) == 0 ? 0 : 1

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
  count = length(var.vpc_flow_logs.vpcs) == 0 ? 0 : 1

  name   = "write-log-events"
  role   = aws_iam_role.flow_logs[0].name
  policy = data.aws_iam_policy_document.flow_logs[0].json
}

data "aws_iam_policy_document" "flow_logs" {
  count = length(var.vpc_flow_logs.vpcs) == 0 ? 0 : 1

  # AWS's own example gives these on "*" and CreateLogGroup too: the log group is here already.
  statement {
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [
      var.log_groups.vpc_flow_logs.arn,
      "${var.log_groups.vpc_flow_logs.arn}:log-stream:*", # one stream for each network interface
    ]
  }

  # Listing log groups has no narrower resource: it is how the service finds its destination.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  statement {
    actions   = ["logs:DescribeLogGroups"]
    resources = ["arn:${local.partition}:logs:${local.region}:${local.account}:log-group:*"]
  }
}
