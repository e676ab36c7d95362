# The distribution knows nothing of its logs: standard logging (v2) is made in collection, of its ARN.

resource "aws_cloudfront_distribution" "web" {
  #checkov:skip=CKV_AWS_68:A web ACL is the application's own choice; this example is about logs
  #checkov:skip=CKV2_AWS_47:No web ACL here, see CKV_AWS_68
  #checkov:skip=CKV_AWS_86:Standard logging (v2) takes its place; logging_config is the legacy one
  #checkov:skip=CKV_AWS_305:The origin answers "/" itself
  #checkov:skip=CKV_AWS_310:One origin
  #checkov:skip=CKV_AWS_374:Its users may be anywhere
  #checkov:skip=CKV2_AWS_32:Security headers are the application's own
  aliases         = [var.site.host]
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  price_class     = "PriceClass_200"

  origin {
    domain_name = aws_lb.web.dns_name
    origin_id   = "load-balancer"

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  # AWS's managed policies CachingDisabled and AllViewer: the host name goes on to the load balancer,
  # whose certificate is for it.
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
  # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
  default_cache_behavior {
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    origin_request_policy_id = "216adef6-5c7f-47e4-b989-5492eafa07d3"
    target_origin_id         = "load-balancer"
    viewer_protocol_policy   = "redirect-to-https"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    acm_certificate_arn      = var.site.edge_certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }
}
