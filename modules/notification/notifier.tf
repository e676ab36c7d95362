locals {
  notifier           = "${var.name}-notifier"
  notifier_log_group = "/aws/lambda/${local.notifier}"
}

resource "aws_lambda_function" "notifier" {
  #checkov:skip=CKV_AWS_50:The function is watched by its errors, its dead letters and its log; tracing would need rights on every resource
  #checkov:skip=CKV_AWS_115:An environment reserves concurrency; a new account has too little to reserve from, and AWS refuses
  #checkov:skip=CKV_AWS_116:The on-failure destination below keeps the error beside the event, which a dead-letter queue here would not
  #checkov:skip=CKV_AWS_117:It talks to AWS's public endpoints only; in a VPC it would need three interface endpoints to say the same
  #checkov:skip=CKV_AWS_173:Its environment holds an ARN, languages and a time zone: nothing secret
  #checkov:skip=CKV_AWS_272:The package is built here, and its hash is in the plan
  function_name                  = local.notifier
  description                    = "Alarm -> who, what, from where, what to do"
  role                           = aws_iam_role.notifier.arn
  runtime                        = "python3.13"
  architectures                  = [var.notifier.architecture]
  handler                        = "notifier.handler.handler"
  filename                       = var.notifier.package
  source_code_hash               = filebase64sha256(var.notifier.package)
  memory_size                    = var.notifier.memory_mb
  timeout                        = var.notifier.timeout_seconds
  reserved_concurrent_executions = coalesce(var.notifier.reserved_concurrency, -1)

  environment {
    variables = merge(
      {
        LANGUAGES                    = join(",", var.notifier.languages)
        NOTIFICATIONS_TOPIC_ARN      = local.topics.notifications.arn
        POWERTOOLS_METRICS_NAMESPACE = "${var.name}/pipeline"
        POWERTOOLS_SERVICE_NAME      = "notifier"
        TIME_ZONE                    = var.notifier.time_zone
      },
      var.chat == null ? {} : {
        CHAT_SEVERITIES = join(",", sort(var.chat.severities))
        CHAT_TOPIC_ARN  = local.topics.chat.arn
      },
    )
  }

  # Lambda would make the log group itself at the first call, without retention and key.
  depends_on = [aws_cloudwatch_log_group.notifier, aws_iam_role_policy.notifier]
}

resource "aws_cloudwatch_log_group" "notifier" {
  #checkov:skip=CKV_AWS_338:A year is the default; an environment may keep the function's own log for less
  name              = local.notifier_log_group
  kms_key_id        = var.keys.logs
  log_group_class   = "STANDARD"
  retention_in_days = var.notifier.log_retention_days
}

# --- alarms topic -> notifier ---

resource "aws_sns_topic_subscription" "notifier" {
  topic_arn = local.topics.alarms.arn
  protocol  = "lambda"
  endpoint  = "${local.function_arn_prefix}:${local.notifier}"

  # When SNS cannot reach the function at all (permission gone, throttled for too long).
  redrive_policy = jsonencode({
    deadLetterTargetArn = "${local.queue_arn_prefix}:${local.notifier_dead_letters}"
  })

  depends_on = [
    aws_lambda_permission.notifier,
    aws_sns_topic.path,
    aws_sqs_queue.notifier_dead_letters,
  ]
}

resource "aws_lambda_permission" "notifier" {
  statement_id  = "alarms-topic"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.notifier.function_name
  principal     = "sns.amazonaws.com"
  source_arn    = local.topics.alarms.arn
}

# --- what it could not do ---

resource "aws_lambda_function_event_invoke_config" "notifier" {
  function_name                = aws_lambda_function.notifier.function_name
  maximum_event_age_in_seconds = 3600
  maximum_retry_attempts       = 2

  destination_config {
    on_failure {
      destination = "${local.queue_arn_prefix}:${local.notifier_dead_letters}"
    }
  }

  depends_on = [aws_iam_role_policy.notifier, aws_sqs_queue.notifier_dead_letters]
}

# SNS too sends here: https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html
resource "aws_sqs_queue" "notifier_dead_letters" {
  name                      = local.notifier_dead_letters
  kms_master_key_id         = var.keys.messaging
  message_retention_seconds = 14 * 86400
  policy                    = data.aws_iam_policy_document.queue[local.notifier_dead_letters].json
}

# --- what it may do ---

resource "aws_iam_role" "notifier" {
  name               = local.notifier
  description        = "The notifier reads what rang an alarm and publishes the notification"
  assume_role_policy = data.aws_iam_policy_document.notifier_trust.json
}

data "aws_iam_policy_document" "notifier_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "notifier" {
  name   = "notify"
  role   = aws_iam_role.notifier.name
  policy = data.aws_iam_policy_document.notifier.json
}

data "aws_iam_policy_document" "notifier" {
  # It asks by metric, not by log group, and AWS then checks the right on every log group: the
  # answer holds filters, never events.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
  statement {
    sid       = "FindTheFilterOfAMetric"
    actions   = ["logs:DescribeMetricFilters"]
    resources = ["${local.log_group_arn_prefix}:*"]
  }

  dynamic "statement" {
    for_each = length(var.log_groups) == 0 ? [] : ["watched"]

    content {
      sid     = "ReadWhatRang"
      actions = ["logs:FilterLogEvents"]
      resources = flatten([
        for group in values(var.log_groups) : [group.arn, "${group.arn}:*"] # the group's streams
      ])
    }
  }

  statement {
    sid       = "Publish"
    actions   = ["sns:Publish"]
    resources = [for path in setintersection(["chat", "notifications"], keys(local.topics)) : local.topics[path].arn]
  }

  statement {
    sid       = "KeepWhatFailed"
    actions   = ["sqs:SendMessage"]
    resources = ["${local.queue_arn_prefix}:${local.notifier_dead_letters}"]
  }

  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${local.log_group_arn_prefix}:${local.notifier_log_group}:log-stream:*"]
  }
}

# A policy of its own: a key's ARN is known only once the key exists, and it would hide the
# statements above from every plan.
resource "aws_iam_role_policy" "notifier_key" {
  name   = "use-the-messaging-key"
  role   = aws_iam_role.notifier.name
  policy = data.aws_iam_policy_document.notifier_key.json
}

data "aws_iam_policy_document" "notifier_key" {
  # What a publisher to an encrypted topic or queue needs.
  # https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
  statement {
    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]
    resources = concat([var.keys.messaging], var.topics.notifications.key[*])

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["sns.${local.region}.amazonaws.com", "sqs.${local.region}.amazonaws.com"]
    }
  }
}
