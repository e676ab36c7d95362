# What rings.

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
