# All modules together, planned for their policies only: as many of them as there are, in one account
# or with a log-archive account. The keys' ARNs are made up here, because a plan does not know those
# of keys that it makes, and would hide every policy that names one; storage makes its keys all the
# same, so their policies are in the plan too (world.py puts the two together).

variable "archive_account_id" {
  description = "The log-archive account; this account where there is none."
  type        = string
  default     = "111122223333"
}

variable "audit_prefix" {
  description = "What stands before AWSLogs/ in the audit bucket."
  type        = string
  default     = ""
}

variable "management_account_id" {
  description = "The organisation's management account, where this one is CloudTrail's delegated administrator."
  type        = string
  default     = null
}

locals {
  account      = "111122223333"
  organization = { id = "o-a1b2c3d4e5", management_account_id = var.management_account_id }
  name         = "hinomi-test"
  keys = {
    audit     = "arn:aws:kms:ap-northeast-1:${var.archive_account_id}:key/aaaaaaaa-0000-0000-0000-000000000000"
    logs      = "arn:aws:kms:ap-northeast-1:${local.account}:key/bbbbbbbb-0000-0000-0000-000000000000"
    messaging = "arn:aws:kms:ap-northeast-1:${local.account}:key/cccccccc-0000-0000-0000-000000000000"
  }
}

module "storage" {
  source = "../../../modules/storage"
  providers = {
    aws         = aws
    aws.archive = aws.archive
  }

  account_id         = local.account
  archive_account_id = var.archive_account_id
  audit_bucket       = { prefix = var.audit_prefix }
  name               = local.name

  log_groups = {
    cloudtrail    = {}
    vpc_flow_logs = {}
    orders        = { log_source = "application", name = "/aws/lambda/orders" }
  }
  organization = local.organization
  readers      = ["arn:aws:iam::777788889999:role/auditor"]
}

module "collection" {
  source = "../../../modules/collection"
  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  access_log_bucket      = module.storage.access_log_bucket
  account_id             = local.account
  application_logs       = { orders = { log_group = "orders" } }
  audit_bucket           = module.storage.audit_bucket
  cloudfront_access_logs = { distributions = { main = { arn = "arn:aws:cloudfront::111122223333:distribution/E1MAIN" } } }
  delivery_bucket        = module.storage.delivery_bucket
  elb_access_logs        = {}
  keys                   = local.keys
  lambda_logs            = { orders = { function = "orders", log_group = "orders" } }
  log_groups             = module.storage.log_groups
  name                   = local.name
  organization           = local.organization
  s3_access_logs         = { buckets = { orders = "orders" } }
  vpc_flow_logs          = { objects = {}, search = "log_group", vpcs = { main = "vpc-0123456789abcdef0" } }

  agent = {
    web = {
      platform = "linux"
      tag      = { key = "hinomi-agent", values = ["web"] }
      metrics  = {}
      files    = { app = { kind = "application", path = "/var/log/orders/*.log", log_group = "orders" } }
    }
  }
  external_checks = {
    canary = {
      package = "function.zip"
      pages   = { shop = { url = "https://www.example.com/", text = "Welcome" } }
    }
  }
}

module "notification" {
  source = "../../../modules/notification"
  providers = {
    aws           = aws
    aws.us_east_1 = aws.us_east_1
  }

  account_id     = local.account
  chat           = { slack = { security = { channel_id = "C0123ABCD", workspace_id = "T0123ABCD" } } }
  keys           = local.keys
  log_groups     = module.collection.log_groups
  mail           = { on_call = { address = "on-call@example.com" } }
  name           = local.name
  notifier       = { package = "function.zip" }
  service_health = {}

  # One whose metrics are in us-east-1, so that there is a path there too.
  metric_alarms           = { site = { kind = "distribution", dimensions = { DistributionId = "E1A2B3C4D5E6F7" } } }
  metric_alarms_directory = "metric_catalogue"
  subscribers             = { isolate = { protocol = "lambda", endpoint = "arn:aws:lambda:ap-northeast-1:111122223333:function:isolate" } }
}

module "analysis" {
  source = "../../../modules/analysis"

  account_id      = local.account
  audit_bucket    = module.storage.audit_bucket
  delivery_bucket = module.storage.delivery_bucket
  keys            = local.keys
  log_groups      = module.collection.log_groups
  metric_stream   = {}
  name            = local.name
  shipper         = { package = "function.zip" }
  topics          = module.notification.topics

  search = {
    domain  = { vpc = { id = "vpc-0123456789abcdef0", subnet_ids = ["subnet-0123456789abcdef0"] } }
    readers = { analysts = "arn:aws:iam::111122223333:role/analysts" }
  }
  sources = merge(
    {
      for source in ["cloudfront_access", "cloudtrail", "elb_access", "metrics", "s3_access"] :
      source => { objects = merge(module.storage.new_objects[source], { key = source == "cloudtrail" ? local.keys.audit : null }) }
    },
    { vpc_flow_logs = { subscription = { log_group = module.collection.log_groups.vpc_flow_logs } } },
  )
}

output "trail" {
  description = "The trail as collection names it; storage built its ARN into the policies."
  value       = module.collection.trail
}
