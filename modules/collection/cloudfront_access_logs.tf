# Standard logging (v2) of distributions, owned here or not: a source names the distribution, a
# destination the bucket, a delivery joins them. All three are made in us-east-1, where CloudFront
# lives, whatever region the bucket is in.
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
#
# One after another: CloudWatch Logs refuses a second change while one is under way (ConflictException
# "Requested resource is currently being updated", hashicorp/terraform-provider-aws#42194), and what
# comes out of one for_each is made all at once. So there are eight turns, each after the one before
# it, and a distribution says which is its own. Numbering them by their keys instead would make all
# deliveries anew whenever a key is added before the others.
locals {
  cloudfront_destination = "${var.name}-cloudfront"
  # Built, so that a plan shows which destination a delivery has.
  cloudfront_destination_arn = try(coalesce(
    var.cloudfront_access_logs.adopt_destination,
    "arn:${local.partition}:logs:${data.aws_region.us_east_1.name}:${local.account}:delivery-destination:${local.cloudfront_destination}"
  ), null)

  # Not try(): it is unknown as a whole where a distribution's ARN is, as with one that the same
  # configuration makes, and no for_each takes that.
  distributions = var.cloudfront_access_logs == null ? {} : var.cloudfront_access_logs.distributions

  # A turn only chooses: what it takes is read from the variable, so that a plan shows which
  # distribution a delivery is for.
  cloudfront_turns = {
    for turn in range(1, 9) : turn => {
      for key, distribution in local.distributions : key => distribution if distribution.turn == turn
    }
  }
  cloudfront_settings = {
    account         = local.account
    destination_arn = local.cloudfront_destination_arn
    fields          = try(var.cloudfront_access_logs.fields, null)
    suffix_path     = try(var.cloudfront_access_logs.suffix_path, null)
  }
}

resource "aws_cloudwatch_log_delivery_destination" "cloudfront" {
  count    = var.cloudfront_access_logs != null && try(var.cloudfront_access_logs.adopt_destination, null) == null ? 1 : 0
  provider = aws.us_east_1

  name          = local.cloudfront_destination
  output_format = var.cloudfront_access_logs.format

  delivery_destination_configuration {
    destination_resource_arn = var.delivery_bucket.arn
  }
}

module "cloudfront_1" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[1]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [aws_cloudwatch_log_delivery_destination.cloudfront]
}

module "cloudfront_2" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[2]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_1]
}

module "cloudfront_3" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[3]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_2]
}

module "cloudfront_4" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[4]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_3]
}

module "cloudfront_5" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[5]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_4]
}

module "cloudfront_6" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[6]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_5]
}

module "cloudfront_7" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[7]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_6]
}

module "cloudfront_8" {
  source    = "./cloudfront_delivery"
  providers = { aws = aws.us_east_1 }
  for_each  = local.cloudfront_turns[8]

  distribution = var.cloudfront_access_logs.distributions[each.key]
  name         = "${var.name}-${each.key}"
  settings     = local.cloudfront_settings

  depends_on = [module.cloudfront_7]
}
