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

variable "name" {
  description = "What every name begins with, such as hinomi-prod."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name is ${jsonencode(var.name)}: use 3 to 20 lower-case letters, digits and hyphens, beginning with a letter."
  }
}

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

variable "search" {
  description = <<-EOT
    The search engine. `endpoint` (URL) adopts one: `auth` is how to sign in, sigv4 (the functions'
    roles; `domain_arn` says on what) or none (an engine on this machine only). `domain` makes an
    OpenSearch Service domain instead, in a VPC or, without `vpc`, public and closed by IAM.

    `features` is what the set-up function has to find there: dashboards, retention, roles; null: all
    of them with sigv4, none without. `readers` are roles of people that may search, by any name.
    Documents are kept for `default_retention_days`, or for those of `retention_days` by data set
    (cloudtrail, vpc_flow_logs, metrics, plain).
  EOT
  type = object({
    auth                   = optional(string, "sigv4")
    default_retention_days = optional(number, 365)
    domain_arn             = optional(string)
    endpoint               = optional(string)
    features               = optional(set(string))
    readers                = optional(map(string), {})
    retention_days         = optional(map(number), {})

    domain = optional(object({
      dedicated_masters  = optional(object({ count = optional(number, 3), type = optional(string, "m7g.large.search") }))
      ebs                = optional(object({ gib = optional(number, 100), iops = optional(number, 3000), throughput = optional(number, 125) }), {})
      engine_version     = optional(string, "OpenSearch_2.19")
      instances          = optional(object({ count = optional(number, 1), type = optional(string, "t3.small.search") }), {})
      kms_key            = optional(string)
      log_retention_days = optional(number, 365)
      off_peak_hour      = optional(number, 17)
      standby            = optional(bool, false)
      zones              = optional(number, 1)

      vpc = optional(object({
        clients                  = optional(map(string), {})
        id                       = string
        make_service_linked_role = optional(bool, false)
        s3_prefix_list_id        = optional(string)
        subnet_ids               = set(string)
      }))
    }))
  })
  nullable = false

  validation {
    condition     = (var.search.endpoint == null) != (var.search.domain == null)
    error_message = "search gives ${var.search.endpoint == null ? "neither endpoint nor domain" : "both endpoint and domain"}: set `endpoint` to adopt a search engine, or `domain` to make one."
  }
  validation {
    condition     = var.search.domain == null || (var.search.domain_arn == null && var.search.auth == "sigv4")
    error_message = "search makes a domain, and sets domain_arn or auth as for an engine that is there already: leave both out."
  }
  validation {
    condition     = var.search.endpoint == null || can(regex("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$", var.search.endpoint))
    error_message = "search.endpoint is ${jsonencode(var.search.endpoint)}: give a URL without a path, such as https://search.example.com."
  }
  validation {
    condition     = contains(["sigv4", "none"], var.search.auth)
    error_message = "search.auth is ${jsonencode(var.search.auth)}: use sigv4, or none for an engine on this machine."
  }
  validation {
    condition = var.search.endpoint == null || var.search.auth != "none" || can(
      regex("^https?://(localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+)(:[0-9]{1,5})?/?$", var.search.endpoint)
    )
    error_message = "search.auth is none, but ${jsonencode(var.search.endpoint)} is not on this machine: logs must not go to an open engine. Use sigv4."
  }
  validation {
    condition     = var.search.endpoint == null || var.search.auth != "sigv4" || try(startswith(var.search.endpoint, "https://"), false)
    error_message = "search.auth is sigv4, but ${jsonencode(var.search.endpoint)} is not https: signed requests would show what they carry."
  }
  validation {
    condition     = var.search.endpoint == null || var.search.auth != "sigv4" || can(regex("^arn:[a-z-]+:es:", var.search.domain_arn))
    error_message = "search.domain_arn is ${jsonencode(var.search.domain_arn)}: with sigv4, give the domain's ARN, so that the functions get rights on it and on nothing else."
  }
  validation {
    condition     = var.search.features == null || length(setsubtract(coalesce(var.search.features, []), ["dashboards", "retention", "roles"])) == 0
    error_message = "search.features is ${jsonencode(var.search.features)}: use dashboards, retention and roles, as far as the engine has them."
  }
  validation {
    condition     = alltrue([for arn in values(var.search.readers) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/", arn))])
    error_message = "search.readers has ${join(", ", [for arn in values(var.search.readers) : arn if !can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/", arn))])}: give the ARNs of IAM roles."
  }
  validation {
    condition     = alltrue([for days in concat([var.search.default_retention_days], values(var.search.retention_days)) : days >= 1 && floor(days) == days])
    error_message = "search keeps documents for ${jsonencode(merge({ default = var.search.default_retention_days }, var.search.retention_days))} days: use whole days, 1 or more."
  }
  validation {
    # flat_object, which holds CloudTrail's request parameters, came with 2.7.
    # https://docs.opensearch.org/latest/mappings/supported-field-types/flat-object/
    condition = try(var.search.domain.engine_version, null) == null || can(
      regex("^OpenSearch_(2\\.([7-9]|[1-9][0-9])|[3-9]\\.[0-9]+)$", var.search.domain.engine_version)
    )
    error_message = "search.domain.engine_version is ${jsonencode(try(var.search.domain.engine_version, null))}: use OpenSearch_2.7 or later, such as OpenSearch_2.19; the index templates need it."
  }
  validation {
    condition = var.search.domain == null || try(
      contains([1, 2, 3], var.search.domain.zones) && var.search.domain.instances.count >= 1
      && var.search.domain.instances.count % var.search.domain.zones == 0, false
    )
    error_message = "search.domain spreads ${try(var.search.domain.instances.count, 0)} instances over ${try(var.search.domain.zones, 0)} zones: use 1, 2 or 3 zones, and a multiple of that of instances."
  }
  validation {
    # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html
    condition = !try(var.search.domain.standby, false) || try(
      var.search.domain.zones == 3 && var.search.domain.dedicated_masters.count == 3 && !startswith(var.search.domain.instances.type, "t"), false
    )
    error_message = "search.domain.standby needs 3 zones, 3 dedicated_masters and an instance type other than t2 and t3: set them, or leave standby out."
  }
  validation {
    condition     = contains([3, 5], try(var.search.domain.dedicated_masters.count, 3))
    error_message = "search.domain.dedicated_masters.count is ${try(var.search.domain.dedicated_masters.count, 0)}: use 3 or 5; fewer cannot outvote a lost one."
  }
  validation {
    # A mebibyte count of 25 % is what the storage alarm watches; gp3 has its own floor.
    condition = var.search.domain == null || try(
      var.search.domain.ebs.gib >= 10 && var.search.domain.ebs.iops >= 3000 && var.search.domain.ebs.throughput >= 125, false
    )
    error_message = "search.domain.ebs is ${jsonencode(try(var.search.domain.ebs, null))}: gp3 takes 10 GiB, 3000 IOPS and 125 MiB/s at least."
  }
  validation {
    condition     = try(var.search.domain.vpc, null) == null || try(length(var.search.domain.vpc.subnet_ids) == var.search.domain.zones, false)
    error_message = "search.domain.vpc.subnet_ids has ${try(length(var.search.domain.vpc.subnet_ids), 0)} subnets for ${try(var.search.domain.zones, 0)} zones: give one subnet for each zone."
  }
  validation {
    condition     = try(var.search.domain.off_peak_hour, 0) >= 0 && try(var.search.domain.off_peak_hour, 0) <= 23
    error_message = "search.domain.off_peak_hour is ${try(var.search.domain.off_peak_hour, 0)}: give the hour in UTC, 0 to 23, at which ten quiet hours begin."
  }
}

variable "shipper" {
  description = <<-EOT
    The function that turns logs into documents. `package` is its zip (`make build`). One call takes
    up to `batch_size` objects, waits up to `batching_window_seconds` for them, and at most
    `maximum_concurrency` calls for one source run at once; an object is tried `max_receive_count`
    times before it goes to the dead letters. `reserved_concurrency` also bounds subscriptions.
    `vpc` puts it and the set-up function into subnets, for a search engine in a VPC (with
    `search_security_group_id`); where this module makes that engine, it is the engine's own VPC. It
    needs an S3 gateway endpoint there (`s3_prefix_list_id`) or a NAT gateway.
  EOT
  type = object({
    architecture            = optional(string, "arm64")
    batch_size              = optional(number, 10)
    batching_window_seconds = optional(number, 0)
    log_retention_days      = optional(number, 365)
    max_receive_count       = optional(number, 5)
    maximum_concurrency     = optional(number, 5)
    memory_mb               = optional(number, 512)
    package                 = string
    reserved_concurrency    = optional(number)
    timeout_seconds         = optional(number, 120)

    vpc = optional(object({
      id                       = string
      s3_prefix_list_id        = optional(string)
      search_security_group_id = optional(string)
      subnet_ids               = set(string)
    }))
  })
  nullable = false

  validation {
    condition     = fileexists(var.shipper.package)
    error_message = "shipper.package is ${jsonencode(var.shipper.package)}, and no file is there: `make build` makes it under build/lambda/."
  }
  validation {
    condition     = contains(["arm64", "x86_64"], var.shipper.architecture)
    error_message = "shipper.architecture is ${jsonencode(var.shipper.architecture)}: Lambda runs arm64 or x86_64."
  }
  validation {
    condition     = var.shipper.timeout_seconds >= 10 && var.shipper.timeout_seconds <= 900
    error_message = "shipper.timeout_seconds is ${var.shipper.timeout_seconds}: use 10 (an object has to be read and indexed) to 900."
  }
  validation {
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    condition = (
      var.shipper.batch_size >= 1 && var.shipper.batch_size <= 10000
      && var.shipper.batching_window_seconds >= 0 && var.shipper.batching_window_seconds <= 300
      && (var.shipper.batch_size <= 10 || var.shipper.batching_window_seconds >= 1)
    )
    error_message = "shipper takes ${var.shipper.batch_size} objects within ${var.shipper.batching_window_seconds} seconds: Lambda takes 1 to 10000 within 0 to 300, and more than 10 only with a window of at least 1."
  }
  validation {
    condition     = var.shipper.maximum_concurrency >= 2 && var.shipper.maximum_concurrency <= 1000
    error_message = "shipper.maximum_concurrency is ${var.shipper.maximum_concurrency}: Lambda takes 2 to 1000."
  }
  validation {
    condition     = var.shipper.max_receive_count >= 2
    error_message = "shipper.max_receive_count is ${var.shipper.max_receive_count}: with less than 2, one throttled call would send an object to the dead letters."
  }
  validation {
    condition     = var.shipper.vpc == null || try(length(var.shipper.vpc.subnet_ids) >= 1, false)
    error_message = "shipper.vpc has no subnet_ids: give the subnets to run in, or leave vpc out."
  }
}

variable "sources" {
  description = <<-EOT
    What is searched, by log source, each by exactly one entrance: `objects` (announced on `topic`
    when a service has written them to `bucket` under `prefix`, or each of `prefixes`, encrypted with
    `key` if with any; from storage's new_objects) or `subscription` (a log group's events). Two
    entrances for one source would index everything twice.
  EOT
  type = map(object({
    objects = optional(object({
      bucket        = object({ name = string, arn = string })
      filter_policy = optional(string)
      key           = optional(string)
      prefix        = string
      prefixes      = optional(list(string))
      topic         = object({ name = string, arn = string })
    }))
    subscription = optional(object({
      log_group = object({
        arn        = string
        class      = optional(string, "STANDARD")
        fields     = optional(list(string))
        log_source = optional(string)
        name       = string
      })
    }))
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for entrance in var.sources : entrance.objects == null || entrance.subscription == null
    ])
    error_message = "sources gives two entrances to ${join(", ", [for source, entrance in var.sources : source if entrance.objects != null && entrance.subscription != null])}: each record would be searchable twice. Keep objects or subscription."
  }
  validation {
    condition = alltrue([
      for entrance in var.sources : entrance.objects != null || entrance.subscription != null
    ])
    error_message = "sources gives no entrance to ${join(", ", [for source, entrance in var.sources : source if entrance.objects == null && entrance.subscription == null])}: set objects or subscription, or leave the source out."
  }
  validation {
    condition     = alltrue([for source in keys(var.sources) : can(regex("^[a-z][a-z0-9_]*$", source))])
    error_message = "sources has the keys ${join(", ", keys(var.sources))}: a log source is lower-case letters, digits and underscores, such as vpc_flow_logs."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-recursion-prevention.html
    condition = alltrue([
      for entrance in var.sources :
      !can(regex("^(/aws/lambda/${var.name}-|/${var.name}/(metric-stream|search)(/|$))", entrance.subscription.log_group.name))
    ])
    error_message = "sources subscribes the shipper to a log group of the watch's own functions (${join(", ", [for source, entrance in var.sources : source if can(regex("^(/aws/lambda/${var.name}-|/${var.name}/(metric-stream|search)(/|$))", entrance.subscription.log_group.name))])}): each line would make the next one. Leave it out."
  }
  validation {
    condition = alltrue([
      for source, entrance in var.sources : entrance.subscription == null || alltrue([
        for other, its in var.sources :
        other == source || try(its.subscription.log_group.name, "") != try(entrance.subscription.log_group.name, null)
      ])
    ])
    error_message = "sources subscribes the shipper twice to one log group (${join(", ", [for source, entrance in var.sources : "${source}: ${entrance.subscription.log_group.name}" if entrance.subscription != null && length([for its in var.sources : its if try(its.subscription.log_group.name, "") == try(entrance.subscription.log_group.name, null)]) > 1])}): each record would be searchable twice, and a log group takes two subscriptions in all. Keep one of them."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
    condition = alltrue([
      for entrance in var.sources : try(entrance.subscription.log_group.class, "STANDARD") == "STANDARD"
    ])
    error_message = "sources subscribes the shipper to ${join(", ", [for source, entrance in var.sources : "${entrance.subscription.log_group.name} (${source}), whose class is ${entrance.subscription.log_group.class}" if try(entrance.subscription.log_group.class, "STANDARD") != "STANDARD"])}: that class takes no subscription filters. Set class to STANDARD in storage's log_groups (a class cannot be changed later: the group is made anew), or leave the source out."
  }
  validation {
    # The shipper is told one field list for flow logs that come by subscription.
    condition = length(distinct([
      for entrance in var.sources : coalesce(entrance.subscription.log_group.fields, [])
      if entrance.subscription != null && try(entrance.subscription.log_group.fields, null) != null
    ])) <= 1
    error_message = "sources subscribes to flow logs with different fields lists (${join(", ", [for source, entrance in var.sources : source if try(entrance.subscription.log_group.fields, null) != null])}): the shipper takes one. Give them the same list, or deliver one of them to S3, where each file names its fields."
  }
}

variable "topics" {
  description = "The topics, from notification: the pipeline's own alarms go to `plain`."
  type        = object({ plain = object({ name = string, arn = string }) })
  nullable    = false
}
