# The data files that variables.tf checks its inputs against.

locals {
  # Kind -> what is alarmed on, and what to do about it.
  pipeline_alarm_kinds = yamldecode(file("${path.module}/pipeline_alarms.yaml"))

  # Kind of resource -> the metrics that a dashboard shows of it.
  dashboard_metrics = yamldecode(file("${path.module}/dashboard_metrics.yaml"))
  metric_kinds      = keys(local.dashboard_metrics)
}
