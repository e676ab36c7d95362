variable "account_id" {
  description = "Null asks the emulator. A value lets a plan be made without one (and with any keys)."
  type        = string
  default     = null
}

variable "detections" {
  description = "What this environment sets differently, by detection id (see modules/notification)."
  type = map(object({
    datapoints_to_alarm = optional(number)
    evaluation_periods  = optional(number)
    off                 = optional(string)
    parameters          = optional(map(string), {})
    period              = optional(number)
    threshold           = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "languages" {
  description = "The languages of a notification, in order: en, ja."
  type        = list(string)
  default     = ["en", "ja"]
  nullable    = false
}

variable "mail" {
  description = "The address that gets every notification and the plain path."
  type        = string
  nullable    = false
}

variable "name" {
  description = "What every name begins with."
  type        = string
  default     = "hinomi-local"
  nullable    = false
}

variable "notifier_package" {
  description = "The notifier's zip for the emulator's interpreter (`make ready`)."
  type        = string
  nullable    = false
}

variable "region" {
  description = "The region that the emulator plays."
  type        = string
  default     = "ap-northeast-1"
  nullable    = false
}

variable "search_endpoint" {
  description = "The URL of the OpenSearch of the local cloud."
  type        = string
  nullable    = false
}

variable "shipper_package" {
  description = "The shipper's zip for the emulator's interpreter (`make ready`)."
  type        = string
  nullable    = false
}

variable "time_zone" {
  description = "The time zone of a notification, beside UTC."
  type        = string
  default     = "Asia/Tokyo"
  nullable    = false
}
