variable "metric_stream" {
  description = <<-EOT
    CloudWatch's metrics, streamed by Firehose into the delivery bucket under `prefix`: `namespaces`
    with the metrics wanted of each (none named: all of them; no namespace: everything),
    `statistics` beyond minimum, maximum, sum and count, at most `buffering_seconds` late. The
    shipper reads `json` only. Null: none.
  EOT
  type = object({
    buffering_mb       = optional(number, 64)
    buffering_seconds  = optional(number, 300)
    linked_accounts    = optional(bool, false)
    log_retention_days = optional(number, 365)
    namespaces         = optional(map(set(string)), {})
    output_format      = optional(string, "json")
    prefix             = optional(string, "metrics/")
    statistics = optional(map(object({
      additional = set(string)
      metrics    = set(string)
      namespace  = string
    })), {})
  })
  default = null

  validation {
    condition     = var.metric_stream == null || var.delivery_bucket != null
    error_message = "metric_stream is set, but delivery_bucket is null: give the bucket to write to ({ name, arn }, from storage), or leave the metric stream out."
  }
  validation {
    condition     = contains(["json", "opentelemetry1.0"], try(var.metric_stream.output_format, "json"))
    error_message = "metric_stream.output_format is ${jsonencode(try(var.metric_stream.output_format, null))}: use json, or opentelemetry1.0 where something else than the shipper reads it."
  }
  validation {
    condition     = try(var.metric_stream.output_format, "json") == "json" || !contains(keys(var.sources), "metrics")
    error_message = "metric_stream.output_format is ${jsonencode(try(var.metric_stream.output_format, null))}, which is binary, and sources has an entrance for metrics: the shipper reads json. Change the format, or leave the source out."
  }
  validation {
    # https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
    condition = alltrue([
      try(var.metric_stream.buffering_mb, 64) >= 1, try(var.metric_stream.buffering_mb, 64) <= 128,
      try(var.metric_stream.buffering_seconds, 300) >= 0, try(var.metric_stream.buffering_seconds, 300) <= 900,
    ])
    error_message = "metric_stream buffers ${try(var.metric_stream.buffering_mb, "")} MB or ${try(var.metric_stream.buffering_seconds, "")} seconds: Firehose takes 1 to 128 MB and 0 to 900 seconds."
  }
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9/_-]*/$", try(var.metric_stream.prefix, "metrics/")))
    error_message = "metric_stream.prefix is ${jsonencode(try(var.metric_stream.prefix, null))}: use lower-case letters, digits and hyphens, with a slash at the end, such as metrics/."
  }
  validation {
    # storage's policy and announcements know one prefix.
    condition = startswith(
      try(var.metric_stream.prefix, ""), var.metric_stream == null ? "" : try(var.sources.metrics.objects.prefix, "")
    )
    error_message = "metric_stream.prefix is ${jsonencode(try(var.metric_stream.prefix, null))}, and sources reads metrics under ${jsonencode(try(var.sources.metrics.objects.prefix, null))}: what the stream writes would be announced to nobody. Leave prefix out, or give both the same."
  }
}
