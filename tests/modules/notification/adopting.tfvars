metric_alarms = {
  web = { kind = "instance", dimensions = { InstanceId = "i-0a1b2c3d4e5f60718" } }
}

service_health = {}

topics = {
  alarms = { adopt = "arn:aws:sns:ap-northeast-1:111122223333:company-alarms" }
  notifications = {
    adopt = "arn:aws:sns:ap-northeast-1:444455556666:company-security"
    key   = "arn:aws:kms:ap-northeast-1:444455556666:key/messages"
  }
}
