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
  description = "The bucket in which unreadable input is set aside: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  nullable    = false
}

variable "dashboards" {
  description = <<-EOT
    CloudWatch dashboards: one of the watch itself, with its own alarms and those named in `alarms`,
    and one of `metrics` (as given to notification's metric_alarms: { kind, dimensions } by name;
    `region` where the kind's metrics are elsewhere). Null: none.
  EOT
  type = object({
    alarms = optional(set(string), [])
    metrics = optional(map(object({
      dimensions = map(string)
      kind       = string
      region     = optional(string)
    })), {})
  })
  default = {}

  validation {
    condition = alltrue([
      for resource in values(try(var.dashboards.metrics, {})) : contains(local.metric_kinds, resource.kind)
    ])
    error_message = "dashboards.metrics has the kinds ${join(", ", distinct([for resource in values(try(var.dashboards.metrics, {})) : resource.kind if !contains(local.metric_kinds, resource.kind)]))}, of which no metric is known: use ${join(", ", local.metric_kinds)}, or leave them out."
  }
}

variable "delivery_bucket" {
  description = "The bucket that the metric stream writes to: { name, arn }, from storage. Null where there is no metric stream."
  type        = object({ name = string, arn = string })
  default     = null
}

variable "detections_directory" {
  description = "Where the detections are whose saved queries are made. Null: detections/ of this checkout."
  type        = string
  default     = null
}

variable "keys" {
  description = "ARNs of the customer keys, from storage: { audit, logs, messaging }."
  type        = object({ audit = string, logs = string, messaging = string })
  nullable    = false
}

variable "log_groups" {
  description = <<-EOT
    The log groups that are watched for silence and have saved queries, from collection, by any
    name: { name, arn, log_source, fields }. `log_source` is the name where it is null.
  EOT
  type = map(object({
    arn        = string
    fields     = optional(list(string))
    log_source = optional(string)
    name       = string
  }))
  default  = {}
  nullable = false
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

variable "queries" {
  description = <<-EOT
    Saved Logs Insights queries: one for each file of queries/ and each detection whose log source has
    a log group here. `detections` is what notification gets: of it `off` and `parameters` are read.
    Null: none.
  EOT
  type = object({
    detections = optional(map(object({
      off        = optional(string)
      parameters = optional(map(string), {})
    })), {})
  })
  default = {}
}

variable "topics" {
  description = "The topics, from notification: the pipeline's own alarms go to `plain`."
  type        = object({ plain = object({ name = string, arn = string }) })
  nullable    = false
}
