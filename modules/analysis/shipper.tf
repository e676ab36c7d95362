locals {
  shipper           = "${var.name}-shipper"
  shipper_log_group = "/aws/lambda/${local.shipper}"
  quarantine        = { bucket = var.audit_bucket.name, prefix = "quarantine/" }

  # In CloudWatch Logs no header names the fields of a flow log; null leaves the variable out.
  flow_log_format = try(join(" ", [
    for field in coalescelist([
      for group in local.subscription_sources : group.fields if group.fields != null
    ]...) : "$${${field}}"
  ]), null)

  # The keys of what is read and set aside; the audit bucket's objects are encrypted with keys.audit.
  # A source's own key is a static question: its value may be known only once the key exists.
  object_keys = distinct(concat(
    [var.keys.audit], [for source in local.object_sources : source.key if source.key != null]
  ))
}

resource "aws_lambda_function" "shipper" {
  #checkov:skip=CKV_AWS_50:The function is watched by its ledger, its dead letters and its log; tracing would need rights on every resource
  #checkov:skip=CKV_AWS_115:An environment reserves concurrency; a new account has too little to reserve from, and AWS refuses
  #checkov:skip=CKV_AWS_116:Objects have their queue's dead letters, subscriptions the on-failure destination below
  #checkov:skip=CKV_AWS_117:It is in a VPC where the search engine is in one; a public engine is reached by its signed endpoint
  #checkov:skip=CKV_AWS_173:Its environment holds names and a URL: nothing secret
  #checkov:skip=CKV_AWS_272:The package is built here, and its hash is in the plan
  function_name                  = local.shipper
  description                    = "Logs -> documents in the search engine"
  role                           = aws_iam_role.shipper.arn
  runtime                        = "python3.13"
  architectures                  = [var.shipper.architecture]
  handler                        = "shipper.handler.handler"
  filename                       = var.shipper.package
  source_code_hash               = filebase64sha256(var.shipper.package)
  memory_size                    = var.shipper.memory_mb
  timeout                        = var.shipper.timeout_seconds
  reserved_concurrent_executions = coalesce(var.shipper.reserved_concurrency, -1)

  environment {
    variables = {
      OPENSEARCH_AUTH              = var.search.auth
      OPENSEARCH_ENDPOINT          = local.search_endpoint
      POWERTOOLS_METRICS_NAMESPACE = "${var.name}/pipeline"
      POWERTOOLS_SERVICE_NAME      = "shipper"
      QUARANTINE_BUCKET            = local.quarantine.bucket
      QUARANTINE_PREFIX            = local.quarantine.prefix
      VPC_FLOW_LOG_FORMAT          = local.flow_log_format
    }
  }

  dynamic "vpc_config" {
    for_each = local.shipper_vpc[*]

    content {
      security_group_ids = [aws_security_group.shipper[0].id]
      subnet_ids         = vpc_config.value.subnet_ids
    }
  }

  # Lambda would make the log group itself at the first call, without retention and key; and it tries
  # the role on the VPC when the function is made.
  depends_on = [
    aws_cloudwatch_log_group.shipper, aws_iam_role_policy.shipper, aws_iam_role_policy.shipper_network,
  ]
}

resource "aws_cloudwatch_log_group" "shipper" {
  #checkov:skip=CKV_AWS_338:A year is the default; an environment may keep the function's own log for less
  name              = local.shipper_log_group
  kms_key_id        = var.keys.logs
  log_group_class   = "STANDARD"
  retention_in_days = var.shipper.log_retention_days
}

# A call by a subscription is asynchronous: what still fails after the retries is kept here. A
# batch over the queue's limit would not fit, so the shipper sets unreadable input aside itself.
resource "aws_lambda_function_event_invoke_config" "shipper" {
  count = length(local.subscriptions_there)

  function_name                = aws_lambda_function.shipper.function_name
  maximum_event_age_in_seconds = 21600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = "${local.queue_arn_prefix}:${local.shipper_dead_letters}"
    }
  }

  depends_on = [aws_iam_role_policy.shipper, aws_sqs_queue.shipper_dead_letters]
}

resource "aws_sqs_queue" "shipper_dead_letters" {
  count = length(local.subscriptions_there)

  name                      = local.shipper_dead_letters
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[local.shipper_dead_letters].json
}

# --- what it may do ---

resource "aws_iam_role" "shipper" {
  name               = local.shipper
  description        = "The shipper reads delivered logs and indexes them"
  assume_role_policy = data.aws_iam_policy_document.lambda_trust.json
}

data "aws_iam_policy_document" "lambda_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "shipper" {
  name   = "ship"
  role   = aws_iam_role.shipper.name
  policy = data.aws_iam_policy_document.shipper.json
}

data "aws_iam_policy_document" "shipper" {
  dynamic "statement" {
    for_each = length(local.object_sources) == 0 ? [] : ["objects"]

    content {
      sid     = "ReadWhatServicesDelivered"
      actions = ["s3:GetObject", "s3:GetObjectVersion"] # an event names the version
      resources = sort(flatten([
        for source in local.object_sources : [for prefix in source.prefixes : "${source.bucket.arn}/${prefix}*"]
      ]))
    }
  }

  # Without it S3 answers 403 for an object that is gone, as for one that may not be read, and the
  # shipper would ask for it again until it ends among the dead letters.
  # https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
  # The prefix that S3 then asks about is the object's key: AWS does not document it, two who tried say
  # so (https://github.com/ceph/ceph/pull/68577, https://github.com/kopia/kopia/pull/3072).
  dynamic "statement" {
    for_each = local.prefixes_read

    content {
      sid       = "TellGoneFromRefused${index(keys(local.prefixes_read), statement.key) + 1}"
      actions   = ["s3:ListBucket"]
      resources = [statement.key]

      condition {
        test     = "StringLike"
        variable = "s3:prefix"
        values   = [for prefix in statement.value : "${prefix}*"]
      }
    }
  }

  dynamic "statement" {
    for_each = length(local.object_sources) == 0 ? [] : ["objects"]

    content {
      sid       = "TakeFromItsQueues"
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      resources = [for source in local.object_sources : "${local.queue_arn_prefix}:${source.queue}"]
    }
  }

  dynamic "statement" {
    for_each = local.subscriptions_there

    content {
      sid       = "KeepWhatFailed"
      actions   = ["sqs:SendMessage"]
      resources = ["${local.queue_arn_prefix}:${local.shipper_dead_letters}"]
    }
  }

  statement {
    sid       = "SetAside"
    actions   = ["s3:PutObject"]
    resources = ["${var.audit_bucket.arn}/${local.quarantine.prefix}*"]
  }

  dynamic "statement" {
    for_each = local.search_domain_arn[*]

    content {
      sid       = "Index"
      actions   = ["es:ESHttpPost"] # _bulk
      resources = ["${statement.value}/*"]
    }
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.shipper_log_group}:log-stream:*"]
  }
}

# A policy of its own: a key's ARN is known only once the key exists, and it would hide the
# statements above from every plan.
resource "aws_iam_role_policy" "shipper_keys" {
  name   = "use-the-keys"
  role   = aws_iam_role.shipper.name
  policy = data.aws_iam_policy_document.shipper_keys.json
}

data "aws_iam_policy_document" "shipper_keys" {
  # Decrypt to read, GenerateDataKey to set aside.
  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = local.object_keys

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com"]
    }
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.keys.messaging]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sqs.${local.region}.amazonaws.com"]
    }
  }
}
