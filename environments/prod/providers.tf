# An offline plan (`make plan OFFLINE=1`) asks nobody who it is and takes no role; every other run
# refuses credentials of another account than the settings name.

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

# The log-archive account, in the same region: S3 announces new objects to a topic of its own region
# only, and load balancers write to a bucket of theirs.
provider "aws" {
  alias                       = "archive"
  region                      = var.region
  allowed_account_ids         = var.offline ? null : [var.archive.account_id]
  skip_credentials_validation = var.offline
  skip_metadata_api_check     = var.offline
  skip_requesting_account_id  = var.offline

  dynamic "assume_role" {
    for_each = var.offline ? [] : [var.archive.role_arn]

    content {
      role_arn     = assume_role.value
      session_name = var.name
    }
  }
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

# --- the second region, in both accounts ---

provider "aws" {
  alias                       = "second"
  region                      = var.second_region.region
  allowed_account_ids         = var.offline ? null : [var.account_id]
  skip_credentials_validation = var.offline
  skip_metadata_api_check     = var.offline
  skip_requesting_account_id  = var.offline

  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}

provider "aws" {
  alias                       = "second_archive"
  region                      = var.second_region.region
  allowed_account_ids         = var.offline ? null : [var.archive.account_id]
  skip_credentials_validation = var.offline
  skip_metadata_api_check     = var.offline
  skip_requesting_account_id  = var.offline

  dynamic "assume_role" {
    for_each = var.offline ? [] : [var.archive.role_arn]

    content {
      role_arn     = assume_role.value
      session_name = var.name
    }
  }
  default_tags {
    tags = { environment = var.name, managed_by = "terraform" }
  }
}
