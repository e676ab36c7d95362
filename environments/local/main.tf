# collection -> storage -> notification -> analysis is the way of the logs. They are built in the
# order below, each block taking what the blocks before it give.

module "storage" {
  source = "../../modules/storage"
  providers = {
    aws         = aws
    aws.archive = aws # no log-archive account here
  }

  account_id = var.account_id
  name       = var.name

  # `make down` throws the environment away.
  audit_bucket    = { force_destroy = true }
  delivery_bucket = { force_destroy = true }
  encryption      = { deletion_window_days = 7 }

  log_groups = {
    application    = {}
    cloudtrail     = {}
    iis_access     = {}
    linux_auth     = {}
    vpc_flow_logs  = {}
    web_access     = {}
    windows_events = {}
  }
}

module "collection" {
  source    = "../../modules/collection"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id       = var.account_id
  agent            = local.agent
  application_logs = { app = {} }
  audit_bucket     = module.storage.audit_bucket
  cloudtrail       = { insights = ["ApiCallRateInsight", "ApiErrorRateInsight"] }
  delivery_bucket  = module.storage.delivery_bucket
  elb_access_logs  = {}
  external_checks  = { health_checks = { site = local.site } }
  keys             = module.storage.keys
  log_groups       = module.storage.log_groups
  name             = var.name
  vpc_flow_logs    = { vpcs = { watched = aws_vpc.watched.id } }

  cloudfront_access_logs = { distributions = { web = { arn = local.distribution } } }
}

module "notification" {
  source    = "../../modules/notification"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id     = var.account_id
  detections     = var.detections
  keys           = module.storage.keys
  log_groups     = module.collection.log_groups
  mail           = { on_call = { address = var.mail } }
  metric_alarms  = merge(local.metrics, module.collection.metric_sources)
  name           = var.name
  service_health = {}

  notifier = {
    languages = var.languages
    package   = var.notifier_package
    time_zone = var.time_zone
  }
}

module "analysis" {
  source = "../../modules/analysis"

  account_id      = var.account_id
  audit_bucket    = module.storage.audit_bucket
  dashboards      = { metrics = local.metrics }
  delivery_bucket = module.storage.delivery_bucket
  keys            = module.storage.keys
  log_groups      = module.collection.log_groups
  metric_stream   = { namespaces = { "AWS/SQS" = ["ApproximateAgeOfOldestMessage"] } }
  name            = var.name
  queries         = { detections = var.detections }
  search          = { endpoint = var.search_endpoint, auth = "none" }
  shipper         = { package = var.shipper_package }
  topics          = module.notification.topics

  # What is delivered to a bucket is searched from there, the rest from its log group.
  sources = merge(
    { for source in module.collection.objects : source => { objects = module.storage.new_objects[source] } },
    { metrics = { objects = module.storage.new_objects.metrics } },
    {
      for source, group in module.collection.log_groups : source => { subscription = { log_group = group } }
      if !contains(module.collection.objects, source)
    },
  )
}
