variable "account_id" {
  description = "The account of the `aws` provider. Null asks AWS; a value lets a plan be made offline."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id is ${jsonencode(var.account_id)}: give the 12 digits of the account, or null to ask AWS."
  }
}

variable "archive_account_id" {
  description = "The account of the `aws.archive` provider. Null asks AWS, or is `account_id` where that is given."
  type        = string
  default     = null

  validation {
    condition     = var.archive_account_id == null || can(regex("^[0-9]{12}$", var.archive_account_id))
    error_message = "archive_account_id is ${jsonencode(var.archive_account_id)}: give the 12 digits of the log-archive account, or null."
  }
}

variable "audit_bucket" {
  description = <<-EOT
    The bucket that holds the evidence: CloudTrail, and flow logs where they go to S3.
    `name` replaces the built name. `expire_days` ends an object's life, `transitions` maps a
    storage class to the age in days at which objects move there, `noncurrent_days` keeps what was
    overwritten or deleted. `object_lock` (mode GOVERNANCE or COMPLIANCE, days) can only be chosen
    when the bucket is made. `force_destroy` lets a destroy delete the evidence: for throw-away
    environments only.
  EOT
  type = object({
    expire_days     = optional(number, 400)
    force_destroy   = optional(bool, false)
    name            = optional(string)
    noncurrent_days = optional(number, 90)
    object_lock     = optional(object({ mode = string, days = number }))
    transitions     = optional(map(number), { GLACIER_IR = 90 })
  })
  default  = {}
  nullable = false

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
    server access logs, load balancers, CloudFront. `name` replaces the built name, `expire_days`
    ends an object's life, `noncurrent_days` keeps what was overwritten or deleted. Null: none.
  EOT
  type = object({
    expire_days     = optional(number, 400)
    force_destroy   = optional(bool, false)
    name            = optional(string)
    noncurrent_days = optional(number, 30)
  })
  default = {}

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
    condition     = try(var.delivery_bucket.name, null) == null || try(var.delivery_bucket.name, "") != var.audit_bucket.name
    error_message = "audit_bucket and delivery_bucket are both named ${jsonencode(var.audit_bucket.name)}: a bucket must not be the target of its own access logs. Name two buckets."
  }
}

variable "encryption" {
  description = "The customer keys: days before a deleted key is gone (7 to 30) and between rotations (90 to 2560)."
  type = object({
    deletion_window_days = optional(number, 30)
    rotation_days        = optional(number, 365)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.encryption.deletion_window_days >= 7 && var.encryption.deletion_window_days <= 30
    error_message = "encryption.deletion_window_days is ${var.encryption.deletion_window_days}: KMS takes 7 to 30."
  }
  validation {
    condition     = var.encryption.rotation_days >= 90 && var.encryption.rotation_days <= 2560
    error_message = "encryption.rotation_days is ${var.encryption.rotation_days}: KMS takes 90 to 2560."
  }
}

variable "log_groups" {
  description = <<-EOT
    The log groups of the sources, by log source (as in detections/: cloudtrail, vpc_flow_logs).
    `name` replaces the built name `/<name>/<log source with hyphens>`. `retention_days` is one of
    CloudWatch Logs' own steps. An empty map makes none.
  EOT
  type = map(object({
    name           = optional(string)
    retention_days = optional(number, 365)
  }))
  default  = { cloudtrail = {}, vpc_flow_logs = {} }
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.log_groups) : can(regex("^[a-z][a-z0-9_]*$", key))])
    error_message = "log_groups has the keys ${join(", ", keys(var.log_groups))}: a log source is lower-case letters, digits and underscores, such as vpc_flow_logs."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    # 0 (never expire) is left out: a log group without an end grows without one.
    condition = length(setsubtract([for group in var.log_groups : group.retention_days], [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
      3288, 3653
    ])) == 0
    error_message = "log_groups keeps logs for ${join(", ", [for key, group in var.log_groups : "${group.retention_days} days (${key})"])}: CloudWatch Logs takes 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653."
  }
}

variable "name" {
  description = "What every name begins with, such as hinomi-prod."
  type        = string
  nullable    = false

  validation {
    # 20 leaves room for "-delivery-<account>-<region>" within the 63 characters of a bucket name.
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name is ${jsonencode(var.name)}: use 3 to 20 lower-case letters, digits and hyphens, beginning with a letter (bucket names are made from it)."
  }
}

variable "trail_name" {
  description = "The trail that may write to the audit bucket, where it is not called `name`."
  type        = string
  default     = null
}
