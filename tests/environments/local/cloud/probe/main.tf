# Everything that the local cloud must apply without drift and carry an event through, in small.
# It is no part of Hinomi: tests/environments/local/cloud/test_probe.py applies it.

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
  description = "Path of the probe function's zip."
  type        = string
}

data "aws_caller_identity" "this" {}
data "aws_region" "this" {}

locals {
  name    = "probe"
  account = data.aws_caller_identity.this.account_id
  region  = data.aws_region.this.name
  arn = {
    bucket = "arn:aws:s3:::${local.name}-audit-${local.account}"
    logs   = "arn:aws:logs:${local.region}:${local.account}:log-group:/${local.name}/cloudtrail"
    topics = { for topic in ["new-objects", "alarms"] :
    topic => "arn:aws:sns:${local.region}:${local.account}:${local.name}-${topic}" }
  }
}
