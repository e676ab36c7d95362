locals {
  queue_arn = "arn:aws:sqs:${local.region}:${local.account}:${local.name}"
  from_topics = { for queue, topic in { next-action = "alarms", objects = "new-objects" } : queue => jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "${local.queue_arn}-${queue}"
      Condition = { ArnEquals = { "aws:SourceArn" = local.arn.topics[topic] } }
    }]
  }) }
}

resource "aws_sqs_queue" "this" {
  for_each                  = toset(["next-action", "dead-letters"])
  name                      = "${local.name}-${each.key}"
  message_retention_seconds = 1209600
  kms_master_key_id         = aws_kms_key.this.arn
  policy                    = try(local.from_topics[each.key], null)
}

resource "aws_sqs_queue" "objects" {
  name                       = "${local.name}-objects"
  visibility_timeout_seconds = 5
  kms_master_key_id          = aws_kms_key.this.arn
  policy                     = local.from_topics["objects"]
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.this["dead-letters"].arn # SQS wants it to exist
    maxReceiveCount     = 2
  })
}

resource "aws_iam_role" "reader" {
  name = "${local.name}-reader"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${local.arn.bucket}/AWSLogs/*" },
      {
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
        Resource = "${local.queue_arn}-objects"
      },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.this.arn },
    ]
  })
}

resource "aws_cloudwatch_log_group" "reader" {
  name              = "/aws/lambda/${local.name}-reader"
  retention_in_days = 7
}

resource "aws_lambda_function" "reader" {
  function_name    = "${local.name}-reader"
  role             = aws_iam_role.reader.arn
  runtime          = "python3.13"
  architectures    = ["arm64"]
  handler          = "reader.handler"
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  timeout          = 5
  depends_on       = [aws_cloudwatch_log_group.reader, aws_iam_role_policy.reader]
}

resource "aws_lambda_permission" "topics" {
  for_each      = { topics = "sns.amazonaws.com", logs = "logs.amazonaws.com" }
  statement_id  = each.key
  function_name = aws_lambda_function.reader.function_name
  action        = "lambda:InvokeFunction"
  principal     = each.value
}

resource "aws_lambda_event_source_mapping" "objects" {
  function_name           = aws_lambda_function.reader.arn
  event_source_arn        = aws_sqs_queue.objects.arn
  batch_size              = 10
  function_response_types = ["ReportBatchItemFailures"]
}

resource "aws_cloudwatch_log_subscription_filter" "flow_logs" {
  name            = "${local.name}-flow-logs"
  log_group_name  = aws_cloudwatch_log_group.this["vpc-flow-logs"].name
  destination_arn = aws_lambda_function.reader.arn
  filter_pattern  = "[version, account, eni, source, destination, srcport, destport, protocol, packets, bytes, windowstart, windowend, action = REJECT, flowlogstatus]"
  depends_on      = [aws_lambda_permission.topics]
}

resource "aws_lambda_invocation" "once" {
  function_name = aws_lambda_function.reader.function_name
  input         = jsonencode({ ask = "boto3" })
}
