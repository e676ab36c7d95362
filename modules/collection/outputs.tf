locals {
  # The keys of the log groups that something writes to, each once.
  written_log_groups = distinct(concat(
    var.cloudtrail == null ? [] : ["cloudtrail"],
    local.flows_to_group ? [local.flow_log_group] : [],
    local.agent_log_group_keys,
    [for one in values(var.application_logs) : one.log_group],
    [for one in values(var.lambda_logs) : one.log_group],
  ))
}

output "adopted" {
  description = "What is somebody else's, by <kind>/<name>: a list of sentences each, what its owner has to see to."
  value       = local.adopted
}

output "agent_instance_policy_arns" {
  description = "By fleet: the ARN of the policy that its instances' role needs, beside AmazonSSMManagedInstanceCore."
  value       = { for fleet in keys(var.agent) : fleet => "${local.policy_arn_prefix}/${var.name}-cloudwatch-agent-${fleet}" }

  depends_on = [aws_iam_policy.agent]
}

output "application_writer_policy_arns" {
  description = "By application: the ARN of the policy that lets it write to its log group."
  value       = { for key in keys(var.application_logs) : key => "${local.policy_arn_prefix}/${var.name}-write-${key}-logs" }

  depends_on = [aws_iam_policy.application]
}

output "lambda_logging" {
  description = "By function: what its logging_config block must hold { log_group, log_format }, and the ARN of the policy for its role { policy_arn }."
  value = {
    for key, one in var.lambda_logs : key => {
      log_format = one.format
      log_group  = var.log_groups[one.log_group].name
      policy_arn = "${local.policy_arn_prefix}/${var.name}-write-${key}-lambda-logs"
    }
  }

  depends_on = [aws_iam_policy.lambda]
}

output "load_balancers" {
  description = "What a load balancer's access_logs and connection_logs blocks must hold: { bucket, enabled, prefix } each."
  value       = local.load_balancers
}

output "log_groups" {
  description = "The log groups that something writes to, by their free name: { name, arn, class, log_source, fields }; `fields` is the own field list of flow logs. What is off is absent."
  value = {
    for key in local.written_log_groups : key => {
      arn        = var.log_groups[key].arn
      class      = var.log_groups[key].class
      fields     = local.flows_to_group && key == local.flow_log_group ? var.vpc_flow_logs.fields : null
      log_source = coalesce(var.log_groups[key].log_source, key)
      name       = var.log_groups[key].name
    }
  }
}

output "metric_sources" {
  description = "Health checks and canaries, ready for notification's metric_alarms: { kind, dimensions } each."
  value       = merge(local.health_check_sources, local.canary_sources)
}

output "objects" {
  description = "The object sources that are delivered to buckets: cloudtrail, vpc_flow_logs, elb_access, cloudfront_access, s3_access."
  value = toset(concat(
    var.cloudtrail == null ? [] : ["cloudtrail"],
    local.flows_to_s3 ? ["vpc_flow_logs"] : [],
    var.elb_access_logs == null ? [] : ["elb_access"],
    length(local.distributions) == 0 ? [] : ["cloudfront_access"],
    length(var.s3_access_logs.buckets) == 0 ? [] : ["s3_access"],
  ))
}

output "search_entrances" {
  description = "Where the search engine reads a source that goes to a log group and to a bucket: log_group or objects, by source."
  value = merge(
    var.cloudtrail == null ? {} : { cloudtrail = "objects" },
    length(local.flow_target_names) == 0 ? {} : { vpc_flow_logs = local.flow_search },
  )
}

output "trail" {
  description = "The trail: { name, arn }; null where there is none."
  value       = var.cloudtrail == null ? null : { name = local.trail_name, arn = local.trail_arn }

  depends_on = [aws_cloudtrail.trail]
}
