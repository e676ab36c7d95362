archive_account_id = "444455556666"
trail_name         = "company-trail"

audit_bucket = {
  expire_days     = 2555
  name            = "company-audit-logs"
  noncurrent_days = 365
  object_lock     = { mode = "COMPLIANCE", days = 400 }
  transitions     = { STANDARD_IA = 30, GLACIER = 180 }
}

delivery_bucket = {
  expire_days     = 90
  name            = "company-delivery-logs"
  noncurrent_days = 7
}

encryption = {
  deletion_window_days = 7
  rotation_days        = 90
}

log_groups = {
  cloudtrail    = { name = "company/trail", retention_days = 30 }
  vpc_flow_logs = {}
}
