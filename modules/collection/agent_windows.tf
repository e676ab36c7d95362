# Windows event logs. Audit events of Security carry the level Information, so the levels default to
# all but VERBOSE.
locals {
  agent_event_logs = {
    for fleet, settings in var.agent : fleet => [
      for name, log in settings.event_logs : {
        event_format    = log.format
        event_levels    = log.levels
        event_name      = name
        log_group_name  = try(var.log_groups[local.agent_event_log_groups[fleet][name]].name, "")
        log_stream_name = "{instance_id}/${name}"
      }
    ]
  }
}
