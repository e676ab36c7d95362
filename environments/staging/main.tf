# collection -> storage -> notification -> analysis is the way of the logs. They are built in the
# order below, each block taking what the blocks before it give.
#
# staging: as prod, small. The evidence lies in another account under a lock, the search engine in
# the VPC; what differs from prod is how much of it there is.

module "storage" {
  source = "../../modules/storage"
  providers = {
    aws         = aws
    aws.archive = aws.archive
  }

  account_id         = var.account_id
  archive_account_id = var.archive.account_id
  audit_bucket       = { object_lock = { mode = "GOVERNANCE", days = 30 } }
  delivery_bucket    = { transitions = { GLACIER_IR = 90 } }
  name               = var.name

  log_groups = {
    application    = {}
    cloudtrail     = {}
    csv            = { class = "INFREQUENT_ACCESS" }
    iis_access     = {}
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

  access_log_bucket = module.storage.access_log_bucket
  account_id        = var.account_id
  agent             = local.agent
  audit_bucket      = module.storage.audit_bucket
  delivery_bucket   = module.storage.delivery_bucket
  elb_access_logs   = {}
  keys              = module.storage.keys
  lambda_logs       = { for name, function in var.watched.functions : name => { function = function } }
  log_groups        = module.storage.log_groups
  name              = var.name
  s3_access_logs    = { buckets = var.watched.buckets }
  vpc_flow_logs     = { vpcs = var.watched.vpcs }

  application_logs       = { app = {} }
  cloudfront_access_logs = { distributions = var.watched.distributions }
  external_checks = {
    health_checks = { site = var.watched.site }
    canary = {
      package  = var.canary_package
      pages    = { site = { url = "https://${var.watched.site.host}${var.watched.site.path}", text = var.watched.site.text } }
      schedule = "rate(15 minutes)"
    }
  }
}

module "notification" {
  source    = "../../modules/notification"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id     = var.account_id
  keys           = module.storage.keys
  log_groups     = module.collection.log_groups
  mail           = var.mail
  metric_alarms  = merge(var.watched.metrics, module.collection.metric_sources)
  name           = var.name
  service_health = {}
  subscribers    = { on-call = { protocol = "https", endpoint = var.on_call_endpoint, severities = ["critical", "high"] } }

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
  dashboards      = { metrics = var.watched.metrics }
  delivery_bucket = module.storage.delivery_bucket
  keys            = module.storage.keys
  log_groups      = module.collection.log_groups
  name            = var.name
  shipper         = { package = var.shipper_package }
  topics          = module.notification.topics

  metric_stream = {
    namespaces = {
      "AWS/ApplicationELB" = []
      "AWS/EC2"            = []
      "AWS/Lambda"         = []
      "AWS/RDS"            = []
    }
  }

  search = {
    default_retention_days = 180
    domain = {
      instances = { count = 2, type = "m7g.medium.search" }
      zones     = 2
      vpc = {
        clients           = var.network.clients
        id                = var.network.vpc
        s3_prefix_list_id = var.network.s3_prefix_list
        subnet_ids        = var.network.subnets
      }
    }
  }

  # What is delivered to a bucket is searched from there, the rest from its log group.
  sources = merge(
    { for source in module.collection.objects : source => { objects = module.storage.new_objects[source] } },
    { metrics = { objects = module.storage.new_objects.metrics } },
    {
      for source, group in module.collection.log_groups : source => { subscription = { log_group = group } }
      if !contains(module.collection.objects, source) && source != "csv"
    },
  )
}
