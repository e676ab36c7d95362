# Files that the agent reads, on Linux and Windows alike. Keys and their meaning:
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
#
# retention_in_days is left out everywhere: the agent would set it on Terraform's log groups.
locals {
  # What a kind of file knows about its time stamps, and where an entry of several lines begins.
  agent_kinds = {
    application = { multi_line_start_pattern = "{timestamp_format}", timestamp_format = "%Y-%m-%dT%H:%M:%S", timezone = "UTC" }
    csv         = {}
    # IIS writes UTC, and a new header whenever it starts; "#" lines are its own.
    iis_access = { timestamp_format = "%Y-%m-%d %H:%M:%S", timezone = "UTC" }
    linux_auth = { timestamp_format = "%b %d %H:%M:%S", timezone = "Local" }
    text       = {}
    web_access = { timestamp_format = "%d/%b/%Y:%H:%M:%S %z" }
  }

  agent_files = {
    for fleet, settings in var.agent : fleet => [
      for name, file in settings.files : {
        for key, value in {
          encoding                 = file.encoding
          file_path                = file.path
          log_group_name           = try(var.log_groups[local.agent_file_log_groups[fleet][name]].name, "")
          log_stream_name          = "{instance_id}/${name}"
          multi_line_start_pattern = try(coalesce(file.multi_line_start_pattern, local.agent_kinds[file.kind].multi_line_start_pattern), null)
          timestamp_format         = try(coalesce(file.timestamp_format, local.agent_kinds[file.kind].timestamp_format), null)
          timezone                 = try(coalesce(file.timezone, local.agent_kinds[file.kind].timezone), null)
        } : key => value if value != null
      }
    ]
  }
}
