# Server access logs need a target in the account and region of their source.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
resource "aws_s3_bucket_logging" "named" {
  for_each = var.s3_access_logs.buckets

  bucket        = each.value
  target_bucket = var.access_log_bucket.name
  target_prefix = var.s3_access_logs.prefix

  # <prefix><account>/<region>/<bucket>/<yyyy>/<mm>/<dd>/...: one prefix serves every bucket, and a
  # day can be found. By the events' own time, since S3 delivers hours late.
  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}
