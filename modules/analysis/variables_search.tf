variable "search" {
  description = <<-EOT
    The search engine. `endpoint` (URL) adopts one: `auth` is how to sign in, sigv4 (the functions'
    roles; `domain_arn` says on what) or none (an engine on this machine only). `domain` makes an
    OpenSearch Service domain instead, in a VPC or, without `vpc`, public and closed by IAM.

    `features` is what the set-up function has to find there: dashboards, retention, roles; null: all
    of them with sigv4, none without. `readers` are roles of people that may search, by any name.
    Documents are kept for `default_retention_days`, or for those of `retention_days` by data set
    (cloudtrail, vpc_flow_logs, metrics, plain).
  EOT
  type = object({
    auth                   = optional(string, "sigv4")
    default_retention_days = optional(number, 365)
    domain_arn             = optional(string)
    endpoint               = optional(string)
    features               = optional(set(string))
    readers                = optional(map(string), {})
    retention_days         = optional(map(number), {})

    domain = optional(object({
      dedicated_masters  = optional(object({ count = optional(number, 3), type = optional(string, "m7g.large.search") }))
      ebs                = optional(object({ gib = optional(number, 100), iops = optional(number, 3000), throughput = optional(number, 125) }), {})
      engine_version     = optional(string, "OpenSearch_2.19")
      instances          = optional(object({ count = optional(number, 1), type = optional(string, "t3.small.search") }), {})
      kms_key            = optional(string)
      log_retention_days = optional(number, 365)
      off_peak_hour      = optional(number, 17)
      standby            = optional(bool, false)
      zones              = optional(number, 1)

      vpc = optional(object({
        clients                  = optional(map(string), {})
        id                       = string
        make_service_linked_role = optional(bool, false)
        s3_prefix_list_id        = optional(string)
        subnet_ids               = set(string)
      }))
    }))
  })
  nullable = false

  validation {
    condition     = (var.search.endpoint == null) != (var.search.domain == null)
    error_message = "search gives ${var.search.endpoint == null ? "neither endpoint nor domain" : "both endpoint and domain"}: set `endpoint` to adopt a search engine, or `domain` to make one."
  }
  validation {
    condition     = var.search.domain == null || (var.search.domain_arn == null && var.search.auth == "sigv4")
    error_message = "search makes a domain, and sets domain_arn or auth as for an engine that is there already: leave both out."
  }
  validation {
    condition     = var.search.endpoint == null || can(regex("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$", var.search.endpoint))
    error_message = "search.endpoint is ${jsonencode(var.search.endpoint)}: give a URL without a path, such as https://search.example.com."
  }
  validation {
    condition     = contains(["sigv4", "none"], var.search.auth)
    error_message = "search.auth is ${jsonencode(var.search.auth)}: use sigv4, or none for an engine on this machine."
  }
  validation {
    condition = var.search.endpoint == null || var.search.auth != "none" || can(
      regex("^https?://(localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+)(:[0-9]{1,5})?/?$", var.search.endpoint)
    )
    error_message = "search.auth is none, but ${jsonencode(var.search.endpoint)} is not on this machine: logs must not go to an open engine. Use sigv4."
  }
  validation {
    condition     = var.search.endpoint == null || var.search.auth != "sigv4" || try(startswith(var.search.endpoint, "https://"), false)
    error_message = "search.auth is sigv4, but ${jsonencode(var.search.endpoint)} is not https: signed requests would show what they carry."
  }
  validation {
    condition     = var.search.endpoint == null || var.search.auth != "sigv4" || can(regex("^arn:[a-z-]+:es:", var.search.domain_arn))
    error_message = "search.domain_arn is ${jsonencode(var.search.domain_arn)}: with sigv4, give the domain's ARN, so that the functions get rights on it and on nothing else."
  }
  validation {
    condition     = var.search.features == null || length(setsubtract(coalesce(var.search.features, []), ["dashboards", "retention", "roles"])) == 0
    error_message = "search.features is ${jsonencode(var.search.features)}: use dashboards, retention and roles, as far as the engine has them."
  }
  validation {
    condition     = alltrue([for arn in values(var.search.readers) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/", arn))])
    error_message = "search.readers has ${join(", ", [for arn in values(var.search.readers) : arn if !can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/", arn))])}: give the ARNs of IAM roles."
  }
  validation {
    condition     = alltrue([for days in concat([var.search.default_retention_days], values(var.search.retention_days)) : days >= 1 && floor(days) == days])
    error_message = "search keeps documents for ${jsonencode(merge({ default = var.search.default_retention_days }, var.search.retention_days))} days: use whole days, 1 or more."
  }
  validation {
    # flat_object, which holds CloudTrail's request parameters, came with 2.7.
    # https://docs.opensearch.org/latest/mappings/supported-field-types/flat-object/
    condition = try(var.search.domain.engine_version, null) == null || can(
      regex("^OpenSearch_(2\\.([7-9]|[1-9][0-9])|[3-9]\\.[0-9]+)$", var.search.domain.engine_version)
    )
    error_message = "search.domain.engine_version is ${jsonencode(try(var.search.domain.engine_version, null))}: use OpenSearch_2.7 or later, such as OpenSearch_2.19; the index templates need it."
  }
  validation {
    condition = var.search.domain == null || try(
      contains([1, 2, 3], var.search.domain.zones) && var.search.domain.instances.count >= 1
      && var.search.domain.instances.count % var.search.domain.zones == 0, false
    )
    error_message = "search.domain spreads ${try(var.search.domain.instances.count, 0)} instances over ${try(var.search.domain.zones, 0)} zones: use 1, 2 or 3 zones, and a multiple of that of instances."
  }
  validation {
    # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
    condition = !try(var.search.domain.standby, false) || try(
      var.search.domain.zones == 3 && var.search.domain.dedicated_masters.count == 3 && !startswith(var.search.domain.instances.type, "t"), false
    )
    error_message = "search.domain.standby needs 3 zones, 3 dedicated_masters and an instance type other than t2 and t3: set them, or leave standby out."
  }
  validation {
    condition     = contains([3, 5], try(var.search.domain.dedicated_masters.count, 3))
    error_message = "search.domain.dedicated_masters.count is ${try(var.search.domain.dedicated_masters.count, 0)}: use 3 or 5; fewer cannot outvote a lost one."
  }
  validation {
    # A mebibyte count of 25 % is what the storage alarm watches; gp3 has its own floor.
    condition = var.search.domain == null || try(
      var.search.domain.ebs.gib >= 10 && var.search.domain.ebs.iops >= 3000 && var.search.domain.ebs.throughput >= 125, false
    )
    error_message = "search.domain.ebs is ${jsonencode(try(var.search.domain.ebs, null))}: gp3 takes 10 GiB, 3000 IOPS and 125 MiB/s at least."
  }
  validation {
    condition     = try(var.search.domain.vpc, null) == null || try(length(var.search.domain.vpc.subnet_ids) == var.search.domain.zones, false)
    error_message = "search.domain.vpc.subnet_ids has ${try(length(var.search.domain.vpc.subnet_ids), 0)} subnets for ${try(var.search.domain.zones, 0)} zones: give one subnet for each zone."
  }
  validation {
    condition     = try(var.search.domain.off_peak_hour, 0) >= 0 && try(var.search.domain.off_peak_hour, 0) <= 23
    error_message = "search.domain.off_peak_hour is ${try(var.search.domain.off_peak_hour, 0)}: give the hour in UTC, 0 to 23, at which ten quiet hours begin."
  }
}
