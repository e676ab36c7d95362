variable "composite_alarms" {
  description = <<-EOT
    Alarms over alarms, by a name of your choice. A member is a detection's id (`root-user-used`) or
    a metric alarm's key (`web/errors`, as in `metric_alarms`); `any` rings with one of them, `all`
    with all, `rule` is an expression such as `ALARM(web/errors) AND NOT ALARM(web/no-traffic)`.
    `title` is shown as it is, in whichever language it is written. `instead_of_members` leaves the
    members' own notifications out. While the alarm `suppressed_by.alarm` rings (a member's key, or
    the name of any other alarm of this region), nothing is sent; AWS waits `wait_seconds` for it
    first, and `extension_seconds` after it.
  EOT
  type = map(object({
    all                = optional(set(string), [])
    any                = optional(set(string), [])
    instead_of_members = optional(bool, false)
    rule               = optional(string)
    severity           = optional(string, "high")
    suppressed_by = optional(object({
      alarm             = string
      extension_seconds = optional(number, 60)
      wait_seconds      = optional(number, 60)
    }))
    title = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.composite_alarms) : can(regex("^[a-z][a-z0-9-]{1,62}$", name))])
    error_message = "composite_alarms has the names ${jsonencode(keys(var.composite_alarms))}: use 2 to 63 lower-case letters, digits and hyphens, beginning with a letter."
  }
  validation {
    condition = alltrue([
      for composite in var.composite_alarms :
      length([for given in [length(composite.all) > 0, length(composite.any) > 0, composite.rule != null] : given if given]) == 1
    ])
    error_message = "composite_alarms: ${join(", ", [for name, composite in var.composite_alarms : name if length([for given in [length(composite.all) > 0, length(composite.any) > 0, composite.rule != null] : given if given]) != 1])} must have exactly one of `all`, `any` and `rule`."
  }
  validation {
    condition = alltrue([
      for composite in var.composite_alarms : composite.rule == null || can(regex(
        "^(\\s|[()]|AND|OR|NOT|TRUE|FALSE|(ALARM|OK|INSUFFICIENT_DATA)\\([a-z0-9-]+(/[a-z0-9-]+)?\\))+$", composite.rule
      ))
    ])
    error_message = "composite_alarms has the rules ${jsonencode({ for name, composite in var.composite_alarms : name => composite.rule if composite.rule != null })}: join ALARM(key), OK(key) and INSUFFICIENT_DATA(key) with AND, OR, NOT and parentheses."
  }
  validation {
    condition     = alltrue([for composite in var.composite_alarms : contains(["critical", "high", "medium", "low"], composite.severity)])
    error_message = "composite_alarms has the severities ${jsonencode({ for name, composite in var.composite_alarms : name => composite.severity })}: use critical, high, medium or low."
  }
  validation {
    # The notifier reads title and name out of the alarm's description, which holds 1024 characters.
    condition     = alltrue([for composite in var.composite_alarms : length(composite.title) >= 1 && length(composite.title) <= 120 && !can(regex("[\\r\\n]", composite.title))])
    error_message = "composite_alarms has the titles ${jsonencode({ for name, composite in var.composite_alarms : name => composite.title })}: write one line of 1 to 120 characters."
  }
}

variable "metric_alarms" {
  description = <<-EOT
    The resources whose metrics are watched, by a name of your choice: `kind` is a file of
    metric_alarms/ (docs/metric-alarms.md), `dimensions` say which resource it is
    (`{ InstanceId = "i-..." }`). `alarms` holds what is set differently, by the alarm's id: numbers,
    severity, `anomaly` (the width of the expected band, in standard deviations, instead of a
    threshold), or `off` with the reason why it is not watched. `metric_alarms_not_made` says which
    alarms are missing, and why.
  EOT
  type = map(object({
    alarms = optional(map(object({
      anomaly             = optional(number)
      datapoints_to_alarm = optional(number)
      evaluation_periods  = optional(number)
      off                 = optional(string)
      period              = optional(number)
      severity            = optional(string)
      threshold           = optional(number)
    })), {})
    dimensions = map(string)
    kind       = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.metric_alarms) : can(regex("^[a-z][a-z0-9-]{0,62}$", key))])
    error_message = "metric_alarms has the names ${jsonencode(keys(var.metric_alarms))}: use up to 63 lower-case letters, digits and hyphens, beginning with a letter."
  }
  validation {
    condition     = alltrue([for resource in var.metric_alarms : contains(keys(local.kinds), resource.kind)])
    error_message = "metric_alarms names the kinds ${join(", ", distinct([for resource in var.metric_alarms : resource.kind if !contains(keys(local.kinds), resource.kind)]))}, which ${local.metric_alarms_directory} does not hold: use one of ${join(", ", keys(local.kinds))}."
  }
  validation {
    condition = alltrue(flatten([
      for resource in var.metric_alarms : [
        for id in keys(resource.alarms) : contains(keys(try(local.kinds[resource.kind].alarms, {})), id)
      ] if contains(keys(local.kinds), resource.kind)
    ]))
    error_message = "metric_alarms sets ${join(", ", flatten([for key, resource in var.metric_alarms : [for id in keys(resource.alarms) : "${key}/${id}" if !contains(keys(try(local.kinds[resource.kind].alarms, {})), id)]]))}, but its kind has no such alarm: correct the id (docs/metric-alarms.md), or remove the setting."
  }
  validation {
    condition = alltrue([
      for resource in var.metric_alarms : (
        length(setsubtract(keys(resource.dimensions), keys(local.kinds[resource.kind].dimensions))) == 0
        && alltrue([for name, dimension in local.kinds[resource.kind].dimensions : !dimension.needed || contains(keys(resource.dimensions), name)])
      ) if contains(keys(local.kinds), resource.kind)
    ])
    error_message = "metric_alarms gives the dimensions ${jsonencode({ for key, resource in var.metric_alarms : key => keys(resource.dimensions) })}, but the kinds take ${jsonencode({ for key, resource in var.metric_alarms : key => { for name, dimension in local.kinds[resource.kind].dimensions : name => dimension.needed ? "needed" : "optional" } if contains(keys(local.kinds), resource.kind) })}: an alarm on other dimensions never sees a data point. Correct the names."
  }
  validation {
    condition     = alltrue(flatten([for resource in var.metric_alarms : [for value in values(resource.dimensions) : length(value) >= 1 && length(value) <= 1024]]))
    error_message = "metric_alarms gives an empty dimension to ${join(", ", [for key, resource in var.metric_alarms : key if anytrue([for value in values(resource.dimensions) : value == ""])])}: name the resource."
  }
  validation {
    condition = alltrue(flatten([
      for resource in var.metric_alarms : [for set in resource.alarms : set.off == null || try(length(trimspace(set.off)) >= 10, false)]
    ]))
    error_message = "metric_alarms turns ${join(", ", flatten([for key, resource in var.metric_alarms : [for id, set in resource.alarms : "${key}/${id}" if try(length(trimspace(set.off)) < 10, false)]]))} off without a reason: write in `off` why it is not watched here (10 characters at least)."
  }
  validation {
    condition = alltrue(flatten([
      for resource in var.metric_alarms : [
        for id, set in resource.alarms : set.anomaly == null || (
          try(set.anomaly > 0, false) && set.threshold == null
          && try(local.kinds[resource.kind].alarms[id].anomaly, null) != null
        )
      ]
    ]))
    error_message = "metric_alarms sets anomaly for ${join(", ", flatten([for key, resource in var.metric_alarms : [for id, set in resource.alarms : "${key}/${id}" if set.anomaly != null]]))}: it is a number above 0, stands without threshold, and only where the alarm has an anomaly variant (docs/metric-alarms.md)."
  }
  validation {
    condition = alltrue(flatten([
      for resource in var.metric_alarms : [for set in resource.alarms : set.severity == null || contains(["critical", "high", "medium", "low"], coalesce(set.severity, "-"))]
    ]))
    error_message = "metric_alarms sets the severities ${jsonencode(distinct(flatten([for resource in var.metric_alarms : [for set in resource.alarms : set.severity if set.severity != null]])))}: use critical, high, medium or low."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    condition = alltrue(flatten([
      for resource in var.metric_alarms : [
        for id, alarm in {
          for id, set in resource.alarms : id => {
            datapoints = coalesce(set.datapoints_to_alarm, local.kinds[resource.kind].alarms[id].datapoints_to_alarm)
            period     = coalesce(set.period, local.kinds[resource.kind].alarms[id].period)
            periods    = coalesce(set.evaluation_periods, local.kinds[resource.kind].alarms[id].evaluation_periods)
          } if can(local.kinds[resource.kind].alarms[id])
        } :
        alarm.period >= 60 && alarm.period % 60 == 0 && alarm.datapoints >= 1 && alarm.datapoints <= alarm.periods
        && alarm.period * alarm.periods <= (alarm.period >= 3600 ? 604800 : 86400)
      ]
    ]))
    error_message = "metric_alarms sets numbers that CloudWatch refuses (${jsonencode({ for key, resource in var.metric_alarms : key => { for id, set in resource.alarms : id => { for name, value in { period = set.period, evaluation_periods = set.evaluation_periods, datapoints_to_alarm = set.datapoints_to_alarm } : name => value if value != null } } if length(resource.alarms) > 0 })}): period is a multiple of 60 seconds, datapoints_to_alarm is 1 to evaluation_periods, and period x evaluation_periods at most one day (seven with periods of an hour or more)."
  }
}

variable "metric_alarms_directory" {
  description = "The catalogue of metric alarms: `<kind>.yaml`. Null: the metric_alarms/ of this checkout."
  type        = string
  default     = null

  validation {
    condition = length(fileset(
      coalesce(var.metric_alarms_directory, "${path.module}/../../metric_alarms"), "*.yaml"
    )) > 0
    error_message = "${coalesce(var.metric_alarms_directory, "modules/notification/../../metric_alarms")} holds no <kind>.yaml: give the path of the metric_alarms/ folder."
  }
}
