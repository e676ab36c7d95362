resource "aws_kms_key" "this" {
  description             = "probe"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${local.account}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid    = "Services"
        Effect = "Allow"
        Principal = { Service = [
          "cloudwatch.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com",
          "cloudtrail.amazonaws.com", "logs.${local.region}.amazonaws.com"
        ] }
        Action   = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey", "kms:Encrypt*"]
        Resource = "*"
      }
    ]
  })
}

resource "aws_s3_bucket" "audit" {
  bucket        = "${local.name}-audit-${local.account}"
  force_destroy = true
}

resource "aws_s3_bucket_policy" "audit" {
  bucket = aws_s3_bucket.audit.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TrailWrites"
      Effect    = "Allow"
      Principal = { Service = "cloudtrail.amazonaws.com" }
      Action    = ["s3:PutObject", "s3:GetBucketAcl"]
      Resource  = [local.arn.bucket, "${local.arn.bucket}/*"]
    }]
  })
}

resource "aws_s3_bucket_server_side_encryption_configuration" "audit" {
  bucket = aws_s3_bucket.audit.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.this.arn
    }
    bucket_key_enabled = true
  }
}

resource "aws_s3_bucket_notification" "audit" {
  bucket = aws_s3_bucket.audit.id
  topic {
    id            = "new-objects"
    topic_arn     = aws_sns_topic_policy.new_objects.arn
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "AWSLogs/"
  }
}

resource "aws_sns_topic" "new_objects" {
  name              = "${local.name}-new-objects"
  kms_master_key_id = aws_kms_key.this.arn
}

resource "aws_sns_topic_policy" "new_objects" {
  arn = aws_sns_topic.new_objects.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "BucketAnnounces"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = local.arn.topics["new-objects"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnEquals    = { "aws:SourceArn" = local.arn.bucket }
      }
    }]
  })
}

resource "aws_cloudwatch_log_group" "this" {
  for_each          = toset(["cloudtrail", "vpc-flow-logs"])
  name              = "/${local.name}/${each.key}"
  retention_in_days = 7
  kms_key_id        = aws_kms_key.this.arn
}
