variable "access_log_bucket" {
  description = <<-EOT
    Where the S3 buckets of this account log to. With a log-archive account this module makes a
    bucket here, because S3 takes no target in another account: `name`, `expire_days`,
    `noncurrent_days` and `force_destroy` are for it, or `adopt` names one that exists. Without one
    the delivery bucket is used. `buckets` are those that may log; null lets every bucket of this
    account.
  EOT
  type = object({
    adopt           = optional(string)
    buckets         = optional(set(string))
    expire_days     = optional(number, 400)
    force_destroy   = optional(bool, false)
    name            = optional(string)
    noncurrent_days = optional(number, 30)
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for name in [var.access_log_bucket.adopt, var.access_log_bucket.name] :
      name == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", name))
    ])
    error_message = "access_log_bucket has the name ${jsonencode(try(coalesce(var.access_log_bucket.name, var.access_log_bucket.adopt), null))}: use 3 to 63 lower-case letters, digits and hyphens (a dot breaks TLS to the bucket)."
  }
  validation {
    condition     = var.access_log_bucket.adopt == null || (var.access_log_bucket.name == null && !var.access_log_bucket.force_destroy)
    error_message = "access_log_bucket adopts ${jsonencode(var.access_log_bucket.adopt)} and has name or force_destroy too, which are for a bucket that is made: leave them out, or leave adopt out."
  }
  validation {
    condition     = var.access_log_bucket.expire_days >= 1 && var.access_log_bucket.noncurrent_days >= 1
    error_message = "access_log_bucket keeps objects for expire_days = ${var.access_log_bucket.expire_days} and old versions for noncurrent_days = ${var.access_log_bucket.noncurrent_days}: both must be at least 1."
  }
  validation {
    condition = alltrue([
      for bucket in coalesce(var.access_log_bucket.buckets, []) :
      can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))
    ])
    error_message = "access_log_bucket.buckets is ${jsonencode(var.access_log_bucket.buckets)}: give names of buckets (not ARNs), or null for every bucket of this account."
  }
}

variable "audit_bucket" {
  description = <<-EOT
    The bucket that holds the evidence: CloudTrail, and flow logs where they go to S3.
    `name` replaces the built name. `expire_days` ends an object's life, `transitions` maps a
    storage class to the age in days at which objects move there, `noncurrent_days` keeps what was
    overwritten or deleted. `object_lock` (mode GOVERNANCE or COMPLIANCE, days) can only be chosen
    when the bucket is made. `force_destroy` lets a destroy delete the evidence: for throw-away
    environments only. `adopt` names a bucket that exists instead (output `adopted` says what its
    owner has to see to). `prefix` is what stands before AWSLogs/ in it, such as "o-abc123/" in Control
    Tower's; it goes on to collection with the bucket.
  EOT
  type = object({
    adopt           = optional(string)
    expire_days     = optional(number, 400)
    force_destroy   = optional(bool, false)
    name            = optional(string)
    noncurrent_days = optional(number, 90)
    object_lock     = optional(object({ mode = string, days = number }))
    prefix          = optional(string, "")
    transitions     = optional(map(number), { GLACIER_IR = 90 })
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.audit_bucket.adopt == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.audit_bucket.adopt))
    error_message = "audit_bucket.adopt is ${jsonencode(var.audit_bucket.adopt)}: give the name of a bucket that exists, not its ARN."
  }
  validation {
    condition = var.audit_bucket.adopt == null || (
      var.audit_bucket.name == null && var.audit_bucket.object_lock == null && !var.audit_bucket.force_destroy
    )
    error_message = "audit_bucket adopts ${jsonencode(var.audit_bucket.adopt)} and has name, object_lock or force_destroy too, which are for a bucket that is made: leave them out, or leave adopt out."
  }
  validation {
    # CloudTrail takes 200 characters, and AWSLogs is a reserved word for flow logs.
    # https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
    # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-create-flow-log.html
    condition = var.audit_bucket.prefix == "" || alltrue([
      can(regex("^([A-Za-z0-9_.-]+/)+$", var.audit_bucket.prefix)),
      !strcontains(var.audit_bucket.prefix, "AWSLogs"),
      !startswith(var.audit_bucket.prefix, "quarantine/"),
      length(var.audit_bucket.prefix) <= 200,
    ])
    error_message = "audit_bucket.prefix is ${jsonencode(var.audit_bucket.prefix)}: use at most 200 letters, digits, dots, underscores and hyphens that end in a slash (such as o-a1b2c3d4e5/), without AWSLogs, which services add themselves, and not quarantine/, which the shipper never reads."
  }
  validation {
    condition = (
      var.audit_bucket.name == null
      || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.audit_bucket.name))
    )
    error_message = "audit_bucket.name is ${jsonencode(var.audit_bucket.name)}: use 3 to 63 lower-case letters, digits and hyphens (a dot breaks TLS to the bucket)."
  }
  validation {
    condition     = var.audit_bucket.expire_days >= 1 && var.audit_bucket.noncurrent_days >= 1
    error_message = "audit_bucket keeps objects for expire_days = ${var.audit_bucket.expire_days} and old versions for noncurrent_days = ${var.audit_bucket.noncurrent_days}: both must be at least 1."
  }
  validation {
    condition = (
      var.audit_bucket.object_lock == null
      || contains(["GOVERNANCE", "COMPLIANCE"], try(var.audit_bucket.object_lock.mode, ""))
    )
    error_message = "audit_bucket.object_lock.mode is ${jsonencode(try(var.audit_bucket.object_lock.mode, null))}: use GOVERNANCE (some may lift it) or COMPLIANCE (nobody can, not even root)."
  }
  validation {
    condition = var.audit_bucket.object_lock == null || try(
      var.audit_bucket.object_lock.days >= 1
      && var.audit_bucket.object_lock.days <= var.audit_bucket.expire_days, false
    )
    error_message = "audit_bucket.object_lock.days is ${try(var.audit_bucket.object_lock.days, 0)}: it must be at least 1 and at most expire_days (${var.audit_bucket.expire_days}), or nothing could expire when it should."
  }
  validation {
    condition = length(setsubtract(
      keys(var.audit_bucket.transitions),
      ["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"]
    )) == 0
    error_message = "audit_bucket.transitions names ${join(", ", keys(var.audit_bucket.transitions))}: the storage classes of S3 are DEEP_ARCHIVE, GLACIER, GLACIER_IR, INTELLIGENT_TIERING, ONEZONE_IA and STANDARD_IA."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    condition = alltrue([
      for class, days in var.audit_bucket.transitions : !endswith(class, "_IA") || days >= 30
    ])
    error_message = "audit_bucket.transitions moves objects at ${join(", ", [for class, days in var.audit_bucket.transitions : "${days} days to ${class}"])}: STANDARD_IA and ONEZONE_IA take them after 30 days at the earliest."
  }
  validation {
    condition = alltrue([
      for days in values(var.audit_bucket.transitions) : days >= 0 && days < var.audit_bucket.expire_days
    ])
    error_message = "audit_bucket.transitions moves objects at ${join(", ", values(var.audit_bucket.transitions))} days, but they expire at ${var.audit_bucket.expire_days}: move them earlier or keep them longer."
  }
}

variable "delivery_bucket" {
  description = <<-EOT
    The bucket for services that cannot write to a bucket with a customer key or Object Lock: S3
    server access logs, load balancers, CloudFront, and the metric stream. `name` replaces the built
    name, `expire_days` ends an object's life, `transitions` maps a storage class to the age in days
    at which objects move there, `noncurrent_days` keeps what was overwritten or deleted.
    `load_balancer_prefix` is the prefix that load balancers log under; collection puts it into their
    blocks. `adopt` names a bucket that exists instead. Null: none.
  EOT
  type = object({
    adopt                = optional(string)
    expire_days          = optional(number, 400)
    force_destroy        = optional(bool, false)
    load_balancer_prefix = optional(string)
    name                 = optional(string)
    noncurrent_days      = optional(number, 30)
    transitions          = optional(map(number), {})
  })
  default = {}

  validation {
    condition = (
      try(var.delivery_bucket.adopt, null) == null
      || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.delivery_bucket.adopt))
    )
    error_message = "delivery_bucket.adopt is ${jsonencode(try(var.delivery_bucket.adopt, null))}: give the name of a bucket that exists, not its ARN."
  }
  validation {
    condition = try(var.delivery_bucket.adopt, null) == null || try(
      var.delivery_bucket.name == null && !var.delivery_bucket.force_destroy, false
    )
    error_message = "delivery_bucket adopts ${jsonencode(try(var.delivery_bucket.adopt, null))} and has name or force_destroy too, which are for a bucket that is made: leave them out, or leave adopt out."
  }

  validation {
    condition = (
      try(var.delivery_bucket.name, null) == null
      || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.delivery_bucket.name))
    )
    error_message = "delivery_bucket.name is ${jsonencode(try(var.delivery_bucket.name, null))}: use 3 to 63 lower-case letters, digits and hyphens (a dot breaks TLS to the bucket)."
  }
  validation {
    condition = (
      var.delivery_bucket == null
      || try(var.delivery_bucket.expire_days >= 1 && var.delivery_bucket.noncurrent_days >= 1, false)
    )
    error_message = "delivery_bucket keeps objects for expire_days = ${try(var.delivery_bucket.expire_days, 0)} and old versions for noncurrent_days = ${try(var.delivery_bucket.noncurrent_days, 0)}: both must be at least 1."
  }
  validation {
    condition = try(var.delivery_bucket.load_balancer_prefix, null) == null || try(
      can(regex("^[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9]$", var.delivery_bucket.load_balancer_prefix))
      && !strcontains(var.delivery_bucket.load_balancer_prefix, "AWSLogs"), false
    )
    error_message = "delivery_bucket.load_balancer_prefix is ${jsonencode(try(var.delivery_bucket.load_balancer_prefix, null))}: use letters, digits, dots, hyphens and inner slashes; Elastic Load Balancing adds AWSLogs/<account>/ itself and refuses a prefix that holds AWSLogs."
  }
  validation {
    condition = length(setsubtract(
      keys(try(var.delivery_bucket.transitions, {})),
      ["DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"]
    )) == 0
    error_message = "delivery_bucket.transitions names ${try(join(", ", keys(var.delivery_bucket.transitions)), "")}: the storage classes of S3 are DEEP_ARCHIVE, GLACIER, GLACIER_IR, INTELLIGENT_TIERING, ONEZONE_IA and STANDARD_IA."
  }
  validation {
    condition = alltrue([
      for class, days in try(var.delivery_bucket.transitions, {}) :
      days >= (endswith(class, "_IA") ? 30 : 0) && days < var.delivery_bucket.expire_days
    ])
    error_message = "delivery_bucket.transitions moves objects at ${try(join(", ", [for class, days in var.delivery_bucket.transitions : "${days} days to ${class}"]), "")}, and they expire at ${try(var.delivery_bucket.expire_days, 0)}: move them before they expire, and to STANDARD_IA and ONEZONE_IA after 30 days at the earliest."
  }
  validation {
    condition = try(coalesce(var.delivery_bucket.adopt, var.delivery_bucket.name), null) == null || (
      try(coalesce(var.delivery_bucket.adopt, var.delivery_bucket.name), "")
      != try(coalesce(var.audit_bucket.adopt, var.audit_bucket.name), null)
    )
    error_message = "audit_bucket and delivery_bucket are both named ${jsonencode(try(coalesce(var.audit_bucket.adopt, var.audit_bucket.name), null))}: a bucket must not be the target of its own access logs. Name two buckets."
  }
}
