# This account is CloudTrail's delegated administrator.
organization = { id = "o-a1b2c3d4e5", management_account_id = "777788889999" }

audit_bucket    = { name = "hinomi-test-audit", arn = "arn:aws:s3:::hinomi-test-audit", prefix = "company/trail/" }
delivery_bucket = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery", load_balancer_prefix = "elb" }

log_groups = {
  application = {
    name = "/hinomi-test/application"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/application"
  }
  cloudtrail = {
    name = "/hinomi-test/cloudtrail"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/cloudtrail"
  }
  iis_access = {
    name = "/hinomi-test/iis-access"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/iis-access"
  }
  lambda = {
    name = "/aws/lambda/orders"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/aws/lambda/orders"
  }
  linux_auth = {
    name = "/hinomi-test/linux-auth"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/linux-auth"
  }
  tables = {
    name       = "/hinomi-test/tables"
    arn        = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/tables"
    log_source = "application"
  }
  vpc_flow_logs = {
    name = "/hinomi-test/vpc-flow-logs"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs"
  }
  web_access = {
    name = "/hinomi-test/web-access"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/web-access"
  }
  windows_events = {
    name = "/hinomi-test/windows-events"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/windows-events"
  }
  windows_events_xml = {
    name = "/hinomi-test/windows-events-xml"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/windows-events-xml"
  }
}

cloudtrail = {
  name            = "company-trail"
  exclude_sources = ["rdsdata.amazonaws.com"]
  insights        = ["ApiCallRateInsight", "ApiErrorRateInsight"]

  data_events = {
    documents = { resource_type = "AWS::S3::Object", arns = ["arn:aws:s3:::company-documents/"], read_only = false }
    functions = { resource_type = "AWS::Lambda::Function" }
    tables    = { resource_type = "AWS::DynamoDB::Table", arns = ["arn:aws:dynamodb:ap-northeast-1:111122223333:table/orders"] }
    users     = { resource_type = "AWS::Cognito::IdentityPool" }
  }
  network_activity = ["s3.amazonaws.com"]
}

vpc_flow_logs = {
  fields                   = ["version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "action", "flow-direction"]
  max_aggregation_interval = 600
  objects                  = { file_format = "parquet", per_hour = true }

  interfaces = { edge = "eni-0123456789abcdef0" }
  subnets    = { inner = "subnet-0123456789abcdef0" }
  vpcs       = { main = "vpc-0123456789abcdef0" }
}

elb_access_logs = {}

cloudfront_access_logs = {
  fields = ["date", "time", "c-ip", "cs-method", "cs-uri-stem", "sc-status"]
  format = "json"

  # What sorts first has the later turn: main keeps its address, so its log has no gap.
  distributions = {
    docs = { arn = "arn:aws:cloudfront::111122223333:distribution/E2DOCS", turn = 2 }
    main = { arn = "arn:aws:cloudfront::111122223333:distribution/E1MAIN" }
  }
}

s3_access_logs = { buckets = { documents = "company-documents" } }

agent = {
  web = {
    platform = "linux"
    tag      = { key = "hinomi-agent", values = ["web"] }
    metrics  = {}

    files = {
      access = { kind = "web_access", path = "/var/log/nginx/access.log" }
      auth   = { kind = "linux_auth", path = "/var/log/secure" }
      orders = { kind = "application", path = "/var/log/orders/*.log" }
      table  = { kind = "csv", path = "/var/lib/orders/table.csv", log_group = "tables" }
    }
  }
  windows = {
    platform = "windows"
    tag      = { key = "hinomi-agent", values = ["windows"] }
    metrics  = { interval = 300 }

    event_logs = {
      Application = { levels = ["CRITICAL", "ERROR"] }
      Security    = { format = "xml" }
      System      = {}
    }
    files = { iis = { kind = "iis_access", path = "C:\\inetpub\\logs\\LogFiles\\W3SVC1\\*.log" } }
  }
}

application_logs = { orders = {} }
lambda_logs      = { orders = { function = "orders" } }

external_checks = {
  canary = {
    package = "function.zip"
    pages   = { shop = { url = "https://www.example.com/", text = "Welcome" } }
  }
  health_checks = {
    api  = { host = "api.example.com", path = "/health", interval = 10, regions = ["ap-northeast-1", "ap-southeast-1", "us-west-2"] }
    shop = { host = "www.example.com", text = "Welcome" }
  }
}
