# What is yours is in terraform.tfvars; what the packages and the local cloud are, the commands say.

variable "account_id" {
  description = "The account: names are built from it, and credentials of another one are refused."
  type        = string
  nullable    = false
}

variable "function_package" {
  description = "The zip of function/ (`make workload` and `python -m demo.workload package` make it)."
  type        = string
  nullable    = false
}

variable "images" {
  description = "The machine images of the two instances: Amazon Linux 2023 (arm64), and Windows Server."
  type        = object({ linux = string, windows = string })
  nullable    = false
}

variable "local_cloud" {
  description = "The local cloud instead of AWS: the address of its search engine. Null: AWS, where a domain is made."
  type        = object({ search_endpoint = string })
  default     = null
}

variable "mail" {
  description = "Who gets mail, by a name of your choice; AWS sends each address a link to confirm."
  type        = map(object({ address = string }))
  nullable    = false
}

variable "name" {
  description = "What every name begins with."
  type        = string
  nullable    = false
}

variable "notifier_package" {
  description = "The notifier's zip (`make build`)."
  type        = string
  nullable    = false
}

variable "offline" {
  description = "Plan without asking AWS anything. Such a plan is never applied."
  type        = bool
  default     = false
  nullable    = false
}

variable "region" {
  description = "The region of everything but what AWS has in us-east-1 only."
  type        = string
  nullable    = false
}

variable "shipper_package" {
  description = "The shipper's zip (`make build`)."
  type        = string
  nullable    = false
}

variable "site" {
  description = <<-EOT
    What users open: the host name, its certificates (`certificate_arn` in this region for the load
    balancer, `edge_certificate_arn` in us-east-1 for CloudFront), and the managed prefix list of
    CloudFront's addresses in this region (com.amazonaws.global.cloudfront.origin-facing).
  EOT
  type = object({
    certificate_arn           = string
    cloudfront_prefix_list_id = string
    edge_certificate_arn      = string
    host                      = string
  })
  nullable = false

  validation {
    condition     = can(regex("^arn:[a-z-]+:acm:us-east-1:", var.site.edge_certificate_arn))
    error_message = "site.edge_certificate_arn is ${jsonencode(var.site.edge_certificate_arn)}: CloudFront takes certificates of us-east-1 only; request one there."
  }
}
