variable "distribution" {
  description = "The distribution's ARN, and the delivery source that it has already, if any."
  type        = object({ adopt_source = optional(string), arn = string })
  nullable    = false
}

variable "name" {
  description = "The delivery source's name where one is made."
  type        = string
  nullable    = false
}

variable "settings" {
  description = "What all deliveries share: the account, destination, fields (null: AWS's standard ones), path behind the prefix that CloudWatch Logs adds."
  type        = object({ account = string, destination_arn = string, fields = optional(list(string)), suffix_path = string })
  nullable    = false
}
