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
