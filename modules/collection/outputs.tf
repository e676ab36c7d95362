output "log_groups" {
  description = "The log groups that sources write to, by log source: { name, arn } each. A source that is off is absent."
  value = merge(
    var.cloudtrail == null ? {} : { cloudtrail = var.log_groups.cloudtrail },
    length(var.vpc_flow_logs.vpcs) == 0 ? {} : { vpc_flow_logs = var.log_groups.vpc_flow_logs },
  )
}

output "trail" {
  description = "The trail: { name, arn }; null where there is none."
  value       = var.cloudtrail == null ? null : { name = local.trail_name, arn = local.trail_arn }

  depends_on = [aws_cloudtrail.trail]
}
