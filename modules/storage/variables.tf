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

variable "encryption" {
  description = <<-EOT
    The customer keys: days before a deleted key is gone (7 to 30) and between rotations (90 to 2560).
    `adopt` takes the ARN of a key that exists, for each of `audit`, `logs` and `messaging`.
    `log_group_names` are log groups that the logs key serves besides this watch's own: names or
    patterns, such as "/aws/lambda/orders-*".
  EOT
  type = object({
    adopt = optional(object({
      audit     = optional(string)
      logs      = optional(string)
      messaging = optional(string)
    }), {})
    deletion_window_days = optional(number, 30)
    log_group_names      = optional(set(string), [])
    rotation_days        = optional(number, 365)
  })
  default  = {}
  nullable = false

  validation {
    # An alias has no policy of its own, and a condition on it would follow wherever it is moved to.
    condition = alltrue([
      for arn in values(var.encryption.adopt) :
      arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-z0-9-]+$", arn))
    ])
    error_message = "encryption.adopt is ${jsonencode(var.encryption.adopt)}: give the ARN of a key (arn:aws:kms:<region>:<account>:key/<id>), not its id or an alias."
  }
  validation {
    condition     = var.encryption.deletion_window_days >= 7 && var.encryption.deletion_window_days <= 30
    error_message = "encryption.deletion_window_days is ${var.encryption.deletion_window_days}: KMS takes 7 to 30."
  }
  validation {
    condition     = alltrue([for name in var.encryption.log_group_names : can(regex("^[A-Za-z0-9_./#*-]+$", name)) && name != "*"])
    error_message = "encryption.log_group_names is ${jsonencode(var.encryption.log_group_names)}: give names or patterns of log groups (not ARNs, and not * alone, which would lend the key to every log group)."
  }
  validation {
    condition     = var.encryption.rotation_days >= 90 && var.encryption.rotation_days <= 2560
    error_message = "encryption.rotation_days is ${var.encryption.rotation_days}: KMS takes 90 to 2560."
  }
}

variable "log_groups" {
  description = <<-EOT
    The log groups of the sources, by a free name. `log_source` says what is written there (as in
    detections/: cloudtrail, vpc_flow_logs) where the free name does not; several may share one.
    `name` replaces the built name `/<name>/<free name with hyphens>`. `retention_days` is one of
    CloudWatch Logs' own steps. `class` INFREQUENT_ACCESS costs half and takes no filters: notification
    and analysis refuse it for a log group that detections or a subscription read, and a class cannot
    be changed later. `skip_destroy` leaves the
    log group behind. `adopt` names one that exists instead. An empty map makes none.
  EOT
  type = map(object({
    adopt          = optional(string)
    class          = optional(string, "STANDARD")
    log_source     = optional(string)
    name           = optional(string)
    retention_days = optional(number, 365)
    skip_destroy   = optional(bool, false)
  }))
  default  = { cloudtrail = {}, vpc_flow_logs = {} }
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.log_groups) : can(regex("^[a-z][a-z0-9_]*$", key))])
    error_message = "log_groups has the keys ${join(", ", keys(var.log_groups))}: use lower-case letters, digits and underscores, such as vpc_flow_logs."
  }
  validation {
    condition = alltrue([
      for group in var.log_groups : group.log_source == null || can(regex("^[a-z][a-z0-9_]*$", group.log_source))
    ])
    error_message = "log_groups has the log sources ${join(", ", [for key, group in var.log_groups : "${group.log_source} (${key})" if group.log_source != null])}: a log source is lower-case letters, digits and underscores, as the folders of detections/ are named."
  }
  validation {
    condition     = alltrue([for group in var.log_groups : contains(["STANDARD", "INFREQUENT_ACCESS"], group.class)])
    error_message = "log_groups has the classes ${join(", ", [for key, group in var.log_groups : "${group.class} (${key})"])}: use STANDARD or INFREQUENT_ACCESS."
  }
  validation {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    condition = alltrue(flatten([
      for group in var.log_groups : [
        for name in [group.adopt, group.name] : name == null || can(regex("^[A-Za-z0-9_./#-]{1,512}$", name))
      ]
    ]))
    error_message = "log_groups names ${join(", ", [for key, group in var.log_groups : "${coalesce(group.adopt, group.name, "-")} (${key})"])}: a log group's name (not its ARN) is 1 to 512 letters, digits and . - _ / #."
  }
  validation {
    condition     = alltrue([for group in var.log_groups : group.adopt == null || (group.name == null && !group.skip_destroy)])
    error_message = "log_groups adopts ${join(", ", [for key, group in var.log_groups : "${group.adopt} (${key})" if group.adopt != null])} and has name or skip_destroy too, which are for a log group that is made: leave them out, or leave adopt out."
  }
  validation {
    condition = length(distinct([
      for key, group in var.log_groups :
      coalesce(group.adopt, group.name, "/${var.name}/${replace(key, "_", "-")}")
    ])) == length(var.log_groups)
    error_message = "log_groups names one log group twice: ${join(", ", [for key, group in var.log_groups : "${coalesce(group.adopt, group.name, "/${var.name}/${replace(key, "_", "-")}")} (${key})"])}."
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
    # 20 leaves room for "-delivery-<account>-<region>" (and "-access-logs-...", in the regions of
    # today) within the 63 characters of a bucket name.
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name is ${jsonencode(var.name)}: use 3 to 20 lower-case letters, digits and hyphens, beginning with a letter (bucket names are made from it)."
  }
}

variable "new_objects" {
  description = <<-EOT
    The topics that announce new objects, by object source (cloudtrail, vpc_flow_logs, elb_access,
    cloudfront_access, s3_access, metrics): `adopt` maps a source to the ARN of a topic that exists,
    instead of making one.
  EOT
  type = object({
    adopt = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = length(setsubtract(
      keys(var.new_objects.adopt),
      ["cloudfront_access", "cloudtrail", "elb_access", "metrics", "s3_access", "vpc_flow_logs"]
    )) == 0
    error_message = "new_objects.adopt has the keys ${join(", ", keys(var.new_objects.adopt))}: the object sources are cloudfront_access, cloudtrail, elb_access, metrics, s3_access and vpc_flow_logs."
  }
  validation {
    # S3 does not announce to FIFO topics.
    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
    condition = alltrue([
      for arn in values(var.new_objects.adopt) : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", arn))
    ])
    error_message = "new_objects.adopt is ${jsonencode(var.new_objects.adopt)}: give the ARN of a standard topic (S3 does not announce to a FIFO topic)."
  }
}

variable "organization" {
  description = <<-EOT
    The organisation whose trail writes to the audit bucket: its `id`, and `management_account_id`
    where that is not this account (Control Tower's trail, or ours as a delegated administrator): a
    trail of the organisation bears it in its ARN. Null: the trail is this account's own.
  EOT
  type = object({
    id                    = string
    management_account_id = optional(string)
  })
  default = null

  validation {
    condition     = var.organization == null || can(regex("^o-[a-z0-9]{10,32}$", var.organization.id))
    error_message = "organization.id is ${jsonencode(try(var.organization.id, null))}: give the organisation's id, such as o-a1b2c3d4e5."
  }
  validation {
    condition = (
      try(var.organization.management_account_id, null) == null
      || can(regex("^[0-9]{12}$", var.organization.management_account_id))
    )
    error_message = "organization.management_account_id is ${jsonencode(try(var.organization.management_account_id, null))}: give its 12 digits, or null where it is this account."
  }
}

variable "readers" {
  description = "Roles, by ARN, that may read the audit bucket from other accounts than its own (an investigator's, a replay's), besides the shipper's."
  type        = set(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.readers : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]+$", arn))])
    error_message = "readers is ${jsonencode(var.readers)}: give ARNs of roles, such as arn:aws:iam::111122223333:role/investigator (no sessions, no wildcards)."
  }
}

variable "trail_name" {
  description = "The trail that may write to the audit bucket, where it is not called `name`."
  type        = string
  default     = null
}
