variable "vpc_flow_logs" {
  description = <<-EOT
    Flow logs of all traffic: `vpcs`, `subnets` and `interfaces` map a free name to an id. They go to `log_group` (a key of log_groups; "" for none) and, where
    `objects` is given, to the audit bucket; with both, `search` says which one the search engine
    reads (log_group or objects). `fields` is a list of your own in the place of AWS's default
    format. `max_aggregation_interval` is 60 or 600 seconds: how old a record may be before it is
    written.
  EOT
  type = object({
    fields                   = optional(list(string))
    log_group                = optional(string, "vpc_flow_logs")
    max_aggregation_interval = optional(number, 60)
    objects = optional(object({
      file_format = optional(string, "plain-text")
      per_hour    = optional(bool, false)
    }))
    interfaces = optional(map(string), {})
    search     = optional(string)
    subnets    = optional(map(string), {})
    vpcs       = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains([60, 600], var.vpc_flow_logs.max_aggregation_interval)
    error_message = "vpc_flow_logs.max_aggregation_interval is ${var.vpc_flow_logs.max_aggregation_interval}: EC2 takes 60 or 600 seconds."
  }
  validation {
    condition = alltrue(concat(
      [for id in values(var.vpc_flow_logs.vpcs) : can(regex("^vpc-[0-9a-f]{8,17}$", id))],
      [for id in values(var.vpc_flow_logs.subnets) : can(regex("^subnet-[0-9a-f]{8,17}$", id))],
      [for id in values(var.vpc_flow_logs.interfaces) : can(regex("^eni-[0-9a-f]{8,17}$", id))],
    ))
    error_message = "vpc_flow_logs has vpcs ${jsonencode(var.vpc_flow_logs.vpcs)}, subnets ${jsonencode(var.vpc_flow_logs.subnets)}, interfaces ${jsonencode(var.vpc_flow_logs.interfaces)}: map a name of your choice to an id, vpc-..., subnet-... and eni-... each in its own map."
  }
  validation {
    condition = var.vpc_flow_logs.fields == null || try(
      length(var.vpc_flow_logs.fields) > 0 && length(setsubtract(var.vpc_flow_logs.fields, flatten(values(local.flow_log_fields)))) == 0, false
    )
    error_message = "vpc_flow_logs.fields is ${jsonencode(var.vpc_flow_logs.fields)}: ${jsonencode(setsubtract(coalesce(var.vpc_flow_logs.fields, []), flatten(values(local.flow_log_fields))))} are no fields of a flow log; local.flow_log_fields has them by version, and an empty list is none."
  }
  validation {
    condition     = var.vpc_flow_logs.fields == null || try(length(distinct(var.vpc_flow_logs.fields)) == length(var.vpc_flow_logs.fields), false)
    error_message = "vpc_flow_logs.fields is ${jsonencode(var.vpc_flow_logs.fields)}: a field stands there twice; the second would only shift the others."
  }
  validation {
    condition     = var.vpc_flow_logs.log_group != "" || var.vpc_flow_logs.objects != null
    error_message = "vpc_flow_logs has log_group = \"\" and no objects, so records would go nowhere: set one of them."
  }
  validation {
    condition = var.vpc_flow_logs.search == null || try(
      var.vpc_flow_logs.search == "log_group" && var.vpc_flow_logs.log_group != ""
      || var.vpc_flow_logs.search == "objects" && var.vpc_flow_logs.objects != null, false
    )
    error_message = "vpc_flow_logs.search is ${jsonencode(var.vpc_flow_logs.search)}: it is log_group or objects, and records must go there."
  }
  validation {
    condition = (
      var.vpc_flow_logs.objects == null
      || contains(["parquet", "plain-text"], try(var.vpc_flow_logs.objects.file_format, ""))
    )
    error_message = "vpc_flow_logs.objects.file_format is ${jsonencode(try(var.vpc_flow_logs.objects.file_format, null))}: EC2 writes plain-text or parquet."
  }
  validation {
    condition = (
      try(var.vpc_flow_logs.objects.file_format, "plain-text") != "parquet"
      || coalesce(var.vpc_flow_logs.search, var.vpc_flow_logs.log_group == "" ? "objects" : "log_group") == "log_group"
    )
    error_message = "vpc_flow_logs.objects.file_format is parquet, and the search engine reads the objects: it reads lines of text. Use plain-text, or write to a log group too and set search = \"log_group\"."
  }
}
