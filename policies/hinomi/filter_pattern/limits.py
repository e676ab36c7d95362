"""What CloudWatch Logs allows in one filter pattern, and the two bounds that are ours.

Sources: API reference (PutMetricFilter, TestMetricFilter), user guide "Filter pattern syntax",
and AWS's own refusals.
"""

PATTERN_CHARACTERS = 1024
REGEXES_IN_A_PATTERN = 2
REGEX_FILTERS_IN_A_LOG_GROUP = 5  # a matter of the log group: callers that see one check it
WILDCARDS_IN_A_SELECTOR = 1
WILDCARDS_IN_A_PATTERN = 3
DIMENSIONS = 3
METRIC_VALUE_CHARACTERS = 100  # API reference, MetricTransformation
DIMENSION_NAME_CHARACTERS = 255
TEST_MESSAGES = 50  # TestMetricFilter takes 1 to 50 messages

# Ours. AWS publishes no bound; these keep the parser's stack and RE2's programs small.
NESTED_PARENTHESES = 50
REGEX_REPETITIONS = 1000
REGEX_INSTRUCTIONS = 10_000  # of RE2's program; .{1000} takes 8,004
