terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"

      # The same account in us-east-1, where CloudFront and Route 53 publish their metrics and
      # global Health events arrive. The same provider again where the watch itself stands there.
      configuration_aliases = [aws.us_east_1]
    }
  }
}
