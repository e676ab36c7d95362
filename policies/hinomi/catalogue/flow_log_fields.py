"""Flow logs with a field list of their own: the same detection, read from other places of the line.

A detection's file holds the pattern for the default format. Its places say by their order which
field they mean, so the pattern for another list is made from them. Terraform does the same in
modules/notification/catalogue.tf; a test compares the two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hinomi.filter_pattern.limits import PATTERN_CHARACTERS

FLOW_LOG_FIELDS = (
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
)
"""The default format (version 2) of a VPC flow log, in order, as the VPC User Guide names it."""

_PLACE = re.compile(r'(?:"[^"]*"|%[^%]*%|[^,"%])+')  # commas in quotes or regexes part nothing
_NAME = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class Unreadable:
    """Why a detection cannot be read from a flow log with these fields."""

    reason: str


def places(pattern: str) -> tuple[str, ...]:
    """The places of a space-delimited pattern as written, without the blanks around them."""
    return tuple(place.strip() for place in _PLACE.findall(pattern.strip()[1:-1]))


def pattern_for_fields(pattern: str, fields: Sequence[str] | None) -> str | Unreadable:
    """A default-format pattern, rewritten for a flow log with `fields`; None is the default format.

    A field that the default format does not have becomes a place with its name (underscores for
    hyphens: AWS documents no hyphen in such names). A field that is not in the list takes its place
    with it, unless the detection turns on it.
    """
    if fields is None:
        return pattern
    written_places = places(pattern)
    if len(written_places) != len(FLOW_LOG_FIELDS):
        return Unreadable(
            f"its pattern does not name each of the {len(FLOW_LOG_FIELDS)} default fields, "
            "so it cannot be written for others"
        )
    place_of = dict(zip(FLOW_LOG_FIELDS, written_places, strict=True))
    missing = [
        name
        for name, place in place_of.items()
        if name not in fields and not _NAME.fullmatch(place)
    ]
    if missing:
        return Unreadable(f"its flow log has no field {', '.join(missing)}")
    written = [place_of.get(name, name.replace("-", "_")) for name in fields]
    rewritten = f"[{', '.join(written)}]"
    if len(rewritten) > PATTERN_CHARACTERS:
        return Unreadable(
            f"for the fields of its flow log the pattern would have {len(rewritten)} characters, "
            f"and CloudWatch Logs takes {PATTERN_CHARACTERS}"
        )
    return rewritten
