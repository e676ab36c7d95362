# modules/analysis on the emulator, with alarms that look at one minute, and no more around it than it
# needs. It is no part of Hinomi: tests/environments/local/cloud/test_pipeline_alarms.py applies it.

terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}

variable "package" {
  description = "Path of the shipper's zip."
  type        = string
}

variable "pipeline_alarms" {
  description = "As of modules/analysis."
  type        = map(object({ minutes = optional(number), off = optional(string), threshold = optional(number) }))
}

variable "search_endpoint" {
  description = "The search engine."
  type        = string
}

locals {
  account = "111122223333"
  region  = "ap-northeast-1"
  group   = "/pipeline/flows"
  topics  = { for name in ["new-objects", "plain"] : name => "arn:aws:sns:${local.region}:${local.account}:pipeline-${name}" }
}

resource "aws_kms_key" "all" {}

resource "aws_sns_topic" "all" {
  for_each = local.topics
  name     = "pipeline-${each.key}"
}

resource "aws_sns_topic_policy" "all" {
  for_each = local.topics
  arn      = aws_sns_topic.all[each.key].arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sns:Publish"
      Principal = { Service = each.key == "plain" ? "cloudwatch.amazonaws.com" : "s3.amazonaws.com" }
      Resource  = each.value
    }]
  })
}

resource "aws_sns_topic_subscription" "mail" {
  topic_arn = aws_sns_topic.all["plain"].arn
  protocol  = "email"
  endpoint  = "on-call@example.com"
}

resource "aws_s3_bucket" "audit" {
  bucket        = "pipeline-audit"
  force_destroy = true
}

resource "aws_s3_bucket_notification" "audit" {
  bucket = aws_s3_bucket.audit.bucket
  topic {
    topic_arn     = local.topics.new-objects
    events        = ["s3:ObjectCreated:*"]
    filter_prefix = "AWSLogs/"
  }
  depends_on = [aws_sns_topic_policy.all]
}

resource "aws_cloudwatch_log_group" "flows" {
  name = local.group
}

module "analysis" {
  source = "../../../../../modules/analysis"

  account_id      = local.account
  audit_bucket    = { name = "pipeline-audit", arn = "arn:aws:s3:::pipeline-audit" }
  keys            = { audit = aws_kms_key.all.arn, logs = aws_kms_key.all.arn, messaging = aws_kms_key.all.arn }
  name            = "pipeline"
  pipeline_alarms = var.pipeline_alarms
  queries         = null # the emulator keeps none
  shipper         = { package = var.package, timeout_seconds = 10, max_receive_count = 2 }
  topics          = { plain = { name = "pipeline-plain", arn = local.topics.plain } }

  log_groups = {
    vpc_flow_logs = { name = local.group, arn = "arn:aws:logs:${local.region}:${local.account}:log-group:${local.group}" }
  }
  search = {
    auth     = "none"
    endpoint = var.search_endpoint
    features = ["dashboards", "retention", "roles"]
    readers  = { analysts = "arn:aws:iam::${local.account}:role/analysts" }
  }
  sources = {
    cloudtrail = {
      objects = {
        bucket = { name = "pipeline-audit", arn = "arn:aws:s3:::pipeline-audit" }
        key    = aws_kms_key.all.arn
        prefix = "AWSLogs/"
        topic  = { name = "pipeline-new-objects", arn = local.topics.new-objects }
      }
    }
    vpc_flow_logs = {
      subscription = {
        log_group = { name = local.group, arn = "arn:aws:logs:${local.region}:${local.account}:log-group:${local.group}" }
      }
    }
  }

  depends_on = [aws_cloudwatch_log_group.flows, aws_s3_bucket_notification.audit, aws_sns_topic_subscription.mail]
}

output "alarms" {
  description = "Names of the pipeline's alarms, by kind/subject."
  value       = module.analysis.pipeline_alarms.names
}

output "setup" {
  description = "What the set-up function said."
  value       = module.analysis.search_setup.result
}
