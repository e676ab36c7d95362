"""The catalogue, or one pattern, over an archive of past logs: what would have rung?

One way through: `archive` finds the objects -> `compression` -> `log_kind` says what one holds ->
`json_records` or `text_lines` cuts it -> `cloudtrail_matcher` or `line_matcher` finds what
matches -> `tally` counts it -> `alarm_history` rings the alarms -> `outcome` -> `reports`.
`workers` runs the middle of it on every core. Only aggregates of bounded size are kept, so that
memory does not grow with the archive.
"""
