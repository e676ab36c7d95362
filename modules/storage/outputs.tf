output "audit_bucket" {
  description = "The audit bucket, once services may write to it: { name, arn }."
  value       = { name = local.audit_bucket, arn = local.audit_bucket_arn }

  # CloudTrail tests bucket and key when the trail is made.
  depends_on = [
    aws_s3_bucket_ownership_controls.audit,
    aws_s3_bucket_policy.audit,
    aws_s3_bucket_server_side_encryption_configuration.audit,
    aws_s3_bucket_versioning.audit,
  ]
}

output "delivery_bucket" {
  description = "The delivery bucket, once services may write to it: { name, arn }; null where there is none."
  value = (
    var.delivery_bucket == null ? null : { name = local.delivery_bucket, arn = local.delivery_bucket_arn }
  )

  depends_on = [
    aws_s3_bucket_ownership_controls.delivery,
    aws_s3_bucket_policy.delivery,
    aws_s3_bucket_server_side_encryption_configuration.delivery,
  ]
}

output "keys" {
  description = "ARNs of the customer keys, by what they encrypt: { audit, logs, messaging }."
  value = {
    audit     = aws_kms_key.audit.arn
    logs      = aws_kms_key.logs.arn
    messaging = aws_kms_key.messaging.arn
  }
}

output "log_groups" {
  description = "The log groups by log source: { name, arn } each (the ARN without `:*`)."
  value = {
    for source, group in aws_cloudwatch_log_group.source :
    source => { name = group.name, arn = "${local.log_group_arn_prefix}:${group.name}" }
  }
}

output "new_objects_topic" {
  description = "The topic that announces each object that a service delivers: { name, arn }."
  value       = { name = local.new_objects_topic, arn = local.new_objects_topic_arn }

  depends_on = [aws_sns_topic_policy.new_objects]
}
