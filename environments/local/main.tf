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
}

module "collection" {
  source = "../../modules/collection"
  providers = {
    aws           = aws
    aws.us_east_1 = aws # the emulator is one region
  }

  account_id    = var.account_id
  audit_bucket  = module.storage.audit_bucket
  keys          = module.storage.keys
  log_groups    = module.storage.log_groups
  name          = var.name
  vpc_flow_logs = { vpcs = { watched = aws_vpc.watched.id } }
}

module "notification" {
  source = "../../modules/notification"
  providers = {
    aws           = aws
    aws.us_east_1 = aws # the emulator plays one region
  }

  account_id = var.account_id
  detections = var.detections
  keys       = module.storage.keys
  log_groups = module.collection.log_groups
  mail       = { on_call = { address = var.mail } }
  name       = var.name

  notifier = {
    languages = var.languages
    package   = var.notifier_package
    time_zone = var.time_zone
  }
}

module "analysis" {
  source = "../../modules/analysis"

  account_id   = var.account_id
  audit_bucket = module.storage.audit_bucket
  keys         = module.storage.keys
  log_groups   = module.collection.log_groups
  name         = var.name
  queries      = null # the emulator keeps none
  search       = { endpoint = var.search_endpoint, auth = "none" }
  shipper      = { package = var.shipper_package }
  topics       = module.notification.topics

  sources = {
    cloudtrail    = { objects = module.storage.new_objects.cloudtrail }
    vpc_flow_logs = { subscription = { log_group = module.collection.log_groups.vpc_flow_logs } }
  }
}
