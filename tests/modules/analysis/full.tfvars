shipper = {
  architecture            = "x86_64"
  batch_size              = 100
  batching_window_seconds = 5
  log_retention_days      = 30
  max_receive_count       = 3
  maximum_concurrency     = 20
  memory_mb               = 1024
  package                 = "function.zip"
  reserved_concurrency    = 30
  timeout_seconds         = 300
}

sources = {
  cloudtrail = {
    objects = {
      topic = {
        name = "hinomi-test-new-objects"
        arn  = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-test-new-objects"
      }
    }
  }
  vpc_flow_logs = {
    subscription = {
      log_group = {
        name = "/hinomi-test/vpc-flow-logs"
        arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs"
      }
    }
  }
}
