variable "account_id" {
  description = "The account of the `aws` provider. Null asks AWS; a value lets a plan be made offline."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is ${jsonencode(var.account_id)}: give the 12 digits of the account, or null to ask AWS."
  }
}

variable "detections" {
  description = <<-EOT
    What this environment sets differently, by detection id: the alarm's numbers, `parameters` of
    its pattern, or `off` with the reason why it is not watched here.
  EOT
  type = map(object({
    datapoints_to_alarm = optional(number)
    evaluation_periods  = optional(number)
    off                 = optional(string)
    parameters          = optional(map(string), {})
    period              = optional(number)
    threshold           = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.detections), keys(local.catalogue))) == 0
    error_message = "detections names ${join(", ", setsubtract(keys(var.detections), keys(local.catalogue)))}, which ${local.detections_directory} does not hold: correct the id (a file's name without .yaml), or remove the setting."
  }
  validation {
    condition = alltrue(flatten([
      for id, set in var.detections : [
        for name in keys(set.parameters) : contains(keys(try(local.catalogue[id].parameters, {})), name)
      ] if contains(keys(local.catalogue), id)
    ]))
    error_message = "detections sets parameters ${jsonencode({ for id, set in var.detections : id => keys(set.parameters) if length(set.parameters) > 0 })}, but the detections have ${jsonencode({ for id, set in var.detections : id => keys(try(local.catalogue[id].parameters, {})) if length(set.parameters) > 0 })}: correct the name, or remove it."
  }
  validation {
    # A quote or a brace would end the term it stands in and change what the pattern means.
    condition = alltrue(flatten([
      for set in var.detections : [for value in values(set.parameters) : can(regex("^[^\"\\\\{}\\s]+$", value))]
    ]))
    error_message = "detections sets the parameters ${jsonencode({ for id, set in var.detections : id => set.parameters if length(set.parameters) > 0 })}: a value goes into the filter pattern as it stands, so it must not be empty or hold a quote, a backslash, a brace or a space."
  }
  validation {
    condition = alltrue([
      for set in var.detections : set.off == null || try(length(trimspace(set.off)) >= 10, false)
    ])
    error_message = "detections turns ${join(", ", [for id, set in var.detections : id if try(length(trimspace(set.off)) < 10, false)])} off without a reason: write in `off` why it is not watched here (10 characters at least)."
  }
  validation {
    condition     = alltrue([for set in var.detections : set.threshold == null || try(set.threshold > 0, false)])
    error_message = "detections sets a threshold of 0 or less for ${join(", ", [for id, set in var.detections : id if try(set.threshold <= 0, false)])}: it would ring without any event. Use 1 or more, or turn the detection off with a reason."
  }
  validation {
    condition = alltrue([
      for set in var.detections : set.period == null || try(set.period > 0 && set.period % 60 == 0, false)
    ])
    error_message = "detections sets a period that is not a multiple of 60 seconds for ${join(", ", [for id, set in var.detections : id if try(set.period <= 0 || set.period % 60 != 0, false)])}: metric filters publish once a minute."
  }
  validation {
    condition = alltrue([
      for set in var.detections : (
        (set.evaluation_periods == null || try(set.evaluation_periods >= 1, false))
        && (set.datapoints_to_alarm == null || try(set.datapoints_to_alarm >= 1, false))
      )
    ])
    error_message = "detections sets evaluation_periods or datapoints_to_alarm below 1 for ${join(", ", [for id, set in var.detections : id if try(set.evaluation_periods < 1, false) || try(set.datapoints_to_alarm < 1, false)])}: an alarm looks at one period at least."
  }
  validation {
    condition = alltrue([
      for id, set in var.detections : (
        coalesce(set.datapoints_to_alarm, local.catalogue[id].alarm.datapoints_to_alarm)
        <= coalesce(set.evaluation_periods, local.catalogue[id].alarm.evaluation_periods)
      ) if contains(keys(local.catalogue), id)
    ])
    error_message = "detections asks for more breaching periods (datapoints_to_alarm) than the alarm looks at (evaluation_periods) for ${join(", ", [for id, set in var.detections : id if try(coalesce(set.datapoints_to_alarm, local.catalogue[id].alarm.datapoints_to_alarm) > coalesce(set.evaluation_periods, local.catalogue[id].alarm.evaluation_periods), false)])}: lower the one or raise the other."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    condition = alltrue([
      for id, set in var.detections : (
        coalesce(set.period, local.catalogue[id].alarm.period)
        * coalesce(set.evaluation_periods, local.catalogue[id].alarm.evaluation_periods)
        <= (coalesce(set.period, local.catalogue[id].alarm.period) >= 3600 ? 604800 : 86400)
      ) if contains(keys(local.catalogue), id)
    ])
    error_message = "detections makes an alarm look back too far (period x evaluation_periods; ${join(", ", keys(var.detections))}): an alarm sees one day, or seven days with periods of an hour or more."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
    condition = alltrue([
      for id, set in var.detections : length(templatestring(local.catalogue[id].pattern, merge(
        { for name, parameter in local.catalogue[id].parameters : name => parameter.default },
        set.parameters,
      ))) <= 1024 if contains(keys(local.catalogue), id)
    ])
    error_message = "detections sets parameters that make a filter pattern longer than the 1024 characters that CloudWatch Logs takes (${join(", ", [for id, set in var.detections : id if length(set.parameters) > 0])}): shorten them, or split the detection."
  }
}

variable "detections_directory" {
  description = "The catalogue: `<log source>/<id>.yaml`. Null: the detections/ of this checkout."
  type        = string
  default     = null

  validation {
    condition = length(fileset(
      coalesce(var.detections_directory, "${path.module}/../../detections"), "*/*.yaml"
    )) > 0
    error_message = "${coalesce(var.detections_directory, "modules/notification/../../detections")} holds no <log source>/<id>.yaml: give the path of the detections/ folder."
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
    flow logs that are not written in the default format. A detection that no log group here can
    show is not watched, and `detections_not_watched` says so.
  EOT
  type = map(object({
    name       = string
    arn        = string
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

variable "mail" {
  description = <<-EOT
    Who gets mail, by a name of your choice: notifications, and the plain path. AWS sends each
    address a link to confirm; until it is followed no mail arrives.
  EOT
  type        = map(object({ address = string }))
  nullable    = false

  validation {
    condition     = length(var.mail) > 0
    error_message = "mail is empty: name one address at least. An alarm about the notifier itself has no other way out."
  }
  validation {
    condition     = alltrue([for to in var.mail : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", to.address))])
    error_message = "mail holds ${jsonencode([for to in var.mail : to.address])}: give addresses such as security@example.com."
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

variable "next_action" {
  description = "A queue of notifications as JSON, for the tool that takes the next action (ticket, isolation). Null: none."
  type = object({
    max_receive_count  = optional(number, 5)
    retention_days     = optional(number, 14)
    visibility_seconds = optional(number, 300)
  })
  default = {}

  validation {
    condition = var.next_action == null || try(
      var.next_action.retention_days >= 1 && var.next_action.retention_days <= 14, false
    )
    error_message = "next_action.retention_days is ${try(var.next_action.retention_days, 0)}: a queue keeps messages for 1 to 14 days."
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
