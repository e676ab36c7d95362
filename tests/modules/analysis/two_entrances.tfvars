sources = {
  cloudtrail = {
    objects = {
      bucket = { name = "hinomi-test-audit", arn = "arn:aws:s3:::hinomi-test-audit" }
      prefix = "AWSLogs/"
      topic = {
        name = "hinomi-test-new-objects"
        arn  = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-test-new-objects"
      }
    }
    subscription = {
      log_group = {
        name = "/hinomi-test/cloudtrail"
        arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/cloudtrail"
      }
    }
  }
}
