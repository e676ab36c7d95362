# Which bucket: backend.hcl (copy backend.hcl.example). The lock is an object beside the state, so
# no table is needed.
terraform {
  backend "s3" {
    key          = "hinomi/prod.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}
