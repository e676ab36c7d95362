# AWS's own names, and what is worked out of inputs alone, so that a wrong input is refused before
# anything is asked of AWS.
locals {
  # By the version that brought them. The default format has those of version 2, in this order.
  # https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
  flow_log_fields = {
    2 = [
      "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol",
      "packets", "bytes", "start", "end", "action", "log-status"
    ]
    3 = [
      "vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr"
    ]
    4 = ["region", "az-id", "sublocation-type", "sublocation-id"]
    5 = ["pkt-src-aws-service", "pkt-dst-aws-service", "flow-direction", "traffic-path"]
    7 = [
      "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id",
      "ecs-container-id", "ecs-second-container-id", "ecs-service-name", "ecs-task-definition-arn",
      "ecs-task-arn", "ecs-task-id"
    ]
    8  = ["reject-reason"]
    9  = ["resource-id"]
    10 = ["encryption-status"]
  }

  # Those of standard logs, then those of real-time logs that standard logging (v2) can add.
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
  cloudfront_fields = [
    "date", "time", "x-edge-location", "sc-bytes", "c-ip", "cs-method", "cs(Host)", "cs-uri-stem",
    "sc-status", "cs(Referer)", "cs(User-Agent)", "cs-uri-query", "cs(Cookie)", "x-edge-result-type",
    "x-edge-request-id", "x-host-header", "cs-protocol", "cs-bytes", "time-taken", "x-forwarded-for",
    "ssl-protocol", "ssl-cipher", "x-edge-response-result-type", "cs-protocol-version", "fle-status",
    "fle-encrypted-fields", "c-port", "time-to-first-byte", "x-edge-detailed-result-type",
    "sc-content-type", "sc-content-len", "sc-range-start", "sc-range-end",
    "timestamp", "DistributionId", "timestamp(ms)", "origin-fbl", "origin-lbl", "asn", "c-country",
    "cache-behavior-path-pattern"
  ]

  # What logs are written to: no data event may be recorded there.
  log_bucket_arns = distinct(compact([
    var.audit_bucket.arn, try(var.delivery_bucket.arn, ""), try(var.access_log_bucket.arn, "")
  ]))

  # The log group that each thing of the agent is written to, by fleet and name.
  agent_event_log_groups = {
    for fleet, settings in var.agent : fleet => {
      for log, read in settings.event_logs :
      log => coalesce(read.log_group, read.format == "xml" ? "windows_events_xml" : "windows_events")
    }
  }
  # text and csv have none of their own; a validation asks for it, and "" keeps its message alone.
  agent_file_log_groups = {
    for fleet, settings in var.agent : fleet => {
      for file, read in settings.files :
      file => read.log_group != null ? read.log_group : contains(["csv", "text"], read.kind) ? "" : read.kind
    }
  }
  agent_log_group_keys = distinct(compact(flatten([
    for groups in concat(values(local.agent_event_log_groups), values(local.agent_file_log_groups)) :
    values(groups)
  ])))

  flow_target_names = concat(
    keys(var.vpc_flow_logs.vpcs), keys(var.vpc_flow_logs.subnets), keys(var.vpc_flow_logs.interfaces)
  )
}
