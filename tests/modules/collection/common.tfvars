account_id        = "111122223333"
access_log_bucket = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery" }
audit_bucket      = { name = "hinomi-test-audit", arn = "arn:aws:s3:::hinomi-test-audit" }
delivery_bucket   = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery" }
keys              = { audit = "arn:aws:kms:ap-northeast-1:111122223333:key/audit" }
name              = "hinomi-test"

log_groups = {
  cloudtrail = {
    name = "/hinomi-test/cloudtrail"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/cloudtrail"
  }
  vpc_flow_logs = {
    name = "/hinomi-test/vpc-flow-logs"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs"
  }
}
