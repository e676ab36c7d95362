delivery_bucket = { name = "hinomi-test-delivery", arn = "arn:aws:s3:::hinomi-test-delivery" }

search = {
  readers = { analysts = "arn:aws:iam::111122223333:role/analysts" }

  domain = {
    dedicated_masters = { count = 3, type = "m7g.large.search" }
    ebs               = { gib = 200, iops = 4000, throughput = 250 }
    instances         = { count = 3, type = "r7g.large.search" }
    standby           = true
    zones             = 3

    vpc = {
      clients                  = { bastion = "sg-0123456789abcdef0" }
      id                       = "vpc-0123456789abcdef0"
      make_service_linked_role = true
      s3_prefix_list_id        = "pl-61a54008"
      subnet_ids               = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2", "subnet-0aaaaaaaaaaaaaaa3"]
    }
  }
}
