# collection -> storage -> notification -> analysis is the way of the logs. They are built in the
# order below, each block taking what the blocks before it give. The workload stands in the files
# beside this one; what ties it to the watch is each `module.collection...` there, and each `aws_...`
# here.

module "storage" {
  source = "../../modules/storage"
  providers = {
    aws         = aws
    aws.archive = aws # no log-archive account
  }

  account_id = var.account_id
  name       = var.name

  # An example is thrown away again. A watch that stays has neither.
  audit_bucket    = { force_destroy = true }
  delivery_bucket = { force_destroy = true }
  encryption      = { deletion_window_days = 7 }

  log_groups = {
    application    = {}
    cloudtrail     = {}
    lambda         = {}
    linux_auth     = {}
    vpc_flow_logs  = {}
    web_access     = {}
    windows_events = {}
  }
}

module "collection" {
  source    = "../../modules/collection"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id      = var.account_id
  agent           = local.agent
  audit_bucket    = module.storage.audit_bucket
  delivery_bucket = module.storage.delivery_bucket
  elb_access_logs = {}
  keys            = module.storage.keys
  lambda_logs     = { orders = { function = local.orders_function } }
  log_groups      = module.storage.log_groups
  name            = var.name
  vpc_flow_logs   = { vpcs = { shop = aws_vpc.shop.id } }

  cloudfront_access_logs = {
    distributions = { web = { arn = aws_cloudfront_distribution.web.arn } }
    format        = "json"
  }
}

module "notification" {
  source    = "../../modules/notification"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id     = var.account_id
  keys           = module.storage.keys
  log_groups     = module.collection.log_groups
  mail           = var.mail
  name           = var.name
  notifier       = { package = var.notifier_package }
  service_health = {}

  # What of the workload is watched by its metrics (docs/metric-alarms.md), by a name of our choice.
  metric_alarms = {
    entrance = { kind = "cloudfront", dimensions = { DistributionId = aws_cloudfront_distribution.web.id } }
    nat      = { kind = "nat_gateway", dimensions = { NatGatewayId = aws_nat_gateway.shop.id } }
    office   = { kind = "ec2", dimensions = { InstanceId = aws_instance.office.id } }
    orders   = { kind = "lambda", dimensions = { FunctionName = aws_lambda_function.orders.function_name } }
    server   = { kind = "ec2", dimensions = { InstanceId = aws_instance.web.id } }
    web = {
      kind       = "alb"
      dimensions = { LoadBalancer = aws_lb.web.arn_suffix, TargetGroup = aws_lb_target_group.web.arn_suffix }
    }
  }
}

module "analysis" {
  source = "../../modules/analysis"

  account_id      = var.account_id
  audit_bucket    = module.storage.audit_bucket
  dashboards      = {}
  delivery_bucket = module.storage.delivery_bucket
  keys            = module.storage.keys
  log_groups      = module.collection.log_groups
  name            = var.name
  shipper         = { package = var.shipper_package }
  topics          = module.notification.topics

  search = {
    auth     = local.emulated ? "none" : "sigv4"
    domain   = local.emulated ? null : {}
    endpoint = try(var.local_cloud.search_endpoint, null)
  }

  # What is delivered to a bucket is searched from there, the rest from its log group.
  sources = merge(
    { for source in module.collection.objects : source => { objects = module.storage.new_objects[source] } },
    {
      for source, group in module.collection.log_groups : source => { subscription = { log_group = group } }
      if !contains(module.collection.objects, source)
    },
  )
}
