"""Filter patterns as CloudWatch Logs Insights queries: the way from an alarm back to its events.

    >>> from hinomi import filter_pattern, insights
    >>> pattern = filter_pattern.compile("{ $.eventName = StopLogging || $.eventName = Reset* }")
    >>> print(insights.query(pattern, "cloudtrail"))  # doctest: +ELLIPSIS
    fields @timestamp, ... as who, eventName, ...
    | filter eventName = "StopLogging" or eventName like /^Reset/
    | sort @timestamp desc
    | limit 1000

A query finds every event that its pattern matches. Where Insights cannot say what the pattern says
it finds more, and a comment line of the query says which condition is looser.
docs/insights-queries.md says how each form is translated, and by which page of AWS's documentation.
"""

from hinomi.insights.whole_query import QUERY_CHARACTERS, QueryTooLongError, query

__all__ = ["QUERY_CHARACTERS", "QueryTooLongError", "query"]
