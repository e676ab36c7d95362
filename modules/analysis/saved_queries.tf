# Saved Logs Insights queries: queries/<log source>/<title>.txt for each kind of log, and one for
# every alert. They cost nothing until somebody runs one.

locals {
  # Log source -> the log groups that hold it. Flow logs with a field list of their own have queries
  # of their own (own_flow_fields.tf).
  groups_by_source = {
    for key, group in var.log_groups : coalesce(group.log_source, key) => group.name... if group.fields == null
  }

  detections_directory = coalesce(var.detections_directory, "${path.module}/../../detections")

  # Made from the detections' patterns (`make docs`): id -> { log_source, query }.
  insights_queries_file = "${local.detections_directory}/insights_queries.json"
  insights_queries      = fileexists(local.insights_queries_file) ? jsondecode(file(local.insights_queries_file)) : {}

  queries_by_kind = var.queries == null ? {} : {
    for file in fileset("${path.module}/queries", "*/*.txt") : trimsuffix(file, ".txt") => {
      log_source = dirname(file)
      query      = trimspace(file("${path.module}/queries/${file}"))
    }
  }
  # With the parameters that the alert itself has here.
  queries_by_alert = var.queries == null ? {} : {
    for id, it in local.insights_queries : "${it.log_source}/alert ${id}" => {
      log_source = it.log_source
      query = templatestring(it.query, merge(
        { for name, parameter in yamldecode(file("${local.detections_directory}/${it.log_source}/${id}.yaml")).parameters : name => parameter.default },
        try(var.queries.detections[id].parameters, {}),
      ))
    } if try(var.queries.detections[id].off, null) == null
  }

  all_queries = merge(local.queries_by_kind, local.queries_by_alert)
  saved_queries = merge(
    {
      for name, it in local.all_queries : name => {
        log_groups = sort(local.groups_by_source[it.log_source])
        query      = it.query
      } if contains(keys(local.groups_by_source), it.log_source)
    },
    local.own_flow_queries,
  )
}

resource "aws_cloudwatch_query_definition" "query" {
  for_each = local.saved_queries

  name            = "${var.name}/${each.key}"
  log_group_names = each.value.log_groups
  query_string    = each.value.query
}
