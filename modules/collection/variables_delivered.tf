variable "cloudfront_access_logs" {
  description = <<-EOT
    CloudFront's standard logging (v2) to the delivery bucket, by distribution, owned here or not.
    `turn` (1 to 8, each once) is the order in which deliveries are made: CloudWatch Logs takes one
    change at a time. A new distribution takes a free one; a turn that changes makes its delivery anew,
    with a gap in the log. `adopt_source` names the delivery source that a distribution has already.
    `adopt_destination` is the ARN of a delivery destination in us-east-1 that exists already, as in
    a log-archive account. `format` is w3c or json, `fields` AWS's standard ones where null.
  EOT
  type = object({
    adopt_destination = optional(string)
    distributions = map(object({
      adopt_source = optional(string)
      arn          = string
      turn         = optional(number, 1)
    }))
    fields      = optional(list(string))
    format      = optional(string, "w3c")
    suffix_path = optional(string, "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}")
  })
  default = null

  validation {
    condition = var.cloudfront_access_logs == null || alltrue([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) :
      can(regex("^arn:[a-z-]+:cloudfront::[0-9]{12}:distribution/[A-Z0-9]+$", distribution.arn))
    ])
    error_message = "cloudfront_access_logs names ${join(", ", [for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.arn])}: give the ARN of a distribution, such as arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567."
  }
  validation {
    condition = var.cloudfront_access_logs == null || alltrue([
      for key in try(keys(var.cloudfront_access_logs.distributions), []) : can(regex("^[a-z][a-z0-9-]{0,29}$", key))
    ])
    error_message = "cloudfront_access_logs.distributions has the keys ${join(", ", try(keys(var.cloudfront_access_logs.distributions), []))}: use 1 to 30 lower-case letters, digits and hyphens, beginning with a letter (a delivery source is named so)."
  }
  validation {
    condition = alltrue([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) :
      contains([1, 2, 3, 4, 5, 6, 7, 8], distribution.turn)
    ])
    error_message = "cloudfront_access_logs.distributions takes the turns ${join(", ", [for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.turn])}: there are 1 to 8; a ninth distribution wants a turn more in cloudfront_access_logs.tf."
  }
  validation {
    condition = length(distinct([
      for distribution in try(values(var.cloudfront_access_logs.distributions), []) : distribution.turn
    ])) == length(try(var.cloudfront_access_logs.distributions, {}))
    error_message = "cloudfront_access_logs.distributions has the turns ${jsonencode({ for key, distribution in try(var.cloudfront_access_logs.distributions, {}) : key => distribution.turn })}: CloudWatch Logs takes one change at a time, so give each distribution a turn of its own; those that log already keep theirs, and a new one takes a free turn of 1 to 8."
  }
  validation {
    condition     = var.cloudfront_access_logs == null || contains(["json", "w3c"], try(var.cloudfront_access_logs.format, ""))
    error_message = "cloudfront_access_logs.format is ${jsonencode(try(var.cloudfront_access_logs.format, null))}: use w3c or json; Parquet is for Athena and nothing here reads it as text."
  }
  validation {
    condition = try(var.cloudfront_access_logs.fields, null) == null || try(
      contains(var.cloudfront_access_logs.fields, "timestamp")
      || contains(var.cloudfront_access_logs.fields, "timestamp(ms)")
      || length(setsubtract(["date", "time"], var.cloudfront_access_logs.fields)) == 0, false
    )
    error_message = "cloudfront_access_logs.fields is ${jsonencode(try(var.cloudfront_access_logs.fields, null))}: without date and time, timestamp or timestamp(ms) nobody can tell when a request came. Add them, or leave fields out for AWS's standard ones."
  }
  validation {
    # Terraform works out both sides of ||, and setsubtract takes no null.
    condition = length(setsubtract(
      try(coalesce(var.cloudfront_access_logs.fields, []), []), local.cloudfront_fields
    )) == 0
    error_message = "cloudfront_access_logs.fields names ${join(", ", setsubtract(coalesce(try(var.cloudfront_access_logs.fields, null), []), local.cloudfront_fields))}, which standard logging does not have: see the field lists in cloudfront_access_logs.tf."
  }
  validation {
    condition     = var.cloudfront_access_logs == null || var.delivery_bucket != null || try(var.cloudfront_access_logs.adopt_destination, null) != null
    error_message = "cloudfront_access_logs is on, but delivery_bucket is null: pass storage's delivery_bucket, or an existing destination as adopt_destination."
  }
  validation {
    condition = try(var.cloudfront_access_logs.adopt_destination, null) == null || can(regex(
      "^arn:[a-z-]+:logs:us-east-1:[0-9]{12}:delivery-destination:.+$", var.cloudfront_access_logs.adopt_destination
    ))
    error_message = "cloudfront_access_logs.adopt_destination is ${jsonencode(try(var.cloudfront_access_logs.adopt_destination, null))}: give the ARN of a delivery destination in us-east-1, the only region where CloudFront's deliveries are made."
  }
}

variable "elb_access_logs" {
  description = <<-EOT
    Access logs of load balancers, and connection logs of application load balancers, to the
    delivery bucket: on with {}. We own no load balancer; the output load_balancers says what its
    blocks must hold. Null: off.
  EOT
  type        = object({})
  default     = null

  validation {
    condition     = var.elb_access_logs == null || var.delivery_bucket != null
    error_message = "elb_access_logs is on, but delivery_bucket is null: pass storage's delivery_bucket, or set elb_access_logs = null."
  }
}

variable "s3_access_logs" {
  description = <<-EOT
    Server access logs of buckets that are not ours, to access_log_bucket: `buckets` maps a free name to the name of a bucket of this account and region. Their one logging
    configuration is then here. Our own buckets log there already (storage).
  EOT
  type = object({
    buckets = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = length(var.s3_access_logs.buckets) == 0 || var.access_log_bucket != null
    error_message = "s3_access_logs names ${join(", ", values(var.s3_access_logs.buckets))}, but access_log_bucket is null: pass storage's access_log_bucket, or name no bucket."
  }
  validation {
    condition     = alltrue([for bucket in values(var.s3_access_logs.buckets) : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "s3_access_logs.buckets is ${jsonencode(var.s3_access_logs.buckets)}: map a name of your choice to a bucket's name (3 to 63 lower-case letters, digits, dots and hyphens), not its ARN."
  }
  validation {
    condition     = !contains(values(var.s3_access_logs.buckets), try(var.access_log_bucket.name, ""))
    error_message = "s3_access_logs.buckets holds ${try(var.access_log_bucket.name, "")}, which is where access logs go: a bucket that is its own target logs its own logs without end. Take it out."
  }
}
