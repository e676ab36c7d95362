"""What day it is, for waivers: in UTC, so that two machines agree."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    return datetime.now(tz=UTC).date()
