trail_name = "company-trail"

access_log_bucket = { buckets = ["orders", "order-exports"] }

audit_bucket = {
  expire_days     = 2555
  name            = "company-audit-logs"
  noncurrent_days = 365
  prefix          = "company/trail/"
  object_lock     = { mode = "COMPLIANCE", days = 400 }
  transitions     = { STANDARD_IA = 30, GLACIER = 180 }
}

delivery_bucket = {
  expire_days          = 90
  load_balancer_prefix = "elb"
  name                 = "company-delivery-logs"
  noncurrent_days      = 7
  transitions          = { STANDARD_IA = 30 }
}

encryption = {
  deletion_window_days = 7
  log_group_names      = ["/aws/lambda/orders-*"]
  rotation_days        = 90
}

log_groups = {
  application   = { class = "INFREQUENT_ACCESS", name = "/orders/application", skip_destroy = true }
  cloudtrail    = { name = "company/trail", retention_days = 30 }
  vpc_flow_logs = {}
  office_flows  = { log_source = "vpc_flow_logs", retention_days = 7 }
}
