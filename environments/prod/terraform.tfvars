# Yours to change, from top to bottom. The values are AWS's documentation examples: with them a plan
# can be made (make gate ENV=prod OFFLINE=1), and no account answers to them.

account_id = "111122223333"
name       = "hinomi-prod"
region     = "ap-northeast-1"
time_zone  = "Asia/Tokyo"

archive = {
  account_id = "444455556666"
  role_arn   = "arn:aws:iam::444455556666:role/hinomi-archive"
}
organization = { id = "o-a1b2c3d4e5" }

mail = {
  platform = { address = "platform@example.com" }
  security = { address = "security@example.com" }
}
on_call_endpoint = "https://on-call.example.com/sns/prod"
slack            = { security = { workspace_id = "T0123ABCDEF", channel_id = "C0123ABCDEF" } }

network = {
  vpc            = "vpc-0123456789abcdef0"
  subnets        = ["subnet-0a0a0a0a0a0a0a0a0", "subnet-0b0b0b0b0b0b0b0b0", "subnet-0c0c0c0c0c0c0c0c0"]
  s3_prefix_list = "pl-0123456789abcdef0"
  clients        = { office = "10.20.0.0/16" }
}

watched = {
  vpcs          = { main = "vpc-0123456789abcdef0" }
  distributions = { web = { arn = "arn:aws:cloudfront::111122223333:distribution/E1ABCDEF234567", turn = 1 } }
  buckets       = { uploads = "example-prod-uploads" }
  functions     = { orders = "orders" }
  site          = { host = "www.example.com", text = "Example Shop" }

  metrics = {
    egress    = { kind = "nat_gateway", dimensions = { NatGatewayId = "nat-0123456789abcdef0" } }
    orders    = { kind = "lambda", dimensions = { FunctionName = "orders" } }
    orders-db = { kind = "rds", dimensions = { DBInstanceIdentifier = "orders" } }
    queue     = { kind = "sqs", dimensions = { QueueName = "orders" } }
    site      = { kind = "cloudfront", dimensions = { DistributionId = "E1ABCDEF234567" } }
    web       = { kind = "alb", dimensions = { LoadBalancer = "app/web/0123456789abcdef" } }
  }
}

second_region = {
  region  = "ap-northeast-3"
  vpcs    = { main = "vpc-0fedcba9876543210" }
  metrics = { web-osaka = { kind = "alb", dimensions = { LoadBalancer = "app/web/fedcba9876543210" } } }
  network = {
    vpc            = "vpc-0fedcba9876543210"
    subnets        = ["subnet-0d0d0d0d0d0d0d0d0", "subnet-0e0e0e0e0e0e0e0e0"]
    s3_prefix_list = "pl-0fedcba9876543210"
  }
}
