# Yours to change, from top to bottom. The values are AWS's documentation examples: with them a plan
# can be made (make gate ENV=staging OFFLINE=1), and no account answers to them.

account_id = "111122223333"
name       = "hinomi-staging"
region     = "ap-northeast-1"
time_zone  = "Asia/Tokyo"

archive = {
  account_id = "444455556666"
  role_arn   = "arn:aws:iam::444455556666:role/hinomi-archive"
}

mail = {
  platform = { address = "platform@example.com" }
  security = { address = "security@example.com" }
}
on_call_endpoint = "https://on-call.example.com/sns/staging"

network = {
  vpc            = "vpc-0123456789abcdef0"
  subnets        = ["subnet-0a0a0a0a0a0a0a0a0", "subnet-0b0b0b0b0b0b0b0b0"]
  s3_prefix_list = "pl-0123456789abcdef0"
  clients        = { office = "10.20.0.0/16" }
}

watched = {
  vpcs          = { main = "vpc-0123456789abcdef0" }
  distributions = { web = { arn = "arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567", turn = 1 } }
  buckets       = { uploads = "example-staging-uploads" }
  functions     = { orders = "orders" }
  site          = { host = "staging.example.com", text = "Example Shop" }

  metrics = {
    orders    = { kind = "lambda", dimensions = { FunctionName = "orders" } }
    orders-db = { kind = "rds", dimensions = { DBInstanceIdentifier = "orders" } }
    web       = { kind = "alb", dimensions = { LoadBalancer = "app/web/0123456789abcdef" } }
  }
}
