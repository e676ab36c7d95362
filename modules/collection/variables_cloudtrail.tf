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

variable "organization" {
  description = <<-EOT
    The organisation whose accounts the trail records, as given to storage: its `id`, and
    `management_account_id` where this account is not that one but CloudTrail's delegated
    administrator. Null: this account only.
  EOT
  type = object({
    id                    = string
    management_account_id = optional(string)
  })
  default = null

  validation {
    condition     = var.organization == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization.id))
    error_message = "organization.id is ${jsonencode(try(var.organization.id, null))}: give the organisation's id, such as o-a1b2c3d4e5."
  }
  validation {
    condition = (
      try(var.organization.management_account_id, null) == null
      || can(regex("^[0-9]{12}$", var.organization.management_account_id))
    )
    error_message = "organization.management_account_id is ${jsonencode(try(var.organization.management_account_id, null))}: give its 12 digits, or null where it is this account."
  }
}
