# Which events the trail records. Without a selector those are all management events; with the first
# advanced one they are what the selectors name, so a Management selector is always among them.
# https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
locals {
  selects_events = local.makes_trail && try(
    length(var.cloudtrail.data_events) + length(var.cloudtrail.exclude_sources)
    + length(var.cloudtrail.network_activity) > 0, false
  )

  # What the watch itself does with each kind of resource: an event about it would be shipped, which
  # makes the next event. An ARN that begins so is left out, whatever else is selected.
  own_arns = {
    "AWS::DynamoDB::Table"  = ["arn:${local.partition}:dynamodb:${local.region}:${local.account}:table/${var.name}-"]
    "AWS::Lambda::Function" = ["arn:${local.partition}:lambda:${local.region}:${local.account}:function:${var.name}-"]
    "AWS::S3::Object"       = [for arn in local.log_bucket_arns : "${arn}/"]
    "AWS::SNS::Topic"       = ["arn:${local.partition}:sns:${local.region}:${local.account}:${var.name}-"]
    "AWS::SQS::Queue"       = ["arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}-"]
  }

  management_selector = {
    name = "management events"
    fields = merge(
      { eventCategory = { equals = ["Management"] } },
      try(length(var.cloudtrail.exclude_sources), 0) == 0 ? {} : {
        eventSource = { not_equals = var.cloudtrail.exclude_sources }
      },
    )
  }
  data_selectors = [
    for name, selection in try(var.cloudtrail.data_events, {}) : {
      name = name
      fields = merge(
        {
          eventCategory    = { equals = ["Data"] }
          "resources.type" = { equals = [selection.resource_type] }
        },
        selection.read_only == null ? {} : { readOnly = { equals = [tostring(selection.read_only)] } },
        # Beginnings and exclusions of one field must both hold ("multiple conditions for a field").
        # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
        length(selection.arns) == 0 && !contains(keys(local.own_arns), selection.resource_type) ? {} : {
          "resources.ARN" = merge(
            length(selection.arns) == 0 ? {} : { starts_with = selection.arns },
            contains(keys(local.own_arns), selection.resource_type)
            ? { not_starts_with = local.own_arns[selection.resource_type] } : {},
          )
        },
      )
    }
  ]
  # Every call of a service through a VPC endpoint: provider 5.100 refuses the field errorCode, which
  # would keep only those that the endpoint's policy refused.
  # https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
  network_selectors = [
    for source in try(var.cloudtrail.network_activity, []) : {
      name = "through a VPC endpoint: ${source}"
      fields = {
        eventCategory = { equals = ["NetworkActivity"] }
        eventSource   = { equals = [source] }
      }
    }
  ]
  event_selectors = !local.selects_events ? [] : concat(
    [local.management_selector], local.data_selectors, local.network_selectors
  )
}
