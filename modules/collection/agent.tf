# The CloudWatch agent on instances that carry a tag: its configuration in Parameter Store, one
# document that installs and then configures, one association that runs it.
locals {
  # Names begin so because the agent's configuration is fetched by tools that look for it so:
  # CloudWatchAgentServerPolicy reads no other.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent-commandline.html
  agent_parameters = { for fleet in keys(var.agent) : fleet => "AmazonCloudWatch-${var.name}-${fleet}" }

  agent_configurations = {
    for fleet, settings in var.agent : fleet => jsonencode(merge(
      { agent = { metrics_collection_interval = try(settings.metrics.interval, 60) } },
      settings.metrics == null ? {} : { metrics = local.agent_metrics[fleet] },
      length(settings.files) + length(settings.event_logs) == 0 ? {} : {
        logs = { logs_collected = merge(
          length(settings.files) == 0 ? {} : {
            files = { collect_list = local.agent_files[fleet] }
          },
          length(settings.event_logs) == 0 ? {} : {
            windows_events = { collect_list = local.agent_event_logs[fleet] }
          },
        ) }
      },
    ))
  }
  # jsonencode writes characters outside ASCII as they are: Parameter Store counts bytes.
  agent_sizes = { for fleet, text in local.agent_configurations : fleet => length(base64encode(text)) / 4 * 3 }

  agent_groups = {
    for fleet in keys(var.agent) : fleet => sort(distinct(concat(
      values(local.agent_event_log_groups[fleet]), values(local.agent_file_log_groups[fleet])
    )))
  }
}

resource "aws_ssm_parameter" "agent" {
  #checkov:skip=CKV2_AWS_34:The agent's configuration holds no secret; a SecureString would make every instance need the key
  for_each = var.agent

  name        = local.agent_parameters[each.key]
  description = "Configuration of the CloudWatch agent: ${each.key}"
  type        = "String"
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
  tier  = local.agent_sizes[each.key] > 4096 ? "Advanced" : "Standard"
  value = local.agent_configurations[each.key]

  lifecycle {
    precondition {
      condition     = local.agent_sizes[each.key] <= 8192
      error_message = "agent.${each.key} makes a configuration of ${floor(local.agent_sizes[each.key] / 102.4) / 10} KB, and Parameter Store takes 8: read fewer files, use a wildcard in a path, or split the fleet in two."
    }
  }
}

# State Manager gives no order among associations: both an installation and a configuration would run
# when an instance appears, and the configuration fails where the agent is not there yet. One
# document has an order: its steps run one after another.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
resource "aws_ssm_document" "agent" {
  for_each = var.agent

  name            = "${var.name}-cloudwatch-agent-${each.key}"
  document_type   = "Command"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "2.2"
    description   = "Installs the CloudWatch agent, then configures and starts it (${each.key})"
    mainSteps = [
      {
        action = "aws:runDocument"
        name   = "install"
        inputs = {
          documentType       = "SSMDocument"
          documentPath       = "AWS-ConfigureAWSPackage"
          documentParameters = { action = "Install", name = "AmazonCloudWatchAgent" }
        }
      },
      {
        action = "aws:runDocument"
        name   = "configure"
        inputs = {
          documentType = "SSMDocument"
          documentPath = "AmazonCloudWatch-ManageAgent"
          documentParameters = {
            action                        = "configure"
            mode                          = "ec2"
            optionalConfigurationSource   = "ssm"
            optionalConfigurationLocation = local.agent_parameters[each.key]
            optionalRestart               = "yes"
          }
        }
      },
    ]
  })
}

resource "aws_ssm_association" "agent" {
  for_each = var.agent

  name                = aws_ssm_document.agent[each.key].name
  association_name    = "${var.name}-cloudwatch-agent-${each.key}"
  schedule_expression = each.value.schedule # and at once, for instances that appear between
  compliance_severity = "HIGH"              # an instance without its logs is a finding

  targets {
    key    = "tag:${each.value.tag.key}"
    values = each.value.tag.values
  }

  # The configuration has to be there when the first instance asks for it.
  depends_on = [aws_ssm_parameter.agent]
}

# What the instances of a fleet may do beside being managed by Systems Manager: it is for their own
# role, which is not ours. AWS's managed policy would let each of them make and write every log group.
resource "aws_iam_policy" "agent" {
  for_each = var.agent

  name        = "${var.name}-cloudwatch-agent-${each.key}"
  description = "The CloudWatch agent of ${each.key} writes its logs and metrics and reads its configuration"
  policy      = data.aws_iam_policy_document.agent[each.key].json
}

data "aws_iam_policy_document" "agent" {
  for_each = var.agent

  dynamic "statement" {
    for_each = length(local.agent_groups[each.key]) == 0 ? [] : [local.agent_groups[each.key]]
    content {
      sid       = "WriteItsLogs"
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = [for key in statement.value : "${var.log_groups[key].arn}:log-stream:*"]
    }
  }

  # PutMetricData knows no resource, only a namespace.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
  dynamic "statement" {
    for_each = each.value.metrics == null ? [] : [each.value.metrics.namespace]
    content {
      sid       = "WriteItsMetrics"
      actions   = ["cloudwatch:PutMetricData"]
      resources = ["*"]

      condition {
        test     = "StringEquals"
        variable = "cloudwatch:namespace"
        values   = [statement.value]
      }
    }
  }

  statement {
    sid     = "ReadItsConfiguration"
    actions = ["ssm:GetParameter"]
    resources = [
      "arn:${local.partition}:ssm:${local.region}:${local.account}:parameter/${local.agent_parameters[each.key]}"
    ]
  }
}
