# The emulator: its address comes from AWS_ENDPOINT_URL, keys from the environment.
provider "aws" {
  region = var.region

  s3_use_path_style           = true # bucket names are no host names on this machine
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 2

  # The emulator tells the account; a plan without one is told it by the variable.
  skip_requesting_account_id = var.account_id != null
}

# The same emulator keeps regions apart. CloudFront delivers its logs there, and Route 53 and AWS
# Health tell of themselves there, and only there.
provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"

  s3_use_path_style           = true
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 2
  skip_requesting_account_id  = var.account_id != null
}

data "aws_caller_identity" "here" {
  count = var.account_id == null ? 1 : 0
}

locals {
  account = var.account_id != null ? var.account_id : data.aws_caller_identity.here[0].account_id
}
