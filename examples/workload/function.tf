# A function that takes orders. It writes to the log group that storage has made ahead, with retention
# and key; its role may write there and nowhere else.

resource "aws_lambda_function" "orders" {
  #checkov:skip=CKV_AWS_50:Its log and its metrics are watched; tracing is the application's own choice
  #checkov:skip=CKV_AWS_115:A new account has too little concurrency to reserve from, and AWS refuses
  #checkov:skip=CKV_AWS_116:It is called by its users, who see a failure themselves
  #checkov:skip=CKV_AWS_117:It calls nothing in the VPC
  #checkov:skip=CKV_AWS_272:The package is built here, and its hash is in the plan
  function_name    = local.orders_function
  description      = "Takes an order"
  role             = aws_iam_role.orders.arn
  runtime          = "python3.13"
  architectures    = ["arm64"]
  handler          = "orders.handler"
  filename         = var.function_package
  source_code_hash = filebase64sha256(var.function_package)
  memory_size      = 128
  timeout          = 10

  logging_config {
    log_format = module.collection.lambda_logging.orders.log_format
    log_group  = module.collection.lambda_logging.orders.log_group
  }

  depends_on = [aws_iam_role_policy_attachment.orders_log]
}

locals {
  orders_function = "${var.name}-orders"
}

resource "aws_iam_role" "orders" {
  name        = local.orders_function
  description = "The orders function"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "orders_log" {
  role       = aws_iam_role.orders.name
  policy_arn = module.collection.lambda_logging.orders.policy_arn
}
