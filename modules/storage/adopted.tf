# What an adopted thing needs from whoever owns it, in words that can be handed to them.

locals {
  adopted = merge(
    local.audit_is_made ? {} : { "bucket/${local.audit_bucket}" = concat(
      [
        "Its policy must let cloudtrail.amazonaws.com call s3:GetBucketAcl on it and s3:PutObject under ${join(" and ", concat(["${local.delivered_prefix}${local.trail_account}/"], [for id in var.organization[*].id : "${local.delivered_prefix}${id}/"]))}, with aws:SourceArn ${local.trail_arn}.",
        "Its policy must let delivery.logs.amazonaws.com call s3:GetBucketAcl and s3:ListBucket on it and s3:PutObject under ${local.delivered_prefix}${local.account}/ (and ${local.hive_account}/, where flow logs are partitioned for Hive), with aws:SourceAccount ${local.account}, where flow logs go to S3.",
        "Its policy must refuse requests without TLS; versions, lock, retention, public access block and access logs are its owner's.",
        "Its policy and its key's must let ${local.shipper_role_arn} read ${local.delivered_prefix} (s3:ListBucket too, or an object that is gone looks like one that is refused) and write ${local.quarantine_prefix}, where the shipper reads it from another account.",
      ],
      [
        for id, announcement in local.announcements.audit :
        "It must announce s3:ObjectCreated:* under ${announcement.prefix} to ${announcement.topic_arn}, where ${id} is searched."
      ],
    ) },
    var.delivery_bucket == null || local.delivery_is_made ? {} : { "bucket/${local.delivery_bucket}" = concat(
      [
        "It must be in ${local.region}, with SSE-S3 and without a default lock: load balancers and S3 access logs write to no other.",
        "Its policy must let logdelivery.elasticloadbalancing.amazonaws.com and delivery.logs.amazonaws.com write under ${local.load_balancer_prefix}AWSLogs/${local.account}/, and logging.s3.amazonaws.com under ${local.s3_access_prefix}, each with the source conditions of this account.",
        "Its policy must refuse requests without TLS; versions, lifecycle and public access block are its owner's.",
      ],
      local.archive_is_elsewhere ? [
        "Its policy must let ${local.firehose_role_arn} write under ${local.metrics_prefix} and ${local.metrics_errors_prefix} and ${local.shipper_role_arn} read and list.",
      ] : [],
      [
        for id, announcement in local.announcements.delivery :
        "It must announce s3:ObjectCreated:* under ${announcement.prefix} to ${announcement.topic_arn}, where ${id} is searched."
      ],
    ) },
    local.archive_is_elsewhere && !local.access_log_is_made ? { "bucket/${local.access_log_bucket}" = concat(
      [
        "It must be in this account and region, with SSE-S3 and without a default lock, and its policy must let logging.s3.amazonaws.com write under ${local.s3_access_prefix}, with aws:SourceAccount ${local.account}.",
      ],
      [
        for id, announcement in local.announcements.access_logs :
        "It must announce s3:ObjectCreated:* under ${announcement.prefix} to ${announcement.topic_arn}, where ${id} is searched."
      ],
    ) } : {},
    {
      for arn in var.encryption.adopt.audit[*] : "kms_key/${arn}" => [
        "It encrypts the audit bucket: its policy must let cloudtrail.amazonaws.com (aws:SourceArn ${local.trail_arn}) use kms:GenerateDataKey*, kms:Decrypt and kms:DescribeKey, and delivery.logs.amazonaws.com (aws:SourceAccount ${local.account}) kms:GenerateDataKey* and kms:Decrypt.",
        "Its policy must let ${local.shipper_role_arn} use kms:Decrypt and kms:GenerateDataKey, or leave that to IAM where it is in the same account.",
        "Its rotation is its owner's.",
      ]
    },
    {
      for arn in var.encryption.adopt.logs[*] : "kms_key/${arn}" => [
        "It encrypts log groups: its policy must let logs.${local.region}.amazonaws.com use it for ${local.log_group_arn_prefix}:/${var.name}/* and ${local.log_group_arn_prefix}:/aws/lambda/${var.name}-* (kms:EncryptionContext:aws:logs:arn).",
        "Its rotation is its owner's.",
      ]
    },
    {
      for arn in var.encryption.adopt.messaging[*] : "kms_key/${arn}" => [
        "It encrypts topics and queues: its policy must let cloudwatch.amazonaws.com, sns.amazonaws.com and s3.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt, and events.amazonaws.com where service events are passed on; without it alarms vanish silently.",
        "Its rotation is its owner's.",
      ]
    },
    {
      for group in var.log_groups : "log_group/${group.adopt}" => [
        "It must be in ${local.region} of account ${local.account}; its retention, key and class are its owner's.",
      ] if group.adopt != null
    },
    {
      for arn in distinct(values(var.new_objects.adopt)) : "topic/${arn}" => [
        "Its policy must let s3.amazonaws.com publish for ${join(", ", distinct([for source, place in local.object_sources : place.bucket if lookup(var.new_objects.adopt, source, null) == arn]))}, and the shipper's queues in account ${local.account} subscribe.",
        "The policy of its key must let s3.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt.",
      ]
    },
  )
}
