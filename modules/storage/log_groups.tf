# Class STANDARD: the Infrequent Access class has neither metric filters nor subscription filters.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
resource "aws_cloudwatch_log_group" "source" {
  #checkov:skip=CKV_AWS_338:A year is the default and an environment may keep less where the audit bucket keeps the evidence
  for_each = var.log_groups

  name              = coalesce(each.value.name, "/${var.name}/${replace(each.key, "_", "-")}")
  kms_key_id        = aws_kms_key.logs.arn
  log_group_class   = "STANDARD"
  retention_in_days = each.value.retention_days
}
