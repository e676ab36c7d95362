# An account that was not new: Control Tower's trail, a distribution that logs already, checks that
# somebody made, flow logs that Athena reads from the bucket alone.
access_log_bucket = null

cloudtrail = { adopt = "arn:aws:cloudtrail:ap-northeast-1:444455556666:trail/aws-controltower-BaselineCloudTrail" }

log_groups = {
  cloudtrail = {
    name = "aws-controltower/CloudTrailLogs-a1b2c3"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:aws-controltower/CloudTrailLogs-a1b2c3"
  }
}

vpc_flow_logs = {
  log_group = ""
  objects   = {}
  vpcs      = { main = "vpc-0123456789abcdef0" }
}

cloudfront_access_logs = {
  adopt_destination = "arn:aws:logs:us-east-1:444455556666:delivery-destination:archive"
  distributions = {
    main = { adopt_source = "CreatedByCloudFront-E1MAIN", arn = "arn:aws:cloudfront::111122223333:distribution/E1MAIN" }
  }
}

external_checks = {
  adopt_canaries = { shop = "shop-heartbeat" }
  health_checks  = { api = { adopt = "abcdef11-2222-3333-4444-555555fedcba" } }
}
