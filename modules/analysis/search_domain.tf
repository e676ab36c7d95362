# The search engine: an OpenSearch Service domain, or one that is there already. A new domain takes
# AWS a quarter of an hour or more.

locals {
  domain      = "${var.name}-search"
  domain_arn  = "arn:${local.partition}:es:${local.region}:${local.account}:domain/${local.domain}"
  domain_made = var.search.domain[*]
  domain_vpc  = try(var.search.domain.vpc, null)

  # Names under /<name>/, which the logs key lets CloudWatch Logs encrypt.
  domain_log_group_prefix = "/${var.name}/search"
  domain_logs = var.search.domain == null ? {} : {
    AUDIT_LOGS          = "${local.domain_log_group_prefix}/audit"
    ES_APPLICATION_LOGS = "${local.domain_log_group_prefix}/application"
    INDEX_SLOW_LOGS     = "${local.domain_log_group_prefix}/index-slow"
    SEARCH_SLOW_LOGS    = "${local.domain_log_group_prefix}/search-slow"
  }

  search_endpoint   = var.search.domain == null ? var.search.endpoint : "https://${aws_opensearch_domain.search[0].endpoint}"
  search_domain_arn = var.search.domain != null ? local.domain_arn : var.search.auth == "sigv4" ? var.search.domain_arn : null

  # The domain whose metrics are in this account and region; elsewhere its owner watches it.
  watched_domains = (
    local.search_domain_arn == null ? []
    : startswith(local.search_domain_arn, "arn:${local.partition}:es:${local.region}:${local.account}:domain/")
    ? [split("/", local.search_domain_arn)[1]] : []
  )
}

resource "aws_opensearch_domain" "search" {
  #checkov:skip=CKV_AWS_247:It is encrypted with a customer key, whose ARN a plan does not know yet; this check wants to read it
  #checkov:skip=CKV_AWS_137:An environment puts it into a VPC; without one it takes signed requests of named roles only
  #checkov:skip=CKV_AWS_248:Its security group is made here; what a plan does not know is the group's id
  #checkov:skip=CKV_AWS_317:The audit log is one of the four in the dynamic block, which checkov does not read
  #checkov:skip=CKV_AWS_318:An environment sets three dedicated masters; a small domain does without
  #checkov:skip=CKV2_AWS_59:An environment sets three dedicated masters; a small domain does without
  count = length(local.domain_made)

  domain_name     = local.domain
  engine_version  = var.search.domain.engine_version
  access_policies = data.aws_iam_policy_document.domain[0].json

  cluster_config {
    instance_type                 = var.search.domain.instances.type
    instance_count                = var.search.domain.instances.count
    dedicated_master_enabled      = var.search.domain.dedicated_masters != null
    dedicated_master_count        = try(var.search.domain.dedicated_masters.count, null)
    dedicated_master_type         = try(var.search.domain.dedicated_masters.type, null)
    multi_az_with_standby_enabled = var.search.domain.standby
    zone_awareness_enabled        = var.search.domain.zones > 1

    dynamic "zone_awareness_config" {
      for_each = var.search.domain.zones > 1 ? [var.search.domain.zones] : []

      content {
        availability_zone_count = zone_awareness_config.value
      }
    }
  }

  ebs_options {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = var.search.domain.ebs.gib
    iops        = var.search.domain.ebs.iops
    throughput  = var.search.domain.ebs.throughput
  }

  # The service makes a grant on the key with the rights of whoever applies this.
  # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html
  encrypt_at_rest {
    enabled    = true
    kms_key_id = coalesce(var.search.domain.kms_key, var.keys.logs)
  }

  node_to_node_encryption {
    enabled = true
  }

  domain_endpoint_options {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }

  # The master is a role and no password: the set-up function's, which maps all others.
  # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
  advanced_security_options {
    enabled                        = true
    internal_user_database_enabled = false

    master_user_options {
      master_user_arn = local.search_setup_role_arn
    }
  }

  # Not to be had with t2 and t3.
  # https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html
  auto_tune_options {
    desired_state       = startswith(var.search.domain.instances.type, "t") ? "DISABLED" : "ENABLED"
    rollback_on_disable = "NO_ROLLBACK"
    use_off_peak_window = startswith(var.search.domain.instances.type, "t") ? null : true
  }

  off_peak_window_options {
    enabled = true

    off_peak_window {
      window_start_time {
        hours   = var.search.domain.off_peak_hour
        minutes = 0
      }
    }
  }

  software_update_options {
    auto_software_update_enabled = true
  }

  dynamic "log_publishing_options" {
    for_each = local.domain_logs

    content {
      log_type                 = log_publishing_options.key
      cloudwatch_log_group_arn = "${local.log_group_arn_prefix}:${log_publishing_options.value}"
    }
  }

  dynamic "vpc_options" {
    for_each = local.domain_vpc[*]

    content {
      security_group_ids = [aws_security_group.search[0].id]
      subnet_ids         = vpc_options.value.subnet_ids
    }
  }

  # A policy refuses roles that do not exist yet; the domain refuses log groups it cannot write to.
  depends_on = [
    aws_cloudwatch_log_group.domain,
    aws_cloudwatch_log_resource_policy.domain,
    aws_iam_role.search_setup,
    aws_iam_role.shipper,
    aws_iam_service_linked_role.search,
  ]
}

# Who may call it at all; what each may do inside is the set-up function's roles. People need POST to
# search. In a VPC the same roles sign as well.
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
data "aws_iam_policy_document" "domain" {
  count = length(local.domain_made)

  statement {
    sid       = "ShipperIndexes"
    actions   = ["es:ESHttpPost"]
    resources = ["${local.domain_arn}/*"]

    principals {
      type        = "AWS"
      identifiers = [local.shipper_role_arn]
    }
  }

  statement {
    sid       = "SetUp"
    actions   = ["es:ESHttpGet", "es:ESHttpPatch", "es:ESHttpPost", "es:ESHttpPut"]
    resources = ["${local.domain_arn}/*"]

    principals {
      type        = "AWS"
      identifiers = [local.search_setup_role_arn]
    }
  }

  dynamic "statement" {
    for_each = length(var.search.readers) == 0 ? [] : ["readers"]

    content {
      sid       = "PeopleSearch"
      actions   = ["es:ESHttpGet", "es:ESHttpHead", "es:ESHttpPost"]
      resources = ["${local.domain_arn}/*"]

      principals {
        type        = "AWS"
        identifiers = sort(values(var.search.readers))
      }
    }
  }
}

# AWS makes it with the account's first domain in a VPC from the console, but not from here.
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/slr.html
resource "aws_iam_service_linked_role" "search" {
  count = try(local.domain_vpc.make_service_linked_role, false) ? 1 : 0

  aws_service_name = "opensearchservice.amazonaws.com"
}

# --- its own logs ---

resource "aws_cloudwatch_log_group" "domain" {
  #checkov:skip=CKV_AWS_338:A year is the default; an environment may keep the domain's own logs for less
  for_each = local.domain_logs

  name              = each.value
  kms_key_id        = var.keys.logs
  log_group_class   = "STANDARD"
  retention_in_days = var.search.domain.log_retention_days
}

# One for all four groups: an account has ten such policies in a region.
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
resource "aws_cloudwatch_log_resource_policy" "domain" {
  count = length(local.domain_made)

  policy_name     = local.domain
  policy_document = data.aws_iam_policy_document.domain_logs[0].json
}

data "aws_iam_policy_document" "domain_logs" {
  count = length(local.domain_made)

  statement {
    sid       = "DomainWritesItsLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.domain_log_group_prefix}/*"]

    principals {
      type        = "Service"
      identifiers = ["es.amazonaws.com"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = [local.domain_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
  }
}
