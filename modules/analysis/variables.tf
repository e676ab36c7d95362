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
  description = "The bucket whose objects are read, and in which unreadable input is set aside: { name, arn }, from storage."
  type        = object({ name = string, arn = string })
  nullable    = false
}

variable "keys" {
  description = "ARNs of the customer keys, from storage: { audit, logs, messaging }."
  type        = object({ audit = string, logs = string, messaging = string })
  nullable    = false
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

variable "search" {
  description = <<-EOT
    The search engine: its `endpoint` (URL), and how to sign in: `auth` sigv4 (the functions' roles;
    `domain_arn` says on what) or none (an engine on this machine only).
  EOT
  type = object({
    auth       = optional(string, "sigv4")
    domain_arn = optional(string)
    endpoint   = string
  })
  nullable = false

  validation {
    condition     = can(regex("^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?/?$", var.search.endpoint))
    error_message = "search.endpoint is ${jsonencode(var.search.endpoint)}: give a URL without a path, such as https://search.example.com."
  }
  validation {
    condition     = contains(["sigv4", "none"], var.search.auth)
    error_message = "search.auth is ${jsonencode(var.search.auth)}: use sigv4, or none for an engine on this machine."
  }
  validation {
    condition = var.search.auth != "none" || can(
      regex("^https?://(localhost|127\\.[0-9]+\\.[0-9]+\\.[0-9]+)(:[0-9]{1,5})?/?$", var.search.endpoint)
    )
    error_message = "search.auth is none, but ${jsonencode(var.search.endpoint)} is not on this machine: logs must not go to an open engine. Use sigv4."
  }
  validation {
    condition     = var.search.auth != "sigv4" || startswith(var.search.endpoint, "https://")
    error_message = "search.auth is sigv4, but ${jsonencode(var.search.endpoint)} is not https: signed requests would show what they carry."
  }
  validation {
    condition     = var.search.auth != "sigv4" || can(regex("^arn:[a-z-]+:es:", var.search.domain_arn))
    error_message = "search.domain_arn is ${jsonencode(var.search.domain_arn)}: with sigv4, give the domain's ARN, so that the functions get rights on it and on nothing else."
  }
}

variable "shipper" {
  description = <<-EOT
    The function that turns logs into documents. `package` is its zip (`make build`). One call takes
    up to `batch_size` objects, waits up to `batching_window_seconds` for them, and at most
    `maximum_concurrency` calls for one source run at once; an object is tried `max_receive_count`
    times before it goes to the dead letters. `reserved_concurrency` also bounds subscriptions.
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
}

variable "sources" {
  description = <<-EOT
    What is searched, by log source, each by exactly one entrance: `objects` (announced on `topic`
    when a service has written them to the audit bucket) or `subscription` (a log group's events).
    Two entrances for one source would index everything twice.
  EOT
  type = map(object({
    objects      = optional(object({ topic = object({ name = string, arn = string }) }))
    subscription = optional(object({ log_group = object({ name = string, arn = string }) }))
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
      !startswith(try(entrance.subscription.log_group.name, ""), "/aws/lambda/${var.name}-")
    ])
    error_message = "sources subscribes the shipper to a log group of the watch's own functions (${join(", ", [for source, entrance in var.sources : source if startswith(try(entrance.subscription.log_group.name, ""), "/aws/lambda/${var.name}-")])}): each line would make the next one. Leave it out."
  }
}

variable "topics" {
  description = "The topics, from notification: the pipeline's own alarms go to `plain`."
  type        = object({ plain = object({ name = string, arn = string }) })
  nullable    = false
}
