# detections/ as this environment watches it. The same files are read by the tests, the gate and
# the notifier.

locals {
  detections_directory = coalesce(var.detections_directory, "${path.module}/../../detections")

  catalogue = {
    for file in fileset(local.detections_directory, "*/*.yaml") :
    trimsuffix(basename(file), ".yaml") => yamldecode(file("${local.detections_directory}/${file}"))
  }

  # Neither the numbers nor the pattern of a file are changed for an environment that says nothing.
  patterns = {
    for id, detection in local.catalogue : id => templatestring(detection.pattern, merge(
      { for name, parameter in detection.parameters : name => parameter.default },
      try(var.detections[id].parameters, {}),
    ))
  }

  # --- which log groups a detection reads ---

  groups = {
    for key, group in var.log_groups : key => {
      fields     = group.fields
      log_source = coalesce(group.log_source, key)
      name       = group.name
    }
  }

  # Every detection on every log group of its log source. A group that is named for its log source
  # adds nothing to the key, so a second group can come later without the first being made anew.
  readings = merge([
    for key, group in local.groups : {
      for id, detection in local.catalogue : (key == group.log_source ? id : "${id}/${key}") => {
        detection = id
        group     = key
        own       = group.fields == null ? null : local.own_format[key][id]
        pattern   = group.fields == null ? local.patterns[id] : local.own_format[key][id].pattern
      } if detection.log_source == group.log_source
    }
  ]...)

  # --- flow logs with a field list of their own ---
  # hinomi.catalogue.flow_log_fields rewrites in the same way; a test compares the two.

  # The default format, version 2:
  # https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
  flow_log_fields = [
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets", "bytes", "start", "end", "action", "log-status",
  ]

  # The places of each pattern, in the order of the default fields. Commas in quotes or regexes part
  # nothing.
  flow_log_places = {
    for id, pattern in local.patterns : id => [
      for place in regexall("(?:\"[^\"]*\"|%[^%]*%|[^,\"%])+", trimsuffix(trimprefix(trimspace(pattern), "["), "]")) :
      trimspace(place)
    ] if local.catalogue[id].log_source == "vpc_flow_logs"
  }

  # AWS documents no hyphen in the name of a place.
  own_format = {
    for key, group in local.groups : key => {
      for id, places in local.flow_log_places : id => {
        pattern = "[${join(", ", [
          for name in group.fields :
          try(places[index(local.flow_log_fields, name)], replace(name, "-", "_"))
        ])}]"
        missing = join(", ", [
          for position, name in local.flow_log_fields : name
          if !contains(group.fields, name) && !can(regex("^[A-Za-z0-9_]+$", places[position]))
        ])
        rewritable = length(places) == length(local.flow_log_fields)
      }
    } if group.fields != null
  }

  # --- what is watched, and what is not and why ---

  # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
  unreadable = merge([
    for key, reading in local.readings : {
      for reason in [
        !reading.own.rewritable ? "its pattern does not name each of the ${length(local.flow_log_fields)} default fields, so it cannot be written for others"
        : reading.own.missing != "" ? "its flow log has no field ${reading.own.missing}"
        : length(reading.pattern) > 1024 ? "for the fields of its flow log the pattern would have ${length(reading.pattern)} characters, and CloudWatch Logs takes 1024"
        : ""
      ] : key => reason if reason != ""
    } if reading.own != null
  ]...)

  off = { for id, set in var.detections : id => set.off if set.off != null }

  # What becomes a metric filter each; all filters of a detection publish one metric.
  filters = {
    for key, reading in local.readings : key => {
      detection = reading.detection
      log_group = local.groups[reading.group].name
      pattern   = reading.pattern
      value     = local.catalogue[reading.detection].metric.value
    } if !contains(keys(local.unreadable), key) && !contains(keys(local.off), reading.detection)
  }

  watched = {
    for id, detection in local.catalogue : id => {
      alarm = merge(detection.alarm, {
        for setting in ["datapoints_to_alarm", "evaluation_periods", "period", "threshold"] :
        setting => var.detections[id][setting] if try(var.detections[id][setting], null) != null
      })
      severity = detection.severity
      title    = detection.title.en
    } if contains([for filter in local.filters : filter.detection], id)
  }

  not_watched = merge(
    {
      for id, detection in local.catalogue : id => "no log group for ${detection.log_source} here"
      if !contains([for reading in local.readings : reading.detection], id)
    },
    # Under the id where no log group is left, under <id>/<group> where another one is watched.
    {
      for id, reasons in {
        for key, reason in local.unreadable : (
          contains(keys(local.watched), local.readings[key].detection)
          ? "${local.readings[key].detection}/${local.readings[key].group}"
          : local.readings[key].detection
        ) => reason...
      } : id => join("; ", distinct(reasons))
    },
    local.off,
  )
}
