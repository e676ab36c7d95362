variable "pipeline_alarms" {
  description = <<-EOT
    What this environment sets differently of the pipeline's own alarms (pipeline_alarms.yaml), by
    kind (`silent-log-group`) or for one subject (`silent-log-group/vpc_flow_logs`): `threshold`,
    `minutes` (how long it must hold), or `off` with the reason why it is not watched here.
  EOT
  type = map(object({
    minutes   = optional(number)
    off       = optional(string)
    threshold = optional(number)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for key in keys(var.pipeline_alarms) : contains(keys(local.pipeline_alarm_kinds), split("/", key)[0])
    ])
    error_message = "pipeline_alarms sets ${join(", ", [for key in keys(var.pipeline_alarms) : key if !contains(keys(local.pipeline_alarm_kinds), split("/", key)[0])])}, which pipeline_alarms.yaml does not hold: use one of ${join(", ", keys(local.pipeline_alarm_kinds))}."
  }
  validation {
    condition = alltrue([
      for set in var.pipeline_alarms : set.off == null || try(length(trimspace(set.off)) >= 10, false)
    ])
    error_message = "pipeline_alarms turns ${join(", ", [for key, set in var.pipeline_alarms : key if try(length(trimspace(set.off)) < 10, false)])} off without a reason: write in `off` why it is not watched here (10 characters at least)."
  }
  validation {
    condition     = alltrue([for set in var.pipeline_alarms : set.threshold == null || try(set.threshold > 0, false)])
    error_message = "pipeline_alarms sets a threshold of 0 or less for ${join(", ", [for key, set in var.pipeline_alarms : key if try(set.threshold <= 0, false)])}: it would ring always or never. Use more, or turn the alarm off with a reason."
  }
  validation {
    # One day; a week where the period is an hour or longer.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    condition = alltrue([
      for set in var.pipeline_alarms : set.minutes == null || try(
        set.minutes >= 1 && set.minutes <= 10080 && floor(set.minutes) == set.minutes
        && (set.minutes <= 60 || set.minutes % 5 == 0) && (set.minutes <= 1440 || set.minutes % 60 == 0), false
      )
    ])
    error_message = "pipeline_alarms sets minutes of ${join(", ", [for key, set in var.pipeline_alarms : "${set.minutes} for ${key}" if set.minutes != null])}: use 1 to 60, up to 1440 (a day) by fives, or up to 10080 (a week) by whole hours."
  }
}
