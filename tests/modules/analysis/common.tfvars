account_id   = "111122223333"
audit_bucket = { name = "hinomi-test-audit", arn = "arn:aws:s3:::hinomi-test-audit" }
name         = "hinomi-test"
shipper      = { package = "function.zip" }

keys = {
  audit     = "arn:aws:kms:ap-northeast-1:111122223333:key/audit"
  logs      = "arn:aws:kms:ap-northeast-1:111122223333:key/logs"
  messaging = "arn:aws:kms:ap-northeast-1:111122223333:key/messaging"
}

search = {
  domain_arn = "arn:aws:es:ap-northeast-1:111122223333:domain/hinomi-test"
  endpoint   = "https://search.example.com"
}

topics = {
  plain = {
    name = "hinomi-test-plain"
    arn  = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-test-plain"
  }
}

detections_directory = "catalogue"
