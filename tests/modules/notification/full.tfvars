detections = {
  important-service-reached = {
    parameters = { address = "192.0.2.10" }
  }
  rejected-flows = {
    datapoints_to_alarm = 3
    evaluation_periods  = 5
    period              = 300
    threshold           = 500
  }
  snapshot-shared = {
    off = "Snapshots are shared by the release pipeline; its own rule watches them."
  }
}

mail = {
  auditors = { address = "auditors@example.com" }
  on_call  = { address = "on-call@example.com" }
}

next_action = {
  max_receive_count  = 3
  retention_days     = 4
  visibility_seconds = 60
}

notifier = {
  architecture         = "x86_64"
  languages            = ["ja"]
  log_retention_days   = 30
  memory_mb            = 1024
  package              = "function.zip"
  reserved_concurrency = 5
  time_zone            = "Asia/Tokyo"
  timeout_seconds      = 120
}
