# What is watched beside the network: a queue of this environment's own, and what only has a name here.

resource "aws_sqs_queue" "orders" {
  name                    = "${var.name}-orders"
  sqs_managed_sse_enabled = true
}

locals {
  metrics = {
    orders = {
      kind       = "sqs"
      dimensions = { QueueName = aws_sqs_queue.orders.name }
      # An order that nobody takes within half a minute is late.
      alarms = { oldest-message-waits = { datapoints_to_alarm = 1, evaluation_periods = 1, threshold = 30 } }
    }
  }

  # Deliveries name a distribution by its ARN, and the emulator asks nobody for it; making one would
  # take a minute to no other end.
  distribution = "arn:aws:cloudfront::${local.account}:distribution/E1ABCDEF234567"

  # Nobody asks from outside: see the README.
  site = { host = "www.example.com", text = "Example Domain" }

  # No instance stands here that these tags could choose.
  agent = {
    linux = {
      platform = "linux"
      tag      = { key = "logs", values = ["linux"] }
      metrics  = {}
      files = {
        app  = { kind = "application", path = "/var/log/app/*.log" }
        auth = { kind = "linux_auth", path = "/var/log/secure" }
        web  = { kind = "web_access", path = "/var/log/nginx/access.log" }
      }
    }
    windows = {
      platform   = "windows"
      tag        = { key = "logs", values = ["windows"] }
      metrics    = {}
      event_logs = { Application = { levels = ["CRITICAL", "ERROR", "WARNING"] }, Security = {}, System = {} }
      files      = { iis = { kind = "iis_access", path = "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\*.log" } }
    }
  }
}
