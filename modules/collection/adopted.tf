# What was there before and stays as its owner made it. No plan can look into it, so what we rely on
# is said here, sentence by sentence.
locals {
  adopted = merge(
    try(var.cloudtrail.adopt, null) == null ? {} : {
      "trail/${local.trail_name}" = [
        "It must log, in every region, all management events, and validate its files.",
        "It must write to the log group ${var.log_groups.cloudtrail.name}: the alarms on CloudTrail read nothing else.",
        "It must deliver to ${var.audit_bucket.name} below ${var.audit_bucket.prefix}AWSLogs/, or to the bucket that storage adopts as its audit bucket; that bucket's policy and key must let cloudtrail.amazonaws.com write for ${local.trail_arn}.",
        "Data events it records must leave ${join(", ", [for arn in local.log_bucket_arns : "${arn}/"])} out, or each log file makes the next.",
      ]
    },
    try(var.cloudfront_access_logs.adopt_destination, null) == null ? {} : {
      "delivery-destination/${var.cloudfront_access_logs.adopt_destination}" = [
        "It must point at the delivery bucket and write ${var.cloudfront_access_logs.format}.",
        "In another account its policy must let ${local.account} make deliveries to it (logs:CreateDelivery), and the bucket's policy must let delivery.logs.amazonaws.com write for ${local.account}.",
      ]
    },
    {
      for key, distribution in local.distributions :
      "delivery-source/${distribution.adopt_source}" => [
        "It must be the source of ${distribution.arn}, with the log type ACCESS_LOGS, in us-east-1.",
        "It must not have a delivery to the same bucket already: CloudWatch Logs refuses a second one.",
      ] if distribution.adopt_source != null
    },
    {
      for key, check in var.external_checks.health_checks :
      "health-check/${check.adopt}" => [
        "It must check what users see, be enabled and not inverted, and measure latency where latency is watched.",
      ] if check.adopt != null
    },
    {
      for key, canary in var.external_checks.adopt_canaries :
      "canary/${canary}" => [
        "It must run on a schedule in ${local.region}; alarms watch its SuccessPercent and Duration there.",
      ]
    },
  )
}
