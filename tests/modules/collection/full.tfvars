cloudtrail = { name = "company-trail" }

vpc_flow_logs = {
  max_aggregation_interval = 600
  vpcs = {
    main   = "vpc-0123456789abcdef0"
    shared = "vpc-0fedcba9876543210"
  }
}
