# What the CloudWatch agent reads, on instances with the tag `logs`.

locals {
  agent = {
    linux = {
      platform = "linux"
      tag      = { key = "logs", values = ["linux"] }
      metrics  = {}
      files = {
        secure = { kind = "linux_auth", path = "/var/log/secure" }
        nginx  = { kind = "web_access", path = "/var/log/nginx/access.log" }
        shop   = { kind = "application", path = "/var/log/shop/*.log" }
      }
    }

    windows = {
      platform = "windows"
      tag      = { key = "logs", values = ["windows"] }
      metrics  = {}
      event_logs = {
        Application = { levels = ["CRITICAL", "ERROR", "WARNING"] }
        Security    = {}
        System      = {}
      }
    }
  }
}
