# An offline plan (`make plan OFFLINE=1`) asks nobody who it is; every other run refuses credentials
# of another account than the settings name.

provider "aws" {
  region                      = var.region
  allowed_account_ids         = var.offline ? null : [var.account_id]
  skip_credentials_validation = var.offline
  skip_metadata_api_check     = var.offline
  skip_requesting_account_id  = var.offline

  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}

# CloudFront and Route 53 publish their metrics and deliver their logs there, and only there.
provider "aws" {
  alias                       = "us_east_1"
  region                      = "us-east-1"
  allowed_account_ids         = var.offline ? null : [var.account_id]
  skip_credentials_validation = var.offline
  skip_metadata_api_check     = var.offline
  skip_requesting_account_id  = var.offline

  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}
