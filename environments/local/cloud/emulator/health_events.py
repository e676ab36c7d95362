"""AWS Health: PutEvents takes events of the source `aws.health`.

In AWS only services send events of a source that begins with `aws.`; ministack (services/
eventbridge.py) refuses them likewise, and has no AWS Health that could. So whoever plays AWS Health
puts its events where Health would; all other sources of AWS stay refused.
https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
"""

from typing import Any

from ministack.services import eventbridge

from cloud.emulator.patch import Answer, replace

_SOURCE = "aws.health"


def apply() -> None:
    """Patch PutEvents."""

    def mended(data: dict[str, Any], allow_aws_source: bool = False) -> Answer:
        sources = {entry.get("Source") for entry in data.get("Entries") or []}
        answer: Answer = original(data, allow_aws_source or sources == {_SOURCE})
        return answer

    original = replace(eventbridge, "_put_events", mended)
