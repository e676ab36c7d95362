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
  region                      = "ap-northeast-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variable "package" {
  type = string
}

module "store" {
  source = "./store"
}

module "collect" {
  source = "./collect"

  bucket = module.store.bucket
  groups = module.store.groups
  keys   = module.store.keys
}

module "notify" {
  source   = "./notify"
  for_each = toset(["main"])

  group   = module.store.groups.trail.name
  keys    = module.store.keys
  package = var.package
}
