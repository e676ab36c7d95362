variable "account_id" {
  description = "The account of the `aws` provider. Null asks AWS; a value lets a plan be made offline."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is ${jsonencode(var.account_id)}: give the 12 digits of the account, or null to ask AWS."
  }
}

variable "keys" {
  description = "ARNs of the customer keys, from storage: { logs, messaging }."
  type        = object({ logs = string, messaging = string })
  nullable    = false
}

variable "log_groups" {
  description = <<-EOT
    The log groups to watch, from collection: { name, arn } each. `log_source` says what is in it;
    null: the key says so. Several groups may hold one log source. `fields` is the field list of
    flow logs that are not written in the default format. `class` INFREQUENT_ACCESS takes no metric
    filters, so it is refused where a detection reads the group. A detection that no log group here
    can show is not watched, and `detections_not_watched` says so.
  EOT
  type = map(object({
    name       = string
    arn        = string
    class      = optional(string, "STANDARD")
    fields     = optional(list(string))
    log_source = optional(string)
  }))
  nullable = false

  validation {
    condition = alltrue([
      for key, group in var.log_groups :
      group.fields == null || coalesce(group.log_source, key) == "vpc_flow_logs"
    ])
    error_message = "log_groups gives a field list to ${join(", ", [for key, group in var.log_groups : key if group.fields != null])}: only a group whose log_source is vpc_flow_logs has one. Remove fields, or correct log_source."
  }
  validation {
    # The names become places of a filter pattern, where none may stand twice.
    condition = alltrue([
      for group in var.log_groups : group.fields == null || try(
        length(group.fields) > 0
        && length(distinct(group.fields)) == length(group.fields)
        && alltrue([for name in group.fields : can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", name))]),
        false
      )
    ])
    error_message = "log_groups has the field lists ${jsonencode({ for key, group in var.log_groups : key => group.fields if group.fields != null })}: name each field once, as the VPC User Guide does (srcaddr, log-status)."
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

variable "notifier" {
  description = <<-EOT
    The function that turns an alarm into who, what, from where and what to do. `package` is its
    zip (`make build`), `languages` (en, ja) in the order a mail shows them, `time_zone` an IANA
    name. `reserved_concurrency` keeps a share of the account's concurrency for it.
  EOT
  type = object({
    architecture         = optional(string, "arm64")
    languages            = optional(list(string), ["en", "ja"])
    log_retention_days   = optional(number, 365)
    memory_mb            = optional(number, 512)
    package              = string
    reserved_concurrency = optional(number)
    time_zone            = optional(string, "UTC")
    timeout_seconds      = optional(number, 60)
  })
  nullable = false

  validation {
    condition     = fileexists(var.notifier.package)
    error_message = "notifier.package is ${jsonencode(var.notifier.package)}, and no file is there: `make build` makes it under build/lambda/."
  }
  validation {
    condition     = contains(["arm64", "x86_64"], var.notifier.architecture)
    error_message = "notifier.architecture is ${jsonencode(var.notifier.architecture)}: Lambda runs arm64 or x86_64."
  }
  validation {
    condition = (
      length(var.notifier.languages) > 0
      && length(distinct(var.notifier.languages)) == length(var.notifier.languages)
      && length(setsubtract(var.notifier.languages, ["en", "ja"])) == 0
    )
    error_message = "notifier.languages is ${jsonencode(var.notifier.languages)}: name each of en and ja once, in the order wanted."
  }
  validation {
    condition     = can(regex("^[A-Za-z]+([_+-][A-Za-z0-9]+)*(/[A-Za-z0-9]+([_+-][A-Za-z0-9]+)*){0,2}$", var.notifier.time_zone))
    error_message = "notifier.time_zone is ${jsonencode(var.notifier.time_zone)}: give an IANA name, such as Asia/Tokyo or UTC."
  }
  validation {
    condition     = var.notifier.timeout_seconds >= 10 && var.notifier.timeout_seconds <= 900
    error_message = "notifier.timeout_seconds is ${var.notifier.timeout_seconds}: use 10 (it has to search a log group) to 900."
  }
}

variable "service_health" {
  description = <<-EOT
    AWS Health events of this account (the status of AWS's services, planned changes, abuse reports)
    to the same notifier, of this region and global ones. `categories` chooses among issue,
    scheduledChange, accountNotification and investigation; `scopes` may add PUBLIC, what AWS tells
    everybody. Null: none.
  EOT
  type = object({
    categories = optional(set(string), ["accountNotification", "investigation", "issue", "scheduledChange"])
    scopes     = optional(set(string), ["ACCOUNT_SPECIFIC"])
  })
  default = null

  validation {
    condition = var.service_health == null || try(
      length(var.service_health.categories) > 0
      && length(setsubtract(var.service_health.categories, ["accountNotification", "investigation", "issue", "scheduledChange"])) == 0, false
    )
    error_message = "service_health.categories is ${jsonencode(try(var.service_health.categories, []))}: choose from accountNotification, investigation, issue and scheduledChange."
  }
  validation {
    condition = var.service_health == null || try(
      length(var.service_health.scopes) > 0
      && length(setsubtract(var.service_health.scopes, ["ACCOUNT_SPECIFIC", "PUBLIC"])) == 0, false
    )
    error_message = "service_health.scopes is ${jsonencode(try(var.service_health.scopes, []))}: choose from ACCOUNT_SPECIFIC and PUBLIC."
  }
}
