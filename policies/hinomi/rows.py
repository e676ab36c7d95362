"""The rows of the specification's table of functions: what an environment has, or says why not.

A control proves one of them. An environment that does without a row says so in its policy.yaml
(`parameters.rows_off`), with the reason; whatever the row's controls then find in the plan is a
contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping

ROWS: Mapping[str, str] = {
    "elb_access_logs": "Access and connection logs of load balancers",
    "cloudfront_access_logs": "Access logs of CloudFront",
    "s3_access_logs": "Access logs of buckets",
    "cloudtrail": "CloudTrail",
    "vpc_flow_logs": "VPC flow logs",
    "agent": "Logs and metrics of hosts, by the CloudWatch agent",
    "lambda_logs": "Logs of Lambda functions",
    "application_logs": "Logs that applications write themselves",
    "metric_alarms": "Alarms on CloudWatch metrics",
    "service_health": "Status of AWS's services",
    "metric_stream": "CloudWatch metrics for the long term",
    "archive": "The archive in S3",
    "log_groups": "Log groups",
    "detections": "The table of alerts",
    "subscribers": "Who is told",
    "saved_queries": "Saved Logs Insights queries",
    "dashboards": "CloudWatch dashboards",
    "search": "The search service",
    "external_checks": "The user's view from outside",
    "pipeline_alarms": "The watch watches itself",
    "adoption": "What somebody else makes and configures",
}
