variable "account_id" {
  description = "The account of the `aws` provider. Null asks AWS; a value lets a plan be made offline."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is ${jsonencode(var.account_id)}: give the 12 digits of the account, or null to ask AWS."
  }
}

variable "audit_bucket" {
  description = "Where CloudTrail keeps its evidence: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  nullable    = false
}

variable "cloudtrail" {
  description = "The trail: every region, management events, validated files. `name` where it is not the module's `name` (tell storage too). Null: none."
  type = object({
    name = optional(string)
  })
  default = {}

  validation {
    condition = (
      try(var.cloudtrail.name, null) == null
      || can(regex("^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$", var.cloudtrail.name))
    )
    error_message = "cloudtrail.name is ${jsonencode(try(var.cloudtrail.name, null))}: use 3 to 128 letters, digits, dots, underscores and hyphens, with a letter or digit at each end."
  }
}

variable "keys" {
  description = "ARNs of the customer keys, from storage; the trail uses `audit`."
  type        = object({ audit = string })
  nullable    = false
}

variable "log_groups" {
  description = "The log groups by log source, { name, arn } each, from storage. A source that is on needs its own."
  type        = map(object({ name = string, arn = string }))
  nullable    = false

  validation {
    condition     = var.cloudtrail == null || contains(keys(var.log_groups), "cloudtrail")
    error_message = "The trail is on, but log_groups has no cloudtrail: add it to storage's log_groups, or set cloudtrail = null."
  }
  validation {
    condition     = length(var.vpc_flow_logs.vpcs) == 0 || contains(keys(var.log_groups), "vpc_flow_logs")
    error_message = "Flow logs are on for ${join(", ", keys(var.vpc_flow_logs.vpcs))}, but log_groups has no vpc_flow_logs: add it to storage's log_groups, or name no VPC."
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

variable "vpc_flow_logs" {
  description = <<-EOT
    Flow logs by VPC: `vpcs` maps a name of your choice to a VPC id; an empty map turns them off.
    `max_aggregation_interval` is 60 or 600 seconds: how old a record may be before it is written.
  EOT
  type = object({
    max_aggregation_interval = optional(number, 60)
    vpcs                     = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([60, 600], var.vpc_flow_logs.max_aggregation_interval)
    error_message = "vpc_flow_logs.max_aggregation_interval is ${var.vpc_flow_logs.max_aggregation_interval}: EC2 takes 60 or 600 seconds."
  }
  validation {
    condition     = alltrue([for id in values(var.vpc_flow_logs.vpcs) : can(regex("^vpc-[0-9a-f]{8,17}$", id))])
    error_message = "vpc_flow_logs.vpcs is ${jsonencode(var.vpc_flow_logs.vpcs)}: map a name of your choice to a VPC id, such as { main = \"vpc-0123456789abcdef0\" }."
  }
}
