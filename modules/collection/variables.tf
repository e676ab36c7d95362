variable "access_log_bucket" {
  description = "Where S3 buckets of this account and region log to, and canaries keep what they saw: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  default     = null
}

variable "account_id" {
  description = "The account of the `aws` provider. Null asks AWS; a value lets a plan be made offline."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is ${jsonencode(var.account_id)}: give the 12 digits of the account, or null to ask AWS."
  }
}

variable "agent" {
  description = <<-EOT
    The CloudWatch agent, by fleet (a free name): instances that have the tag get the agent and this
    configuration. `platform` is linux or windows. `event_logs` maps a Windows event log (System,
    Application, Security, ...) to its `format` (text or xml) and `levels`. `files` maps a free name
    to a `path` and its `kind`, which decides time stamps and the log group: text, csv, web_access
    (Apache, nginx), iis_access, linux_auth, application. `log_group` is a key of log_groups where
    it is not the kind's own. `metrics` adds memory and disk, every `interval` seconds.
  EOT
  type = map(object({
    event_logs = optional(map(object({
      format    = optional(string, "text")
      levels    = optional(list(string), ["CRITICAL", "ERROR", "WARNING", "INFORMATION"])
      log_group = optional(string)
    })), {})
    files = optional(map(object({
      encoding                 = optional(string)
      kind                     = optional(string, "text")
      log_group                = optional(string)
      multi_line_start_pattern = optional(string)
      path                     = string
      timestamp_format         = optional(string)
      timezone                 = optional(string)
    })), {})
    metrics = optional(object({
      disks     = optional(list(string), ["*"])
      interval  = optional(number, 60)
      namespace = optional(string, "CWAgent")
    }))
    platform = string
    schedule = optional(string, "rate(1 day)")
    tag      = object({ key = string, values = list(string) })
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for fleet in keys(var.agent) : can(regex("^[a-z][a-z0-9-]{0,29}$", fleet))])
    error_message = "agent has the fleets ${join(", ", keys(var.agent))}: a fleet's name is part of other names; use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter."
  }
  validation {
    condition     = alltrue([for fleet in values(var.agent) : contains(["linux", "windows"], fleet.platform)])
    error_message = "agent sets the platform ${jsonencode({ for name, fleet in var.agent : name => fleet.platform })}: use linux or windows."
  }
  validation {
    condition = alltrue([
      for fleet in values(var.agent) : fleet.platform == "windows" || length(fleet.event_logs) == 0
    ])
    error_message = "agent reads Windows event logs on linux in ${join(", ", [for name, fleet in var.agent : name if fleet.platform == "linux" && length(fleet.event_logs) > 0])}: set platform = \"windows\", or leave event_logs out."
  }
  validation {
    condition = alltrue([
      for fleet in values(var.agent) :
      length(fleet.event_logs) + length(fleet.files) > 0 || fleet.metrics != null
    ])
    error_message = "agent collects nothing in ${join(", ", [for name, fleet in var.agent : name if length(fleet.event_logs) + length(fleet.files) == 0 && fleet.metrics == null])}: name files, event_logs or metrics, or leave the fleet out."
  }
  validation {
    condition = alltrue(flatten([
      for fleet in values(var.agent) : [for log in values(fleet.event_logs) : contains(["text", "xml"], log.format)]
    ]))
    error_message = "agent sets an event log's format to ${join(", ", distinct(flatten([for fleet in values(var.agent) : [for log in values(fleet.event_logs) : log.format]])))}: the agent writes text or xml."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
    condition = alltrue(flatten([
      for fleet in values(var.agent) : [
        for log in values(fleet.event_logs) : length(log.levels) > 0 && length(setsubtract(
          log.levels, ["CRITICAL", "ERROR", "WARNING", "INFORMATION", "VERBOSE"]
        )) == 0
      ]
    ]))
    error_message = "agent sets an event log's levels to ${join(", ", distinct(flatten([for fleet in values(var.agent) : [for log in values(fleet.event_logs) : log.levels]])))}: use one or more of CRITICAL, ERROR, WARNING, INFORMATION, VERBOSE (audit events of Security are INFORMATION)."
  }
  validation {
    condition = alltrue(flatten([
      for fleet in values(var.agent) : [
        for file in values(fleet.files) :
        contains(["application", "csv", "iis_access", "linux_auth", "text", "web_access"], file.kind)
      ]
    ]))
    error_message = "agent reads files of the kind ${join(", ", distinct(flatten([for fleet in values(var.agent) : [for file in values(fleet.files) : file.kind]])))}: use application, csv, iis_access, linux_auth, text or web_access."
  }
  validation {
    condition = alltrue(flatten([
      for fleet in values(var.agent) : [
        for file in values(fleet.files) : contains(["Local", "UTC"], coalesce(file.timezone, "UTC"))
      ]
    ]))
    error_message = "agent sets a file's timezone to ${join(", ", compact(distinct(flatten([for fleet in values(var.agent) : [for file in values(fleet.files) : file.timezone]]))))}: the agent knows Local and UTC."
  }
  validation {
    condition = alltrue(flatten([
      for fleet in values(var.agent) : [
        for file in values(fleet.files) : file.log_group != null || !contains(["csv", "text"], file.kind)
      ]
    ]))
    error_message = "agent reads ${join(", ", flatten([for fleet in values(var.agent) : [for name, file in fleet.files : name if file.log_group == null && contains(["csv", "text"], file.kind)]]))} as text or csv without a log_group: name a key of log_groups; only the other kinds have one of their own."
  }
  validation {
    condition = alltrue([
      for fleet in values(var.agent) :
      fleet.metrics == null || try(contains([1, 5, 10, 30, 60, 300], fleet.metrics.interval), false)
    ])
    error_message = "agent collects metrics every ${join(", ", [for fleet in values(var.agent) : fleet.metrics.interval if fleet.metrics != null])} seconds: an alarm's period is 10, 30 or a multiple of 60, so use 1, 5, 10, 30, 60 or 300."
  }
  validation {
    condition     = alltrue([for fleet in values(var.agent) : length(fleet.tag.values) > 0])
    error_message = "agent chooses instances by a tag without values in ${join(", ", [for name, fleet in var.agent : name if length(fleet.tag.values) == 0])}: name the values; an association without a target does nothing."
  }
}

variable "application_logs" {
  description = <<-EOT
    Applications that call the CloudWatch Logs API themselves, by a free name: each gets a policy
    that lets it write to its log group (`log_group`, a key of log_groups) and nothing else.
  EOT
  type = map(object({
    log_group = optional(string, "application")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.application_logs) : can(regex("^[a-z][a-z0-9-]{0,39}$", name))])
    error_message = "application_logs has the names ${join(", ", keys(var.application_logs))}: use 1 to 40 lower-case letters, digits and hyphens, beginning with a letter (a policy is named so)."
  }
}

variable "audit_bucket" {
  description = "Where CloudTrail and flow logs keep their evidence: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  nullable    = false
}

variable "cloudfront_access_logs" {
  description = <<-EOT
    CloudFront's standard logging (v2) to the delivery bucket, by distribution, owned here or not.
    `turn` (1 to 8, each once) is the order in which deliveries are made: CloudWatch Logs takes one
    change at a time. `adopt_source` names the delivery source that a distribution has already.
    `adopt_destination` is the ARN of a delivery destination in us-east-1 that exists already, as in
    a log-archive account. `format` is w3c or json, `fields` AWS's standard ones where null.
  EOT
  type = object({
    adopt_destination = optional(string)
    distributions = map(object({
      adopt_source = optional(string)
      arn          = string
      turn         = optional(number, 1)
    }))
    fields      = optional(list(string))
    format      = optional(string, "w3c")
    suffix_path = optional(string, "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}")
  })
  default = null

  validation {
    condition = var.cloudfront_access_logs == null || alltrue([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) :
      can(regex("^arn:[a-z-]+:cloudfront::[0-9]{12}:distribution/[A-Z0-9]+$", distribution.arn))
    ])
    error_message = "cloudfront_access_logs names ${join(", ", [for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.arn])}: give the ARN of a distribution, such as arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567."
  }
  validation {
    condition = var.cloudfront_access_logs == null || alltrue([
      for key in try(keys(var.cloudfront_access_logs.distributions), []) : can(regex("^[a-z][a-z0-9-]{0,29}$", key))
    ])
    error_message = "cloudfront_access_logs.distributions has the keys ${join(", ", try(keys(var.cloudfront_access_logs.distributions), []))}: use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter (a delivery source is named so)."
  }
  validation {
    condition = alltrue([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) :
      contains([1, 2, 3, 4, 5, 6, 7, 8], distribution.turn)
    ])
    error_message = "cloudfront_access_logs.distributions takes the turns ${join(", ", [for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.turn])}: there are 1 to 8; a ninth distribution wants a turn more in cloudfront_access_logs.tf."
  }
  validation {
    condition = length(distinct([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.turn
    ])) == length(try(var.cloudfront_access_logs.distributions, {}))
    error_message = "cloudfront_access_logs.distributions has the turns ${jsonencode({ for key, distribution in try(var.cloudfront_access_logs.distributions, {}) : key => distribution.turn })}: CloudWatch Logs takes one change at a time, so give each distribution a turn of its own (1, 2, 3, ...)."
  }
  validation {
    condition     = var.cloudfront_access_logs == null || contains(["json", "w3c"], try(var.cloudfront_access_logs.format, ""))
    error_message = "cloudfront_access_logs.format is ${jsonencode(try(var.cloudfront_access_logs.format, null))}: use w3c or json; Parquet is for Athena and nothing here reads it as text."
  }
  validation {
    condition = try(var.cloudfront_access_logs.fields, null) == null || try(
      contains(var.cloudfront_access_logs.fields, "timestamp")
      || contains(var.cloudfront_access_logs.fields, "timestamp(ms)")
      || length(setsubtract(["date", "time"], var.cloudfront_access_logs.fields)) == 0, false
    )
    error_message = "cloudfront_access_logs.fields is ${jsonencode(try(var.cloudfront_access_logs.fields, null))}: without date and time, timestamp or timestamp(ms) nobody can tell when a request came. Add them, or leave fields out for AWS's standard ones."
  }
  validation {
    # Terraform works out both sides of ||, and setsubtract takes no null.
    condition = length(setsubtract(
      try(coalesce(var.cloudfront_access_logs.fields, []), []), local.cloudfront_fields
    )) == 0
    error_message = "cloudfront_access_logs.fields names ${join(", ", setsubtract(coalesce(try(var.cloudfront_access_logs.fields, null), []), local.cloudfront_fields))}, which standard logging does not have: see the field lists in cloudfront_access_logs.tf."
  }
  validation {
    condition     = var.cloudfront_access_logs == null || var.delivery_bucket != null || try(var.cloudfront_access_logs.adopt_destination, null) != null
    error_message = "cloudfront_access_logs is on, but delivery_bucket is null: pass storage's delivery_bucket, or an existing destination as adopt_destination."
  }
  validation {
    condition = try(var.cloudfront_access_logs.adopt_destination, null) == null || can(regex(
      "^arn:[a-z-]+:logs:us-east-1:[0-9]{12}:delivery-destination:.+$", var.cloudfront_access_logs.adopt_destination
    ))
    error_message = "cloudfront_access_logs.adopt_destination is ${jsonencode(try(var.cloudfront_access_logs.adopt_destination, null))}: give the ARN of a delivery destination in us-east-1, the only region where CloudFront's deliveries are made."
  }
}

variable "cloudtrail" {
  description = <<-EOT
    The trail: every region, management events, validated files. `name` where it is not the module's
    `name` (tell storage too); `adopt` is the name or ARN of a trail that is there already and stays
    as it is. `data_events` maps a free name to a `resource_type` (AWS::S3::Object,
    AWS::Lambda::Function, AWS::DynamoDB::Table, ...), to `arns` that a resource begins with (empty:
    all) and to `read_only` (null: reads and writes); what the watch itself writes is always left
    out. `exclude_sources` leaves kms.amazonaws.com or rdsdata.amazonaws.com out of management
    events. `insights`: ApiCallRateInsight, ApiErrorRateInsight. `network_activity` lists services
    whose calls through VPC endpoints are recorded. Null: no trail.
  EOT
  type = object({
    adopt = optional(string)
    data_events = optional(map(object({
      arns          = optional(list(string), [])
      read_only     = optional(bool)
      resource_type = string
    })), {})
    exclude_sources  = optional(list(string), [])
    insights         = optional(list(string), [])
    name             = optional(string)
    network_activity = optional(list(string), [])
  })
  default = {}

  validation {
    condition = (
      try(var.cloudtrail.name, null) == null
      || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.cloudtrail.name))
    )
    error_message = "cloudtrail.name is ${jsonencode(try(var.cloudtrail.name, null))}: use 3 to 128 letters, digits, dots, underscores and hyphens, with a letter or digit at each end."
  }
  validation {
    condition = try(var.cloudtrail.adopt, null) == null || can(regex(
      "^(arn:[a-z-]+:cloudtrail:[a-z0-9-]+:[0-9]{12}:trail/)?[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.cloudtrail.adopt
    ))
    error_message = "cloudtrail.adopt is ${jsonencode(try(var.cloudtrail.adopt, null))}: give the name or the ARN of the existing trail."
  }
  validation {
    condition = try(var.cloudtrail.adopt, null) == null || try(
      var.cloudtrail.name == null && length(var.cloudtrail.data_events) == 0
      && length(var.cloudtrail.exclude_sources) == 0 && length(var.cloudtrail.insights) == 0
      && length(var.cloudtrail.network_activity) == 0, false
    )
    error_message = "cloudtrail adopts ${jsonencode(try(var.cloudtrail.adopt, null))} and sets more: an adopted trail stays as its owner made it, so leave name, data_events, exclude_sources, insights and network_activity out, or make a trail of our own."
  }
  validation {
    condition = length(setsubtract(
      try(var.cloudtrail.insights, []), ["ApiCallRateInsight", "ApiErrorRateInsight"]
    )) == 0
    error_message = "cloudtrail.insights is ${jsonencode(try(var.cloudtrail.insights, []))}: CloudTrail has ApiCallRateInsight and ApiErrorRateInsight."
  }
  validation {
    # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
    condition = length(setsubtract(
      try(var.cloudtrail.exclude_sources, []), ["kms.amazonaws.com", "rdsdata.amazonaws.com"]
    )) == 0
    error_message = "cloudtrail.exclude_sources is ${jsonencode(try(var.cloudtrail.exclude_sources, []))}: CloudTrail can leave out kms.amazonaws.com and rdsdata.amazonaws.com, and no other management event."
  }
  validation {
    condition = alltrue([
      for source in try(var.cloudtrail.network_activity, []) : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com$", source))
    ])
    error_message = "cloudtrail.network_activity is ${jsonencode(try(var.cloudtrail.network_activity, []))}: name services as CloudTrail does, such as ec2.amazonaws.com."
  }
  validation {
    condition = alltrue([
      for selection in try(values(var.cloudtrail.data_events), []) :
      can(regex("^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$", selection.resource_type))
    ])
    error_message = "cloudtrail.data_events names the resource types ${join(", ", [for selection in try(values(var.cloudtrail.data_events), []) : selection.resource_type])}: write them as CloudTrail does, such as AWS::S3::Object."
  }
  validation {
    condition = alltrue(flatten([
      for selection in try(values(var.cloudtrail.data_events), []) : [for arn in selection.arns : startswith(arn, "arn:")]
    ]))
    error_message = "cloudtrail.data_events selects ${join(", ", flatten([for selection in try(values(var.cloudtrail.data_events), []) : selection.arns]))}: each must be the beginning of an ARN, such as arn:aws:s3:::company-documents/."
  }
  validation {
    # A record about each log file, written into a log file, and so on without end.
    condition = length(setintersection(
      flatten([for selection in try(values(var.cloudtrail.data_events), []) : [for arn in selection.arns : split("/", arn)[0]]]),
      local.log_bucket_arns
    )) == 0
    error_message = "cloudtrail.data_events selects objects of ${join(", ", setintersection(flatten([for selection in try(values(var.cloudtrail.data_events), []) : [for arn in selection.arns : split("/", arn)[0]]]), local.log_bucket_arns))}, where logs are written: each log file would make the next one. Name other buckets."
  }
}

variable "delivery_bucket" {
  description = "Where load balancers and CloudFront write: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  default     = null
}

variable "elb_access_logs" {
  description = <<-EOT
    Access logs of load balancers, and connection logs of application load balancers, to the
    delivery bucket: on with {}. We own no load balancer; the output load_balancers says what its
    blocks must hold. Null: off.
  EOT
  type        = object({})
  default     = null

  validation {
    condition     = var.elb_access_logs == null || var.delivery_bucket != null
    error_message = "elb_access_logs is on, but delivery_bucket is null: pass storage's delivery_bucket, or set elb_access_logs = null."
  }
}

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

variable "keys" {
  description = "ARNs of the customer keys, from storage; the trail uses `audit`."
  type        = object({ audit = string })
  nullable    = false
}

variable "lambda_logs" {
  description = <<-EOT
    Lambda functions whose logs are watched, by a free name; the functions are not ours. `function`
    is the function's name, `log_group` a key of log_groups, `format` JSON or Text. Each gets a
    policy that lets it write to its log group and nothing else, and what its logging_config block
    must hold.
  EOT
  type = map(object({
    format    = optional(string, "JSON")
    function  = string
    log_group = optional(string, "lambda")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for one in values(var.lambda_logs) : contains(["JSON", "Text"], one.format)])
    error_message = "lambda_logs has the formats ${join(", ", [for one in values(var.lambda_logs) : one.format])}: Lambda writes JSON or Text."
  }
  validation {
    condition = alltrue([
      for key, one in var.lambda_logs :
      can(regex("^[a-z][a-z0-9-]{0,39}$", key)) && can(regex("^[A-Za-z0-9_-]{1,64}$", one.function))
    ])
    error_message = "lambda_logs is ${jsonencode({ for key, one in var.lambda_logs : key => one.function })}: map a name of 1 to 40 lower-case letters, digits and hyphens to a function's name (not its ARN)."
  }
}

variable "log_groups" {
  description = <<-EOT
    The log groups by a free name, { name, arn, log_source } each, from storage; the log source is
    the key where it is null. A source that is on needs its own.
  EOT
  type = map(object({
    arn        = string
    log_source = optional(string)
    name       = string
  }))
  nullable = false

  validation {
    condition     = var.cloudtrail == null || contains(keys(var.log_groups), "cloudtrail")
    error_message = "The trail is on, but log_groups has no cloudtrail: add it to storage's log_groups, or set cloudtrail = null."
  }
  validation {
    condition = (
      var.vpc_flow_logs.log_group == "" || length(local.flow_target_names) == 0
      || contains(keys(var.log_groups), var.vpc_flow_logs.log_group)
    )
    error_message = "Flow logs are on for ${join(", ", local.flow_target_names)}, but log_groups has no ${var.vpc_flow_logs.log_group}: add it to storage's log_groups, send them to objects only (log_group = \"\"), or name no target."
  }
  validation {
    condition     = length(setsubtract([for one in values(var.application_logs) : one.log_group], keys(var.log_groups))) == 0
    error_message = "application_logs writes to ${join(", ", setsubtract([for one in values(var.application_logs) : one.log_group], keys(var.log_groups)))}, which log_groups does not have: add it to storage's log_groups."
  }
  validation {
    condition     = length(setsubtract([for one in values(var.lambda_logs) : one.log_group], keys(var.log_groups))) == 0
    error_message = "lambda_logs writes to ${join(", ", setsubtract([for one in values(var.lambda_logs) : one.log_group], keys(var.log_groups)))}, which log_groups does not have: add it to storage's log_groups."
  }
  validation {
    condition     = length(setsubtract(local.agent_log_group_keys, keys(var.log_groups))) == 0
    error_message = "agent writes to ${join(", ", setsubtract(local.agent_log_group_keys, keys(var.log_groups)))}, which log_groups does not have: add it to storage's log_groups, or name another log_group."
  }
}

variable "name" {
  description = "What every name begins with, such as hinomi-prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name is ${jsonencode(var.name)}: use 3 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

variable "organization_id" {
  description = "The organisation whose accounts the trail records, such as o-a1b2c3d4e5; the provider is then its management account. Null: this account only."
  type        = string
  default     = null

  validation {
    condition     = var.organization_id == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization_id))
    error_message = "organization_id is ${jsonencode(var.organization_id)}: give the organisation's id, such as o-a1b2c3d4e5, or null."
  }
}

variable "s3_access_logs" {
  description = <<-EOT
    Server access logs of buckets that are not ours, to access_log_bucket: `buckets` maps a free name to the name of a bucket of this account and region. Their one logging
    configuration is then here. Our own buckets log there already (storage).
  EOT
  type = object({
    buckets = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.s3_access_logs.buckets) == 0 || var.access_log_bucket != null
    error_message = "s3_access_logs names ${join(", ", values(var.s3_access_logs.buckets))}, but access_log_bucket is null: pass storage's access_log_bucket, or name no bucket."
  }
  validation {
    condition     = alltrue([for bucket in values(var.s3_access_logs.buckets) : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "s3_access_logs.buckets is ${jsonencode(var.s3_access_logs.buckets)}: map a name of your choice to a bucket's name (3 to 63 lower-case letters, digits, dots and hyphens), not its ARN."
  }
  validation {
    condition     = !contains(values(var.s3_access_logs.buckets), try(var.access_log_bucket.name, ""))
    error_message = "s3_access_logs.buckets holds ${try(var.access_log_bucket.name, "")}, which is where access logs go: a bucket that is its own target logs its own logs without end. Take it out."
  }
}

variable "vpc_flow_logs" {
  description = <<-EOT
    Flow logs of all traffic: `vpcs`, `subnets` and `interfaces` map a free name to an id. They go to `log_group` (a key of log_groups; "" for none) and, where
    `objects` is given, to the audit bucket; with both, `search` says which one the search engine
    reads (log_group or objects). `fields` is a list of your own in the place of AWS's default
    format. `max_aggregation_interval` is 60 or 600 seconds: how old a record may be before it is
    written.
  EOT
  type = object({
    fields                   = optional(list(string))
    log_group                = optional(string, "vpc_flow_logs")
    max_aggregation_interval = optional(number, 60)
    objects = optional(object({
      file_format = optional(string, "plain-text")
      per_hour    = optional(bool, false)
    }))
    interfaces = optional(map(string), {})
    search     = optional(string)
    subnets    = optional(map(string), {})
    vpcs       = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([60, 600], var.vpc_flow_logs.max_aggregation_interval)
    error_message = "vpc_flow_logs.max_aggregation_interval is ${var.vpc_flow_logs.max_aggregation_interval}: EC2 takes 60 or 600 seconds."
  }
  validation {
    condition = alltrue(concat(
      [for id in values(var.vpc_flow_logs.vpcs) : can(regex("^vpc-[0-9a-f]{8,17}$", id))],
      [for id in values(var.vpc_flow_logs.subnets) : can(regex("^subnet-[0-9a-f]{8,17}$", id))],
      [for id in values(var.vpc_flow_logs.interfaces) : can(regex("^eni-[0-9a-f]{8,17}$", id))],
    ))
    error_message = "vpc_flow_logs has vpcs ${jsonencode(var.vpc_flow_logs.vpcs)}, subnets ${jsonencode(var.vpc_flow_logs.subnets)}, interfaces ${jsonencode(var.vpc_flow_logs.interfaces)}: map a name of your choice to an id, vpc-..., subnet-... and eni-... each in its own map."
  }
  validation {
    condition = var.vpc_flow_logs.fields == null || try(
      length(var.vpc_flow_logs.fields) > 0 && length(setsubtract(var.vpc_flow_logs.fields, flatten(values(local.flow_log_fields)))) == 0, false
    )
    error_message = "vpc_flow_logs.fields is ${jsonencode(var.vpc_flow_logs.fields)}: ${jsonencode(setsubtract(coalesce(var.vpc_flow_logs.fields, []), flatten(values(local.flow_log_fields))))} are no fields of a flow log; local.flow_log_fields has them by version, and an empty list is none."
  }
  validation {
    condition     = var.vpc_flow_logs.fields == null || try(length(distinct(var.vpc_flow_logs.fields)) == length(var.vpc_flow_logs.fields), false)
    error_message = "vpc_flow_logs.fields is ${jsonencode(var.vpc_flow_logs.fields)}: a field stands there twice; the second would only shift the others."
  }
  validation {
    condition     = var.vpc_flow_logs.log_group != "" || var.vpc_flow_logs.objects != null
    error_message = "vpc_flow_logs has log_group = \"\" and no objects, so records would go nowhere: set one of them."
  }
  validation {
    condition = var.vpc_flow_logs.search == null || try(
      var.vpc_flow_logs.search == "log_group" && var.vpc_flow_logs.log_group != ""
      || var.vpc_flow_logs.search == "objects" && var.vpc_flow_logs.objects != null, false
    )
    error_message = "vpc_flow_logs.search is ${jsonencode(var.vpc_flow_logs.search)}: it is log_group or objects, and records must go there."
  }
  validation {
    condition = (
      var.vpc_flow_logs.objects == null
      || contains(["parquet", "plain-text"], try(var.vpc_flow_logs.objects.file_format, ""))
    )
    error_message = "vpc_flow_logs.objects.file_format is ${jsonencode(try(var.vpc_flow_logs.objects.file_format, null))}: EC2 writes plain-text or parquet."
  }
  validation {
    condition = (
      try(var.vpc_flow_logs.objects.file_format, "plain-text") != "parquet"
      || coalesce(var.vpc_flow_logs.search, var.vpc_flow_logs.log_group == "" ? "objects" : "log_group") == "log_group"
    )
    error_message = "vpc_flow_logs.objects.file_format is parquet, and the search engine reads the objects: it reads lines of text. Use plain-text, or write to a log group too and set search = \"log_group\"."
  }
}
