delivery_bucket = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery" }

dashboards = {
  alarms = ["hinomi-test-root-user-used"]
  metrics = {
    site   = { kind = "cloudfront", dimensions = { DistributionId = "E1234567890ABC", Region = "Global" } }
    worker = { kind = "lambda", dimensions = { FunctionName = "worker" } }
  }
}

log_groups = {
  custom        = { name = "/own/flow-logs", arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/own/flow-logs", log_source = "vpc_flow_logs", fields = ["srcaddr", "dstaddr"] }
  app           = { name = "/app/one", arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/app/one", log_source = "application" }
  vpc_flow_logs = { name = "/hinomi-test/vpc-flow-logs", arn = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs" }
}

metric_stream = {
  namespaces = { "AWS/EC2" = [], "AWS/Lambda" = ["Duration", "Errors"] }
  statistics = { latency = { namespace = "AWS/Lambda", metrics = ["Duration"], additional = ["p95", "p99"] } }
}

pipeline_alarms = {
  "objects-waiting"                = { threshold = 600, minutes = 5 }
  "silent-log-group/app"           = { off = "The application logs only while somebody uses it" }
  "silent-log-group/vpc_flow_logs" = { minutes = 30 }
}

search = {
  default_retention_days = 400
  domain_arn             = "arn:aws:es:ap-northeast-1:111122223333:domain/hinomi-test"
  endpoint               = "https://search.example.com"
  readers                = { analysts = "arn:aws:iam::111122223333:role/analysts" }
  retention_days         = { vpc_flow_logs = 90 }
}

queries = {
  detections = {
    important-service-reached = { parameters = { address = "10.0.0.9" } }
    rejected-flows            = { off = "The network is scanned all day" }
  }
}

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
      bucket        = { name = "hinomi-test-audit", arn = "arn:aws:s3:::hinomi-test-audit" }
      filter_policy = "{\"Records\":{\"s3\":{\"object\":{\"key\":[{\"prefix\":\"AWSLogs/111122223333/CloudTrail\"}]}}}}"
      key           = "arn:aws:kms:ap-northeast-1:111122223333:key/audit"
      prefix        = "AWSLogs/111122223333/CloudTrail"
      prefixes      = ["AWSLogs/111122223333/CloudTrail", "AWSLogs/o-abcdefghij/"]
      topic = {
        name = "hinomi-test-new-objects"
        arn  = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-test-new-objects"
      }
    }
  }
  metrics = {
    objects = {
      bucket = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery" }
      prefix = "metrics/"
      topic = {
        name = "hinomi-test-new-objects-metrics"
        arn  = "arn:aws:sns:ap-northeast-1:111122223333:hinomi-test-new-objects-metrics"
      }
    }
  }
  vpc_flow_logs = {
    subscription = {
      log_group = {
        name   = "/hinomi-test/vpc-flow-logs"
        arn    = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs"
        fields = ["version", "srcaddr", "dstaddr", "action"]
      }
    }
  }
}
