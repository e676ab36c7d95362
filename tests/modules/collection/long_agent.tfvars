# Thirty files, each with a path of its own: more than Parameter Store takes.
agent = {
  web = {
    platform = "linux"
    tag      = { key = "hinomi-agent", values = ["web"] }

    files = {
      "application-01" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-01/application-01.log", log_group = "cloudtrail" }
      "application-02" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-02/application-02.log", log_group = "cloudtrail" }
      "application-03" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-03/application-03.log", log_group = "cloudtrail" }
      "application-04" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-04/application-04.log", log_group = "cloudtrail" }
      "application-05" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-05/application-05.log", log_group = "cloudtrail" }
      "application-06" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-06/application-06.log", log_group = "cloudtrail" }
      "application-07" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-07/application-07.log", log_group = "cloudtrail" }
      "application-08" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-08/application-08.log", log_group = "cloudtrail" }
      "application-09" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-09/application-09.log", log_group = "cloudtrail" }
      "application-10" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-10/application-10.log", log_group = "cloudtrail" }
      "application-11" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-11/application-11.log", log_group = "cloudtrail" }
      "application-12" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-12/application-12.log", log_group = "cloudtrail" }
      "application-13" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-13/application-13.log", log_group = "cloudtrail" }
      "application-14" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-14/application-14.log", log_group = "cloudtrail" }
      "application-15" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-15/application-15.log", log_group = "cloudtrail" }
      "application-16" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-16/application-16.log", log_group = "cloudtrail" }
      "application-17" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-17/application-17.log", log_group = "cloudtrail" }
      "application-18" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-18/application-18.log", log_group = "cloudtrail" }
      "application-19" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-19/application-19.log", log_group = "cloudtrail" }
      "application-20" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-20/application-20.log", log_group = "cloudtrail" }
      "application-21" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-21/application-21.log", log_group = "cloudtrail" }
      "application-22" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-22/application-22.log", log_group = "cloudtrail" }
      "application-23" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-23/application-23.log", log_group = "cloudtrail" }
      "application-24" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-24/application-24.log", log_group = "cloudtrail" }
      "application-25" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-25/application-25.log", log_group = "cloudtrail" }
      "application-26" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-26/application-26.log", log_group = "cloudtrail" }
      "application-27" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-27/application-27.log", log_group = "cloudtrail" }
      "application-28" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-28/application-28.log", log_group = "cloudtrail" }
      "application-29" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-29/application-29.log", log_group = "cloudtrail" }
      "application-30" = { kind = "application", path = "/var/log/company/applications/with/a/very/long/path/number-30/application-30.log", log_group = "cloudtrail" }
    }
  }
}
