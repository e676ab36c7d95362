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
    condition = alltrue([
      for group in var.log_groups : contains(local.accepted_retention_days, group.retention_days)
    ])
    error_message = "log_groups keeps logs for ${join(", ", [for key, group in var.log_groups : "${group.retention_days} days (${key})" if !contains(local.accepted_retention_days, group.retention_days)])}: CloudWatch Logs takes ${join(", ", local.accepted_retention_days)}."
  }
}

locals {
  # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
  # 0 (never expire) is left out: a log group without an end grows without one.
  accepted_retention_days = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
    3653
  ]
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
