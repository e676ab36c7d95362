# Yours to change, from top to bottom. The values are AWS's documentation examples: with them a plan
# can be made (make gate ENV=dev OFFLINE=1), and no account answers to them.

account_id = "111122223333"
name       = "hinomi-dev"
region     = "ap-northeast-1"
time_zone  = "Asia/Tokyo"

mail = {
  platform = { address = "platform@example.com" }
}

watched = {
  vpcs          = { main = "vpc-0123456789abcdef0" }
  distributions = { web = { arn = "arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567", turn = 1 } }
  buckets       = { uploads = "example-dev-uploads" }
  functions     = { orders = "orders" }
  site          = { host = "dev.example.com", text = "Example Shop" }

  metrics = {
    orders = { kind = "lambda", dimensions = { FunctionName = "orders" } }
    web    = { kind = "alb", dimensions = { LoadBalancer = "app/web/0123456789abcdef" } }
  }
}
