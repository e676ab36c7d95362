# The state lies in the emulator, which has this bucket from its start, and goes with it. Written to a
# file instead, it would be written anew after each of 560 resources: 40 seconds of Terraform's own.
terraform {
  backend "s3" {
    bucket       = "terraform-state"
    key          = "hinomi/local.tfstate"
    region       = "ap-northeast-1"
    use_lockfile = true

    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
    use_path_style              = true
  }
}
