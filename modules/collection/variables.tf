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
  description = "Where CloudTrail and flow logs keep their evidence: { name, arn, prefix }, from storage; the last stands before AWSLogs/ and ends in a slash."
  type        = object({ name = string, arn = string, prefix = optional(string, "") })
  nullable    = false
}

variable "delivery_bucket" {
  description = "Where load balancers and CloudFront write: { name, arn, load_balancer_prefix }, from storage."
  type        = object({ name = string, arn = string, load_balancer_prefix = optional(string) })
  default     = null
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
    The log groups by a free name, { name, arn, class, log_source } each, from storage; the log source
    is the key where it is null. A source that is on needs its own.
  EOT
  type = map(object({
    arn        = string
    class      = optional(string, "STANDARD")
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
