"""The logs that the workload must have, whatever is configured."""

from __future__ import annotations

VPC_FLOW = "VPC flow log"
ALB_ACCESS = "load balancer: access log"
ALB_CONNECTION = "load balancer: connection log"
CLOUDFRONT = "CloudFront: access log"
FUNCTION = "Lambda: function log"
TRAIL = "CloudTrail"


def agent_log(platform: str, name: str) -> str:
    """A log that the agent reads, by the end of its log stream's name."""
    return f"{platform} agent: {name}"


LOGS = (
    TRAIL,
    VPC_FLOW,
    ALB_ACCESS,
    ALB_CONNECTION,
    CLOUDFRONT,
    FUNCTION,
    agent_log("linux", "secure"),
    agent_log("linux", "nginx"),
    agent_log("linux", "shop"),
    agent_log("windows", "Application"),
    agent_log("windows", "Security"),
    agent_log("windows", "System"),
)
