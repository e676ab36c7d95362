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
