# Server access logs need a target in the account and region of their source.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
resource "aws_s3_bucket_logging" "named" {
  for_each = var.s3_access_logs.buckets

  bucket        = each.value
  target_bucket = var.access_log_bucket.name
  target_prefix = "s3-access/${each.value}/" # what the target's policy lets S3 write for this bucket

  # S3 adds <account>/<region>/<bucket>/<yyyy>/<mm>/<dd>/, so that a day can be found: the day of the
  # requests, since S3 delivers hours late.
  target_object_key_format {
    partitioned_prefix {
      partition_date_source = "EventTime"
    }
  }
}
