# detections/ as this environment watches it. The same files are read by the tests, the gate and
# the notifier.

locals {
  detections_directory = coalesce(var.detections_directory, "${path.module}/../../detections")

  catalogue = {
    for file in fileset(local.detections_directory, "*/*.yaml") :
    trimsuffix(basename(file), ".yaml") => yamldecode(file("${local.detections_directory}/${file}"))
  }

  not_watched = merge(
    {
      for id, detection in local.catalogue : id => "no log group for ${detection.log_source} here"
      if !contains(keys(var.log_groups), detection.log_source)
    },
    { for id, set in var.detections : id => set.off if set.off != null },
  )

  # Neither the numbers nor the pattern of a file are changed for an environment that says nothing.
  watched = {
    for id, detection in local.catalogue : id => {
      alarm = merge(detection.alarm, {
        for setting in ["datapoints_to_alarm", "evaluation_periods", "period", "threshold"] :
        setting => var.detections[id][setting] if try(var.detections[id][setting], null) != null
      })
      log_group = var.log_groups[detection.log_source].name
      pattern = templatestring(detection.pattern, merge(
        { for name, parameter in detection.parameters : name => parameter.default },
        try(var.detections[id].parameters, {}),
      ))
      severity = detection.severity
      title    = detection.title.en
      value    = detection.metric.value
    } if !contains(keys(local.not_watched), id)
  }
}
