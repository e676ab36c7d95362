# A load balancer's logs are a block of the load balancer, which is not ours. What the block must
# hold is an output:
#
#   resource "aws_lb" "web" {
#     access_logs {
#       bucket  = module.collection.load_balancers.access_logs.bucket
#       prefix  = module.collection.load_balancers.access_logs.prefix
#       enabled = module.collection.load_balancers.access_logs.enabled
#     }
#     connection_logs { ... }   # application load balancers only
#   }
#
# Network and classic load balancers take the same access_logs; a network load balancer writes them
# for TLS listeners only, as delivery.logs.amazonaws.com. Both kinds of log lie below
# AWSLogs/<account>/elasticloadbalancing/: a connection log's file name begins with conn_log. Before it
# stands storage's load_balancer_prefix, if any: the bucket's policy and announcements know no other.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-connection-logging.html
locals {
  load_balancer_block = {
    bucket  = var.elb_access_logs == null ? "" : var.delivery_bucket.name
    prefix  = try(var.delivery_bucket.load_balancer_prefix, null)
    enabled = var.elb_access_logs != null
  }
  load_balancers = {
    access_logs     = local.load_balancer_block
    connection_logs = local.load_balancer_block
  }
}
