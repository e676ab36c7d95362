"""An AWS Health event, as an EventBridge rule publishes it to the alarms topic.

https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from notifier.safe_text import line
from notifier.times import from_iso

ABUSE = "AWS Health Abuse Event"
_MOST_LINES = 12
_MOST_RESOURCES = 50


@dataclass(frozen=True)
class HealthEvent:
    """Texts are safe to show (one line each, bounded). Times in UTC."""

    arn: str
    service: str
    type_code: str
    category: str  # issue, scheduledChange, accountNotification or investigation
    status: str  # open, closed or upcoming
    abuse: bool
    account: str
    region: str  # "global" for services without one
    starts: datetime | None
    ends: datetime | None
    told_at: datetime | None
    said: tuple[str, ...]  # AWS's own words
    resources: tuple[str, ...]
    page: str  # "1 / 3" where AWS splits a long list of resources, else empty


def read(body: Any) -> HealthEvent | None:
    """None for what is no Health event. Never raises."""
    if not isinstance(body, Mapping) or body.get("source") != "aws.health":
        return None
    detail = body.get("detail")
    if not isinstance(detail, Mapping):
        return None
    pages = line(detail.get("totalPages"), 5)
    return HealthEvent(
        arn=line(detail.get("eventArn"), 500),
        service=line(detail.get("service"), 60),
        type_code=line(detail.get("eventTypeCode"), 120),
        category=line(detail.get("eventTypeCategory"), 40),
        status=line(detail.get("statusCode"), 20),
        abuse=body.get("detail-type") == ABUSE,
        account=line(detail.get("affectedAccount") or body.get("account"), 12),
        region=line(detail.get("eventRegion") or body.get("region"), 30),
        starts=_time(detail.get("startTime")),
        ends=_time(detail.get("endTime")),
        told_at=_time(body.get("time")),
        said=_said(detail.get("eventDescription")),
        resources=_resources(detail.get("affectedEntities"), body.get("resources")),
        page=f"{line(detail.get('page'), 5)} / {pages}" if pages not in ("", "1") else "",
    )


def _said(descriptions: Any) -> tuple[str, ...]:
    for description in descriptions if isinstance(descriptions, list) else []:
        text = description.get("latestDescription") if isinstance(description, Mapping) else None
        if isinstance(text, str):
            # AWS writes its line feeds as \n, as <br> and, inside JSON, as a backslash and an n.
            parts = text.replace("\\n", "\n").replace("<br>", "\n").splitlines()
            told = [line(part.strip(), 1000) for part in parts if part.strip()]
            return tuple(told[:_MOST_LINES])
    return ()


def _resources(entities: Any, resources: Any) -> tuple[str, ...]:
    named = [
        entity.get("entityValue")
        for entity in (entities if isinstance(entities, list) else [])
        if isinstance(entity, Mapping)
    ] or (resources if isinstance(resources, list) else [])
    return tuple(line(name, 300) for name in named[:_MOST_RESOURCES] if name)


def _time(text: Any) -> datetime | None:
    """Health writes "Fri, 10 Jun 2022 05:01:10 GMT", EventBridge ISO 8601."""
    if not isinstance(text, str):
        return None
    try:
        time = parsedate_to_datetime(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return from_iso(text)
