variable "external_checks" {
  description = <<-EOT
    The user's view from outside. `health_checks` maps a free name to a Route 53 health check over
    HTTPS: `host`, `path`, `port`, a `text` that the first 5,120 bytes must hold, `regions` (AWS's
    own choice where empty), `failure_threshold`, `interval` (10 or 30 seconds); or to `adopt`, the
    id of one that exists. `canary` opens pages in a browser: `package` is its zip, `pages` maps a
    free name to a `url`, a `text` that the page must show and `slow_seconds`, after which it counts
    as failed; screenshots and reports go to `artifacts` (access_log_bucket where null).
    `adopt_canaries` maps a free name to the name of a canary that exists.
  EOT
  type = object({
    adopt_canaries = optional(map(string), {})
    canary = optional(object({
      artifacts = optional(object({ bucket = string, kms_key_arn = optional(string) }))
      keep_days = optional(number, 31)
      memory    = optional(number, 1536)
      package   = string
      pages     = map(object({ slow_seconds = optional(number, 10), text = string, url = string }))
      runtime   = optional(string, "syn-python-selenium-14.0")
      schedule  = optional(string, "rate(5 minutes)")
      timeout   = optional(number, 60)
      vpc       = optional(object({ security_group_ids = list(string), subnet_ids = list(string) }))
    }))
    health_checks = optional(map(object({
      adopt             = optional(string)
      failure_threshold = optional(number, 3)
      host              = optional(string)
      interval          = optional(number, 30)
      path              = optional(string, "/")
      port              = optional(number, 443)
      regions           = optional(list(string), [])
      text              = optional(string)
    })), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for check in values(var.external_checks.health_checks) : (check.adopt == null) != (check.host == null)
    ])
    error_message = "external_checks.health_checks gives both host and adopt, or neither, for ${join(", ", [for key, check in var.external_checks.health_checks : key if(check.adopt == null) == (check.host == null)])}: give the host to check, or the id of a health check to adopt."
  }
  validation {
    condition = alltrue([
      for check in values(var.external_checks.health_checks) :
      check.host == null || can(regex("^[a-z0-9.-]+$", check.host))
    ])
    error_message = "external_checks.health_checks has the hosts ${join(", ", [for check in values(var.external_checks.health_checks) : check.host if check.host != null])}: a host is a name such as www.example.com, without https:// and path."
  }
  validation {
    condition = alltrue([
      for check in values(var.external_checks.health_checks) : contains([10, 30], check.interval)
    ])
    error_message = "external_checks.health_checks has the intervals ${join(", ", [for check in values(var.external_checks.health_checks) : check.interval])}: Route 53 checks every 10 or 30 seconds."
  }
  validation {
    condition = alltrue([
      for check in values(var.external_checks.health_checks) :
      check.failure_threshold >= 1 && check.failure_threshold <= 10
    ])
    error_message = "external_checks.health_checks has the failure thresholds ${join(", ", [for check in values(var.external_checks.health_checks) : check.failure_threshold])}: Route 53 takes 1 to 10 failures in a row."
  }
  validation {
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
    condition = alltrue([
      for check in values(var.external_checks.health_checks) : length(check.regions) == 0 || (
        length(check.regions) >= 3 && length(setsubtract(check.regions, [
          "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1",
          "us-west-1", "us-west-2"
        ])) == 0
      )
    ])
    error_message = "external_checks.health_checks checks from ${jsonencode([for check in values(var.external_checks.health_checks) : check.regions if length(check.regions) > 0])}: Route 53 wants three or more of ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-west-1, sa-east-1, us-east-1, us-west-1, us-west-2, or an empty list for all."
  }
  validation {
    condition = alltrue([
      for check in values(var.external_checks.health_checks) :
      length(coalesce(check.text, "x")) <= 255 && startswith(check.path, "/")
    ])
    error_message = "external_checks.health_checks has a text of more than 255 characters or a path without a leading slash: ${join(", ", [for key, check in var.external_checks.health_checks : "${key} (${length(coalesce(check.text, "x"))} characters, path ${check.path})"])}."
  }
  validation {
    condition = alltrue([
      for page in try(values(var.external_checks.canary.pages), []) : startswith(page.url, "https://") && page.text != ""
    ])
    error_message = "external_checks.canary.pages has ${jsonencode({ for key, page in try(var.external_checks.canary.pages, {}) : key => { text = page.text, url = page.url } })}: each needs a url that begins with https:// and a text that the page must show."
  }
  validation {
    condition = alltrue([
      for key in concat(
        try(keys(var.external_checks.canary.pages), []), keys(var.external_checks.health_checks),
        keys(var.external_checks.adopt_canaries)
      ) : can(regex("^[a-z][a-z0-9-]{0,39}$", key))
    ])
    error_message = "external_checks has the names ${join(", ", concat(try(keys(var.external_checks.canary.pages), []), keys(var.external_checks.health_checks), keys(var.external_checks.adopt_canaries)))}: use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter."
  }
  validation {
    # Deprecated runtimes run on, but no new canary can have one.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Runtime_Support_Policy.html
    condition = (
      var.external_checks.canary == null
      || can(regex("^syn-python-selenium-([6-9]|[1-9][0-9])\\.[0-9]+$", var.external_checks.canary.runtime))
    )
    error_message = "external_checks.canary.runtime is ${jsonencode(try(var.external_checks.canary.runtime, null))}: our canary is for syn-python-selenium-6.0 and later; AWS makes no new canary with an older one."
  }
  validation {
    condition = var.external_checks.canary == null || try(
      var.external_checks.canary.timeout >= 10 && var.external_checks.canary.timeout <= 840
      && alltrue([for page in values(var.external_checks.canary.pages) : page.slow_seconds > 0 && page.slow_seconds < var.external_checks.canary.timeout]),
      false
    )
    error_message = "external_checks.canary.timeout is ${try(var.external_checks.canary.timeout, 0)} and pages are slow after ${join(", ", [for page in try(values(var.external_checks.canary.pages), []) : page.slow_seconds])} seconds: the time limit must be 10 to 840 and longer than each slow_seconds, or a slow page would never be told from a dead one."
  }
  validation {
    condition = (
      var.external_checks.canary == null || var.access_log_bucket != null
      || try(var.external_checks.canary.artifacts, null) != null
    )
    error_message = "external_checks.canary has nowhere to keep its screenshots: pass storage's access_log_bucket, or name a bucket of this account in canary.artifacts."
  }
  validation {
    condition = length(setintersection(
      keys(var.external_checks.adopt_canaries), try(keys(var.external_checks.canary.pages), [])
    )) == 0
    error_message = "external_checks has ${join(", ", setintersection(keys(var.external_checks.adopt_canaries), try(keys(var.external_checks.canary.pages), [])))} among both pages and adopt_canaries: rename one."
  }
}
