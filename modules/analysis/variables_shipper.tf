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
