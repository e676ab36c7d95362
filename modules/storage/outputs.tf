output "access_log_bucket" {
  description = "Where the S3 buckets of this account and region log to, once they may: { name, arn }. The delivery bucket, unless that is in a log-archive account; null where there is none."
  value = (
    local.access_log_bucket == null ? null : { name = local.access_log_bucket, arn = local.access_log_bucket_arn }
  )

  precondition {
    condition     = local.archive_is_elsewhere || (var.access_log_bucket.adopt == null && var.access_log_bucket.name == null)
    error_message = "access_log_bucket names ${jsonencode(try(coalesce(var.access_log_bucket.adopt, var.access_log_bucket.name), null))}, but there is no log-archive account: the buckets of this account log into the delivery bucket (${coalesce(local.delivery_bucket, "none")}). Name that one, or leave access_log_bucket out."
  }

  depends_on = [
    aws_s3_bucket_ownership_controls.access_logs,
    aws_s3_bucket_ownership_controls.delivery,
    aws_s3_bucket_policy.access_logs,
    aws_s3_bucket_policy.delivery,
    aws_s3_bucket_server_side_encryption_configuration.access_logs,
    aws_s3_bucket_server_side_encryption_configuration.delivery,
  ]
}

output "adopted" {
  description = "What is somebody else's to configure, because it was adopted: `<kind>/<name>` -> sentences."
  value       = local.adopted
}

output "audit_bucket" {
  description = "The audit bucket, once services may write to it: { name, arn, prefix }; the last stands before AWSLogs/."
  value       = { name = local.audit_bucket, arn = local.audit_bucket_arn, prefix = var.audit_bucket.prefix }

  # CloudTrail tests bucket and key when the trail is made.
  depends_on = [
    aws_s3_bucket_ownership_controls.audit,
    aws_s3_bucket_policy.audit,
    aws_s3_bucket_server_side_encryption_configuration.audit,
    aws_s3_bucket_versioning.audit,
  ]
}

output "delivery_bucket" {
  description = "The delivery bucket, once services may write to it: { name, arn, load_balancer_prefix }; null where there is none."
  value = var.delivery_bucket == null ? null : {
    arn                  = local.delivery_bucket_arn
    load_balancer_prefix = var.delivery_bucket.load_balancer_prefix
    name                 = local.delivery_bucket
  }

  depends_on = [
    aws_s3_bucket_ownership_controls.delivery,
    aws_s3_bucket_policy.delivery,
    aws_s3_bucket_server_side_encryption_configuration.delivery,
  ]
}

output "keys" {
  description = "ARNs of the customer keys, by what they encrypt: { audit, logs, messaging }."
  # lookup: `var.encryption.adopt.audit` would be a second reference named audit, and a plan's reader
  # could not tell which of the two is meant (policies/hinomi/resolve.py).
  value = {
    audit = (
      lookup(var.encryption.adopt, "audit", null) != null
      ? lookup(var.encryption.adopt, "audit", null) : aws_kms_key.audit[0].arn
    )
    logs = (
      lookup(var.encryption.adopt, "logs", null) != null
      ? lookup(var.encryption.adopt, "logs", null) : aws_kms_key.logs[0].arn
    )
    messaging = (
      lookup(var.encryption.adopt, "messaging", null) != null
      ? lookup(var.encryption.adopt, "messaging", null) : aws_kms_key.messaging[0].arn
    )
  }
}

output "log_groups" {
  description = "The log groups, made and adopted, by their free name: { name, arn (without `:*`), log_source, class } each."
  value = merge(
    {
      for key, group in aws_cloudwatch_log_group.source : key => {
        name       = group.name
        arn        = "${local.log_group_arn_prefix}:${group.name}"
        log_source = coalesce(var.log_groups[key].log_source, key)
        class      = var.log_groups[key].class
      }
    },
    {
      for key, group in var.log_groups : key => {
        name       = group.adopt
        arn        = "${local.log_group_arn_prefix}:${group.adopt}"
        log_source = coalesce(group.log_source, key)
        class      = group.class
      } if group.adopt != null
    },
  )
}

output "new_objects" {
  description = <<-EOT
    What the buckets announce, by object source: { topic = { name, arn }, bucket = { name, arn },
    prefix, prefixes, key, filter_policy }. `prefix` is the first of `prefixes`; `key` encrypts the
    objects (null: SSE-S3); `filter_policy` (JSON, scope MessageBody) is what a subscription to an
    adopted topic needs, which may announce more than this; null: none is needed.
  EOT
  value = {
    for source, place in local.object_sources : source => {
      bucket = { name = place.bucket, arn = "arn:${local.partition}:s3:::${place.bucket}" }
      filter_policy = !contains(keys(var.new_objects.adopt), source) ? null : jsonencode({
        Records = {
          s3 = {
            bucket = { name = [place.bucket] }
            object = { key = [for prefix in place.prefixes : { prefix = replace(prefix, "=", "%3D") }] }
          }
        }
      })
      key = place.bucket != local.audit_bucket ? null : coalesce(
        lookup(var.encryption.adopt, "audit", null), one(aws_kms_key.audit[*].arn)
      )
      prefix   = place.prefixes[0]
      prefixes = place.prefixes
      topic = {
        name = reverse(split(":", local.topic_arns[source]))[0]
        arn  = local.topic_arns[source]
      }
    }
  }

  depends_on = [aws_sns_topic_policy.new_objects]
}

output "new_objects_topic" {
  description = "The topic that announces CloudTrail's objects: { name, arn }, as in `new_objects`."
  value = {
    name = reverse(split(":", local.topic_arns.cloudtrail))[0]
    arn  = local.topic_arns.cloudtrail
  }

  depends_on = [aws_sns_topic_policy.new_objects]
}
