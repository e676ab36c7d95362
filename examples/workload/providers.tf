# AWS, or the local cloud: its address comes from AWS_ENDPOINT_URL, its keys from the environment. An
# offline plan asks nobody who it is; every other run refuses credentials of another account.
locals {
  emulated = var.local_cloud != null
  unasked  = local.emulated || var.offline
}

provider "aws" {
  region                      = var.region
  allowed_account_ids         = var.offline ? null : [var.account_id]
  s3_use_path_style           = local.emulated # bucket names are no host names on this machine
  skip_credentials_validation = local.unasked
  skip_metadata_api_check     = local.unasked
  skip_requesting_account_id  = var.offline

  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}

# CloudFront delivers its logs and publishes its metrics there, and only there.
provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
  allowed_account_ids         = var.offline ? null : [var.account_id]
  s3_use_path_style           = local.emulated
  skip_credentials_validation = local.unasked
  skip_metadata_api_check     = local.unasked
  skip_requesting_account_id  = var.offline

  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}
