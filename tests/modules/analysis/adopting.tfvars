# A domain of another account, reached from a VPC; an adopted topic announces more than we want.
search = {
  domain_arn = "arn:aws:es:ap-northeast-1:444455556666:domain/logs"
  endpoint   = "https://vpc-logs-abc.ap-northeast-1.es.amazonaws.com"
  features   = ["dashboards", "retention"]
}

shipper = {
  package = "function.zip"
  vpc = {
    id                       = "vpc-0123456789abcdef0"
    search_security_group_id = "sg-0fedcba9876543210"
    subnet_ids               = ["subnet-0aaaaaaaaaaaaaaa1"]
  }
}

sources = {
  cloudtrail = {
    objects = {
      bucket        = { name = "company-audit-logs", arn = "arn:aws:s3:::company-audit-logs" }
      filter_policy = "{\"Records\":{\"s3\":{\"object\":{\"key\":[{\"prefix\":\"AWSLogs/111122223333/CloudTrail\"}]}}}}"
      key           = "arn:aws:kms:ap-northeast-1:444455556666:key/theirs"
      prefix        = "AWSLogs/111122223333/CloudTrail"
      topic         = { name = "company-objects", arn = "arn:aws:sns:ap-northeast-1:444455556666:company-objects" }
    }
  }
}
