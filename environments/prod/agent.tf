# What the CloudWatch agent reads, on instances with the tag `logs`.

locals {
  agent = {
    linux = {
      platform = "linux"
      tag      = { key = "logs", values = ["linux"] }
      metrics  = {}
      files = {
        auth    = { kind = "linux_auth", path = "/var/log/secure" }
        web     = { kind = "web_access", path = "/var/log/nginx/access.log" }
        app     = { kind = "application", path = "/var/log/app/*.log" }
        exports = { kind = "csv", path = "/var/log/app/*.csv", log_group = "csv" }
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
      files = {
        iis = { kind = "iis_access", path = "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\*.log" }
      }
    }
  }
}
