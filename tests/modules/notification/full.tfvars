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
  auditors = { address = "auditors@example.com", severities = ["critical", "high"] }
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

chat = {
  severities = ["critical", "high"]
  slack      = { security = { channel_id = "C0123ABCD", workspace_id = "T0123ABCD" } }
  teams = {
    operations = {
      channel_id = "19%3ab6ef35dc342d56ba5654e6fc6d25a071%40thread.tacv2"
      team_id    = "12345678-1234-1234-1234-123456789012"
      tenant_id  = "87654321-4321-4321-4321-210987654321"
    }
  }
}

composite_alarms = {
  root-and-rejected = {
    rule     = "ALARM(root-user-used) AND (ALARM(rejected-flows) OR NOT OK(web/check-failed))"
    severity = "critical"
    title    = "Root was used while the network was probed"
  }
  site-down = {
    any                = ["site/latency-high", "site/server-errors"]
    instead_of_members = true
    title              = "The site is down / サイトが停止"
  }
  web-down = {
    all           = ["web/cpu-high", "web/check-failed"]
    suppressed_by = { alarm = "maintenance", extension_seconds = 300 }
    title         = "The web server is down"
  }
}

metric_alarms = {
  site = {
    kind       = "distribution"
    dimensions = { DistributionId = "E1A2B3C4D5E6F7" }
    alarms     = { latency-high = { anomaly = 3 } }
  }
  web = {
    kind       = "instance"
    dimensions = { InstanceId = "i-0a1b2c3d4e5f60718" }
    alarms = {
      check-failed = { severity = "high", threshold = 1, evaluation_periods = 3, period = 60 }
      cpu-high     = { anomaly = 2.5 }
      traffic-high = { off = "Its traffic is what it is for; the load balancer counts it." }
    }
  }
}

service_health = { categories = ["issue", "scheduledChange"] }

subscribers = {
  archive = { protocol = "email-json", endpoint = "archive@example.com" }
  hook    = { protocol = "https", endpoint = "https://tickets.example.com/hook", severities = ["critical", "high"], raw = false }
  isolate = { protocol = "lambda", endpoint = "arn:aws:lambda:ap-northeast-1:111122223333:function:isolate" }
  pager   = { protocol = "sms", endpoint = "+819012345678", severities = ["critical"] }
  siem    = { protocol = "sqs", endpoint = "arn:aws:sqs:ap-northeast-1:444455556666:siem" }
}
