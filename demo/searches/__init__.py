"""The searches that the report shows with their results, as data."""
