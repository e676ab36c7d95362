account_id              = "111122223333"
detections_directory    = "catalogue"
mail                    = { on_call = { address = "on-call@example.com" } }
metric_alarms_directory = "metric_catalogue"
name                    = "hinomi-test"
notifier                = { package = "function.zip" }

keys = {
  logs      = "arn:aws:kms:ap-northeast-1:111122223333:key/logs"
  messaging = "arn:aws:kms:ap-northeast-1:111122223333:key/messaging"
}

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
