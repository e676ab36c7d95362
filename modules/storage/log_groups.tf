resource "aws_cloudwatch_log_group" "source" {
  #checkov:skip=CKV_AWS_338:A year is the default and an environment may keep less where the audit bucket keeps the evidence
  for_each = { for key, group in var.log_groups : key => group if group.adopt == null }

  name = coalesce(each.value.name, "/${var.name}/${replace(each.key, "_", "-")}")
  kms_key_id = (
    lookup(var.encryption.adopt, "logs", null) != null
    ? lookup(var.encryption.adopt, "logs", null) : aws_kms_key.logs[0].arn
  )
  log_group_class   = each.value.class
  retention_in_days = each.value.retention_days
  skip_destroy      = each.value.skip_destroy
}
