audit_bucket = {
  adopt  = "aws-controltower-logs-444455556666-ap-northeast-1"
  prefix = "o-a1b2c3d4e5/"
}

delivery_bucket = { adopt = "company-delivery" }

encryption = {
  adopt = {
    audit     = "arn:aws:kms:ap-northeast-1:444455556666:key/11111111-1111-1111-1111-111111111111"
    logs      = "arn:aws:kms:ap-northeast-1:111122223333:key/22222222-2222-2222-2222-222222222222"
    messaging = "arn:aws:kms:ap-northeast-1:111122223333:key/33333333-3333-3333-3333-333333333333"
  }
}

archive_account_id = "444455556666"
access_log_bucket  = { adopt = "company-access-logs" }

log_groups = {
  cloudtrail    = { adopt = "aws-controltower/CloudTrailLogs-x1" }
  vpc_flow_logs = { retention_days = 30 }
}

new_objects  = { adopt = { cloudtrail = "arn:aws:sns:ap-northeast-1:444455556666:aws-controltower-new-logs" } }
organization = { id = "o-a1b2c3d4e5", management_account_id = "777788889999" }
trail_name   = "aws-controltower-BaselineCloudTrail"
