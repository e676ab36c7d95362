# The second region with workloads: the same four layers again. The trail covers it from the first
# one, and its documents go to the first one's search engine, so that there is one place to search.

locals {
  second_name = "${var.name}-2" # IAM's names are the account's, not a region's
}

module "second_storage" {
  source = "../../modules/storage"
  providers = {
    aws         = aws.second
    aws.archive = aws.second_archive
  }

  account_id         = var.account_id
  archive_account_id = var.archive.account_id
  audit_bucket       = { object_lock = { mode = "COMPLIANCE", days = 400 }, expire_days = 2555 }
  log_groups         = { vpc_flow_logs = {} }
  name               = local.second_name
}

module "second_collection" {
  source    = "../../modules/collection"
  providers = { aws = aws.second, aws.us_east_1 = aws.us_east_1 }

  account_id      = var.account_id
  audit_bucket    = module.second_storage.audit_bucket
  cloudtrail      = null # the trail of the first region records every region
  delivery_bucket = module.second_storage.delivery_bucket
  elb_access_logs = {}
  keys            = module.second_storage.keys
  log_groups      = module.second_storage.log_groups
  name            = local.second_name
  vpc_flow_logs   = { vpcs = var.second_region.vpcs }
}

module "second_notification" {
  source    = "../../modules/notification"
  providers = { aws = aws.second, aws.us_east_1 = aws.us_east_1 }

  account_id     = var.account_id
  keys           = module.second_storage.keys
  log_groups     = module.second_collection.log_groups
  mail           = var.mail
  metric_alarms  = var.second_region.metrics
  name           = local.second_name
  service_health = {}
  subscribers    = { on-call = { protocol = "https", endpoint = var.on_call_endpoint, severities = ["critical", "high"] } }

  notifier = {
    languages = var.languages
    package   = var.notifier_package
    time_zone = var.time_zone
  }
}

module "second_analysis" {
  source    = "../../modules/analysis"
  providers = { aws = aws.second }

  account_id      = var.account_id
  audit_bucket    = module.second_storage.audit_bucket
  dashboards      = { metrics = var.second_region.metrics }
  delivery_bucket = module.second_storage.delivery_bucket
  keys            = module.second_storage.keys
  log_groups      = module.second_collection.log_groups
  name            = local.second_name
  topics          = module.second_notification.topics

  search = {
    domain_arn = module.analysis.domain.arn
    endpoint   = module.analysis.search_endpoint
  }
  shipper = {
    package = var.shipper_package
    vpc = {
      id                = var.second_region.network.vpc
      s3_prefix_list_id = var.second_region.network.s3_prefix_list
      subnet_ids        = var.second_region.network.subnets
    }
  }
  sources = {
    elb_access    = { objects = module.second_storage.new_objects.elb_access }
    vpc_flow_logs = { subscription = { log_group = module.second_collection.log_groups.vpc_flow_logs } }
  }
}
