# What a log group takes of filters: none in one class, and only so many in the other. CloudWatch Logs
# says so at apply only.

locals {
  filters_by_group = {
    for name, keys in { for key, filter in local.filters : filter.log_group => key... } : name => {
      class   = [for group in var.log_groups : group.class if group.name == name][0]
      ids     = sort(distinct([for key in keys : local.filters[key].detection]))
      filters = length(keys)
      # A regular expression stands between percent signs; one inside quotes is plain text.
      with_regex = [
        for key in keys : key if can(regex("%[^%]+%", replace(local.filters[key].pattern, "/\"[^\"]*\"/", "")))
      ]
    }
  }
}
