# How many filters a log group gets: CloudWatch Logs takes only so many, and says so at apply only.

locals {
  filters_by_group = {
    for name, keys in { for key, filter in local.filters : filter.log_group => key... } : name => {
      filters = length(keys)
      # A regular expression stands between percent signs; one inside quotes is plain text.
      with_regex = [
        for key in keys : key if can(regex("%[^%]+%", replace(local.filters[key].pattern, "/\"[^\"]*\"/", "")))
      ]
    }
  }
}
