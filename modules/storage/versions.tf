terraform {
  required_version = ">= 1.10"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"

      # Where the buckets live: the log-archive account, or the same provider again.
      configuration_aliases = [aws.archive]
    }
  }
}
