# One distribution's source and delivery; ../cloudfront_access_logs.tf says why this is a module.
terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# A distribution has one delivery source in an account. A second is refused during the apply, with
# "This ResourceId has already been used in another Delivery Source in this account"; no plan can
# know it (hashicorp/terraform-provider-aws#40885). `aws logs describe-delivery-sources --region
# us-east-1` names the source that is there: give it as adopt_source.
resource "aws_cloudwatch_log_delivery_source" "distribution" {
  count = var.distribution.adopt_source == null ? 1 : 0

  name         = var.name
  log_type     = "ACCESS_LOGS"
  resource_arn = var.distribution.arn

  lifecycle {
    precondition {
      condition     = split(":", var.distribution.arn)[4] == var.settings.account
      error_message = "cloudfront_access_logs: ${var.distribution.arn} is not of account ${var.settings.account}. A delivery source is made in its distribution's own account: configure it there."
    }
  }
}

resource "aws_cloudwatch_log_delivery" "distribution" {
  delivery_source_name     = coalesce(var.distribution.adopt_source, var.name)
  delivery_destination_arn = var.settings.destination_arn
  record_fields            = var.settings.fields

  # CloudWatch Logs puts AWSLogs/<account>/CloudFront/ before it.
  s3_delivery_configuration = [{
    enable_hive_compatible_path = false
    suffix_path                 = var.settings.suffix_path
  }]

  # A source whose name is built, not referred to, still has to be there first.
  depends_on = [aws_cloudwatch_log_delivery_source.distribution]

  lifecycle {
    replace_triggered_by = [terraform_data.suffix_path]
  }
}

# A changed suffix path needs a new delivery: an update loses the prefix that CloudWatch Logs adds
# when a delivery is made, and objects land outside what the bucket's policy and the announcements
# know (hashicorp/terraform-provider-aws#46328).
resource "terraform_data" "suffix_path" {
  input = var.settings.suffix_path
}
