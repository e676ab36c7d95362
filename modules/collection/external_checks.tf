# Route 53 asks from outside, from several regions. Its metrics are in us-east-1 whatever the
# provider's region, so their alarms are too: notification makes them there out of metric_sources.
# https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
resource "aws_route53_health_check" "page" {
  for_each = { for key, check in var.external_checks.health_checks : key => check if check.adopt == null }

  type              = each.value.text == null ? "HTTPS" : "HTTPS_STR_MATCH"
  fqdn              = each.value.host
  port              = each.value.port
  resource_path     = each.value.path
  search_string     = each.value.text
  enable_sni        = true
  measure_latency   = true
  request_interval  = each.value.interval
  failure_threshold = each.value.failure_threshold
  regions           = length(each.value.regions) == 0 ? null : each.value.regions

  tags = { Name = "${var.name}-${each.key}" } # a health check has no other name
}

locals {
  health_check_sources = {
    for key, check in var.external_checks.health_checks : "health-check-${key}" => {
      kind = "health_check"
      dimensions = {
        HealthCheckId = check.adopt != null ? check.adopt : aws_route53_health_check.page[key].id
      }
    }
  }
  canary_names = merge(
    { for key in try(keys(var.external_checks.canary.pages), []) : key => "${var.name}-${key}" },
    var.external_checks.adopt_canaries,
  )
  canary_sources = {
    for key, canary in local.canary_names : "canary-${key}" => {
      kind       = "canary"
      dimensions = { CanaryName = canary }
    }
  }
}
