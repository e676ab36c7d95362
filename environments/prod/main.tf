# collection -> storage -> notification -> analysis is the way of the logs. They are built in the
# order below, each block taking what the blocks before it give.
#
# prod: the organisation's trail, evidence in the log-archive account that nobody can delete, a
# search engine in three zones, everything that rings. The second region is in second_region.tf.

module "storage" {
  source = "../../modules/storage"
  providers = {
    aws         = aws
    aws.archive = aws.archive
  }

  account_id         = var.account_id
  archive_account_id = var.archive.account_id
  delivery_bucket    = { transitions = { GLACIER_IR = 90 } }
  name               = var.name
  organization       = var.organization

  audit_bucket = {
    expire_days = 2555
    object_lock = { mode = "COMPLIANCE", days = 400 } # nobody can lift it, not even root
    transitions = { GLACIER_IR = 90, DEEP_ARCHIVE = 365 }
  }

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
  organization      = var.organization
  s3_access_logs    = { buckets = var.watched.buckets }
  vpc_flow_logs     = { vpcs = var.watched.vpcs }

  application_logs = { app = {} }
  cloudtrail = {
    data_events = {
      functions = { resource_type = "AWS::Lambda::Function" }
      uploads   = { resource_type = "AWS::S3::Object", arns = [for name in values(var.watched.buckets) : "arn:aws:s3:::${name}/"] }
    }
    insights = ["ApiCallRateInsight", "ApiErrorRateInsight"]
  }
  cloudfront_access_logs = { distributions = var.watched.distributions }
  external_checks = {
    health_checks = { site = var.watched.site }
    canary = {
      package  = var.canary_package
      pages    = { site = { url = "https://${var.watched.site.host}${var.watched.site.path}", text = var.watched.site.text } }
      schedule = "rate(5 minutes)"
    }
  }
}

module "notification" {
  source    = "../../modules/notification"
  providers = { aws = aws, aws.us_east_1 = aws.us_east_1 }

  account_id     = var.account_id
  chat           = { slack = var.slack }
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

  metric_stream = {} # every namespace: what was not kept cannot be looked up after an incident

  search = {
    default_retention_days = 365
    domain = {
      dedicated_masters = {}
      ebs               = { gib = 500, iops = 3000, throughput = 250 }
      instances         = { count = 3, type = "r7g.large.search" }
      standby           = true
      zones             = 3
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
