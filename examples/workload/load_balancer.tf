# The load balancer. Its two log blocks take what collection gives out, as it is.

resource "aws_lb" "web" {
  #checkov:skip=CKV_AWS_150:An example is thrown away again; a load balancer that stays wants deletion protection
  #checkov:skip=CKV2_AWS_28:A web ACL is the application's own choice; this example is about logs
  name                       = var.name
  load_balancer_type         = "application"
  security_groups            = [aws_security_group.load_balancer.id]
  subnets                    = [for subnet in aws_subnet.public : subnet.id]
  drop_invalid_header_fields = true

  access_logs {
    bucket  = module.collection.load_balancers.access_logs.bucket
    prefix  = module.collection.load_balancers.access_logs.prefix
    enabled = module.collection.load_balancers.access_logs.enabled
  }

  connection_logs {
    bucket  = module.collection.load_balancers.connection_logs.bucket
    prefix  = module.collection.load_balancers.connection_logs.prefix
    enabled = module.collection.load_balancers.connection_logs.enabled
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.web.arn
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = var.site.certificate_arn
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_target_group" "web" {
  #checkov:skip=CKV_AWS_378:The load balancer ends TLS; behind it is its own private subnet
  name     = var.name
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.shop.id

  health_check {
    path = "/health"
  }
}

resource "aws_lb_target_group_attachment" "web" {
  target_group_arn = aws_lb_target_group.web.arn
  target_id        = aws_instance.web.id
}

resource "aws_security_group" "load_balancer" {
  name        = "${var.name}-load-balancer"
  description = "CloudFront in, the web server out"
  vpc_id      = aws_vpc.shop.id
}

# Only CloudFront: whoever goes round it would not be in its log.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  security_group_id = aws_security_group.load_balancer.id
  description       = "HTTPS from CloudFront"
  from_port         = 443
  ip_protocol       = "tcp"
  prefix_list_id    = var.site.cloudfront_prefix_list_id
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "HTTP to the web server"
  from_port                    = 80
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.web.id
  to_port                      = 80
}
