# metric_alarms/ as this environment watches it: every alarm of a kind, for every resource of that
# kind. The same files are read by hinomi.metric_alarms and the notifier.

locals {
  metric_alarms_directory = coalesce(var.metric_alarms_directory, "${path.module}/../../metric_alarms")

  kinds = {
    for file in fileset(local.metric_alarms_directory, "*.yaml") :
    trimsuffix(file, ".yaml") => yamldecode(file("${local.metric_alarms_directory}/${file}"))
  }

  # By <resource>/<alarm>. `set` is what this environment says of it; numbers of the file stay
  # where it says nothing.
  metric_alarm_candidates = merge([
    for key, resource in var.metric_alarms : {
      for id, alarm in try(local.kinds[resource.kind].alarms, {}) : "${key}/${id}" => {
        alarm    = id
        file     = alarm
        kind     = resource.kind
        missing  = [for name in alarm.dimensions : name if !contains(keys(resource.dimensions), name)]
        resource = key
        set      = try(resource.alarms[id], local.nothing_set)
      }
    }
  ]...)
  nothing_set = {
    anomaly  = null, datapoints_to_alarm = null, evaluation_periods = null, off = null, period = null,
    severity = null, threshold = null
  }

  metric_alarm_settings = {
    for key, candidate in local.metric_alarm_candidates : key => {
      anomaly             = candidate.set.anomaly
      datapoints_to_alarm = coalesce(candidate.set.datapoints_to_alarm, candidate.file.datapoints_to_alarm)
      evaluation_periods  = coalesce(candidate.set.evaluation_periods, candidate.file.evaluation_periods)
      period              = coalesce(candidate.set.period, candidate.file.period)
      severity            = coalesce(candidate.set.severity, candidate.file.severity)
      threshold           = try(coalesce(candidate.set.threshold, candidate.file.threshold), null)
    }
  }

  metric_alarms_not_made = {
    for key, candidate in local.metric_alarm_candidates : key => (
      candidate.set.off != null ? candidate.set.off
      : length(candidate.missing) > 0 ? "metric_alarms.${candidate.resource}.dimensions has no ${join(" and no ", candidate.missing)}"
      : "no threshold fits every account: set threshold${try(candidate.file.anomaly, null) == null ? "" : " or anomaly"} in metric_alarms.${candidate.resource}.alarms.${candidate.alarm}"
    )
    if candidate.set.off != null || length(candidate.missing) > 0 || (
      local.metric_alarm_settings[key].threshold == null && candidate.set.anomaly == null
    )
  }

  metric_alarms = {
    for key, candidate in local.metric_alarm_candidates : key => {
      comparison = (
        candidate.set.anomaly == null ? candidate.file.comparison : candidate.file.anomaly.comparison
      )
      # The notifier finds runbook and severity by these words.
      description = "[${local.metric_alarm_settings[key].severity}] ${candidate.file.title.en}: ${candidate.resource} (metric alarm ${candidate.kind}/${candidate.alarm})"
      # Names only: the alarm reads their values from the variable, so that a plan shows which
      # resource it watches.
      dimensions       = candidate.file.dimensions
      fixed_dimensions = { for name, value in try(candidate.file.fixed_dimensions, {}) : name => value }
      global           = local.kinds[candidate.kind].region == "us-east-1"
      metric           = candidate.file.metric
      missing_data     = candidate.file.missing_data
      name             = "${var.name}-${candidate.resource}-${candidate.alarm}"
      namespace        = try(candidate.file.namespace, local.kinds[candidate.kind].namespace)
      resource         = candidate.resource
      set              = local.metric_alarm_settings[key]
      statistic        = candidate.file.statistic
      title            = candidate.file.title.en
    } if !contains(keys(local.metric_alarms_not_made), key)
  }

  # What a composite alarm may name, and where it stands.
  alarms_by_key = merge(
    { for id in keys(local.watched) : id => { global = false, name = "${var.name}-${id}" } },
    { for key, alarm in local.metric_alarms : key => { global = alarm.global, name = alarm.name } },
  )

  # Each name that a composite alarm's rule mentions: ALARM(root-user-used), NOT OK(web/errors).
  composite_members = {
    for name, composite in var.composite_alarms : name => distinct(concat(
      tolist(composite.all), tolist(composite.any),
      [for found in regexall("[A-Z_]+\\(([^()\\s]+)\\)", coalesce(composite.rule, "-")) : found[0]],
    ))
  }

  composite_alarms = {
    for name, composite in var.composite_alarms : name => {
      global = anytrue([for key in local.composite_members[name] : try(local.alarms_by_key[key].global, false)])
      rule = (
        # A name follows from its key, so a pattern can write the one as the other.
        composite.rule != null
        ? replace(
          replace(composite.rule, "/([A-Z_]+)\\(([a-z0-9-]+)\\/([a-z0-9-]+)\\)/", "$1(\"${var.name}-$2-$3\")"),
          "/([A-Z_]+)\\(([a-z0-9-]+)\\)/", "$1(\"${var.name}-$2\")"
        )
        : join(length(composite.any) > 0 ? " OR " : " AND ", [
          for key in setunion(composite.all, composite.any) :
          "ALARM(\"${var.name}-${replace(key, "/", "-")}\")"
        ])
      )
    }
  }

  # Members that ring only through a composite alarm.
  quiet = toset(flatten([
    for name, composite in var.composite_alarms : local.composite_members[name] if composite.instead_of_members
  ]))
}
