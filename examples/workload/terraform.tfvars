# Yours to change, from top to bottom. The values are AWS's documentation examples: with them a plan
# can be made, and the local cloud takes them.

account_id = "111122223333"
name       = "hinomi-example"
region     = "ap-northeast-1"

mail = {
  platform = { address = "platform@example.com" }
}

site = {
  host                      = "shop.example.com"
  certificate_arn           = "arn:aws:acm:ap-northeast-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  edge_certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab"
  cloudfront_prefix_list_id = "pl-0123456789abcdef0"
}

images = {
  linux   = "ami-0123456789abcdef0"
  windows = "ami-0fedcba9876543210"
}
