# What a team sets for itself is in terraform.tfvars; what makes this environment what it is, in
# main.tf.

variable "account_id" {
  description = "The account: names are built from it, and credentials of another one are refused."
  type        = string
  nullable    = false
}

variable "canary_package" {
  description = "The canary's zip (`make build`)."
  type        = string
  nullable    = false
}

variable "languages" {
  description = "The languages of a notification, in order: en, ja."
  type        = list(string)
  default     = ["en", "ja"]
  nullable    = false
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
  description = "Plan without asking AWS anything (`make plan OFFLINE=1`). Such a plan is never applied."
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

variable "time_zone" {
  description = "The time zone of a notification, beside UTC (IANA name)."
  type        = string
  default     = "UTC"
  nullable    = false
}

variable "watched" {
  description = <<-EOT
    What this account has to watch, each by a name of your choice: `vpcs` (ids), `distributions`
    (CloudFront; `arn`, and a `turn` of its own, 1 to 8, that stays with it for good), `buckets`
    (names; their access logs), `functions` (Lambda, names), `metrics` (resources whose metrics are
    watched: modules/notification), `site` (what a user opens, and a text that it must show).
  EOT
  type = object({
    buckets       = optional(map(string), {})
    distributions = optional(map(object({ arn = string, turn = optional(number, 1) })), {})
    functions     = optional(map(string), {})
    metrics       = optional(map(object({ kind = string, dimensions = map(string) })), {})
    site          = object({ host = string, path = optional(string, "/"), text = string })
    vpcs          = map(string)
  })
  nullable = false
}
