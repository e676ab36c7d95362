resource "aws_kms_key" "objects" {
  enable_key_rotation = true
}

resource "aws_kms_key" "messages" {
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.messages.json
}

resource "aws_kms_alias" "messages" {
  name_prefix   = "alias/messages-"
  target_key_id = aws_kms_key.messages.key_id
}

data "aws_iam_policy_document" "messages" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }

  statement {
    actions   = ["kms:Decrypt", "kms:GenerateDataKey*"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
  }
}

resource "aws_cloudwatch_log_group" "source" {
  for_each = toset(["trail", "flows"])

  name_prefix       = "${each.key}-"
  retention_in_days = 365
}

resource "aws_s3_bucket" "audit" {
  bucket_prefix = "audit-"
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

output "bucket" {
  value = aws_s3_bucket.audit.id
}

output "groups" {
  value = { for name, group in aws_cloudwatch_log_group.source : name => { name = group.name, arn = group.arn } }
}

output "keys" {
  value = {
    messages = aws_kms_alias.messages.target_key_arn
    objects  = aws_kms_key.objects.arn
  }
}
