# Saved queries for flow logs with a field list of their own. The queries are written for the default
# format: by the names that Logs Insights discovers in it, or by a `parse` of its fourteen places.
# Insights discovers no field of another format, so each query gets a `parse` of that list, and one
# that needs a field which is not in the list is left out, with the reason.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html

locals {
  default_flow_fields = [
    "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport",
    "protocol", "packets", "bytes", "start", "end", "action", "log-status",
  ]
  insights_flow_names = [
    "version", "accountId", "interfaceId", "srcAddr", "dstAddr", "srcPort", "dstPort",
    "protocol", "packets", "bytes", "startTime", "endTime", "action", "logStatus",
  ]

  own_flow_groups = {
    for key, group in var.log_groups : key => {
      fields = group.fields
      # Beside other groups of its log source it has a folder of its own.
      folder = length([
        for other, its in var.log_groups : other
        if coalesce(its.log_source, other) == coalesce(group.log_source, key)
      ]) == 1 ? coalesce(group.log_source, key) : "${coalesce(group.log_source, key)}/${key}"
      name   = group.name
      source = coalesce(group.log_source, key)
    } if group.fields != null
  }

  # Comments, commands, and what the query calls each default field.
  flow_queries = {
    for name, it in local.all_queries : name => {
      comments = [for line in split("\n", it.query) : line if startswith(line, "#")]
      commands = split("\n| ", join("\n", [for line in split("\n", it.query) : line if !startswith(line, "#")]))
      names = (
        strcontains(it.query, "parse @message /")
        ? flatten(regexall("\\(\\?<([A-Za-z0-9]+)>", it.query)) : local.insights_flow_names
      )
      parses = strcontains(it.query, "parse @message /")
      source = it.log_source
    } if contains([for group in local.own_flow_groups : group.source], it.log_source)
  }

  # Query by group: what it calls the fields that are there, what it needs that is not, its commands.
  own_flow_words = merge([
    for key, group in local.own_flow_groups : {
      for name, it in local.flow_queries : "${group.folder}/${trimprefix(name, "${it.source}/")}" => {
        # Field -> its name, as far as the list has it. A name of Insights' own may be taken already.
        captured = {
          for i, field in local.default_flow_fields :
          field => it.parses ? try(it.names[i], "") : "line${title(it.names[i])}" if contains(group.fields, field)
        }
        commands = [
          for command in it.parses ? slice(it.commands, 1, length(it.commands)) : it.commands : command
          if command != "filter ispresent(${element(it.names, length(it.names) - 1)})"
        ]
        group      = key
        missing    = { for i, field in local.default_flow_fields : try(it.names[i], "none ${i}") => field if !contains(group.fields, field) }
        query      = name
        renamed    = { for i, field in local.default_flow_fields : it.names[i] => "line${title(it.names[i])}" if !it.parses }
        rewritable = length(it.names) == length(local.default_flow_fields)
      } if it.source == group.source
    }
  ]...)

  own_flow_queries_left_out = {
    for name, it in local.own_flow_words : name => (
      it.rewritable ? "its flow log has no field ${join(", ", local.own_flow_needs[name])}"
      : "it does not name each of the ${length(local.default_flow_fields)} default fields, so it cannot be written for others"
    ) if !it.rewritable || length(local.own_flow_needs[name]) > 0
  }
  # A plain list of fields is only shown, and goes without those that are not there.
  own_flow_conditions = {
    for name, it in local.own_flow_words : name => flatten([
      for command in it.commands : regexall("[A-Za-z0-9_]+", command)
      if !can(regex("^fields [@A-Za-z0-9_]+(, [@A-Za-z0-9_]+)*$", command))
    ])
  }
  own_flow_needs = {
    for name, it in local.own_flow_words : name => [
      for field in local.default_flow_fields : field
      if contains([for word, lost in it.missing : lost if contains(local.own_flow_conditions[name], word)], field)
    ]
  }

  own_flow_queries = {
    for name, it in local.own_flow_words : name => {
      log_groups = [local.own_flow_groups[it.group].name]
      query = join("\n", concat(local.flow_queries[it.query].comments, [join("\n| ", concat(
        [
          "parse @message /^\\s*${join("\\s+", [
            for i, field in local.own_flow_groups[it.group].fields : format(
              contains(keys(it.captured), field) ? "(?<${it.captured[field]}>%s)" : "%s",
              i == length(local.own_flow_groups[it.group].fields) - 1 ? "[^ \\t][\\s\\S]*" : "\\S+",
            )
          ])}$/",
        ],
        # A line of another format has none of them.
        [for word in slice(values(it.captured), 0, min(1, length(it.captured))) : "filter ispresent(${word})"],
        [
          for command in it.commands : (
            can(regex("^fields [@A-Za-z0-9_]+(, [@A-Za-z0-9_]+)*$", command))
            ? "fields ${join(", ", [
              for word in split(", ", trimprefix(command, "fields ")) : lookup(it.renamed, word, word)
              if !contains(keys(it.missing), word)
            ])}"
            : join("", [
              for word in regexall("[A-Za-z0-9_]+|[^A-Za-z0-9_]+", command) : lookup(it.renamed, word, word)
            ])
          )
        ],
      ))]))
    } if !contains(keys(local.own_flow_queries_left_out), name)
  }
}
