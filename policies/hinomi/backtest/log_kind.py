"""What an object holds, told from its first bytes and never from its name.

A kind is a log source of the catalogue, or one of the words below. CloudTrail records and flow logs
show what they are. The other sources are lines of text that many programs write, so their kind is
said by the reader (`--log-source`), and a log that nobody has named is a plain one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..catalogue import FLOW_LOG_FIELDS, LOG_SOURCES
from .errors import UnreadableError

CLOUDTRAIL = "cloudtrail"
VPC_FLOW_LOGS = "vpc_flow_logs"
PLAIN = "plain"
DIGEST = "CloudTrail digest"
KINDS = (*LOG_SOURCES, PLAIN)
"""What an object can be read as."""

# An object that begins like this is a log of CloudTrail, whatever comes later.
_RECORDS = re.compile(rb'\{\s*(?:"[^"]*"\s*:\s*(?:"[^"]*"|[\w.+-]+)\s*,\s*)*"Records"\s*:')
_DIGEST = re.compile(rb'"digest(?:StartTime|S3Object)"\s*:')
_EVENT_FIELDS = (b'"eventSource"', b'"eventName"', b'"userIdentity"', b'"eventVersion"')
_FLOW_RECORD = re.compile(r"\d+ (?:\d{12}|unknown|-) eni-[0-9a-f]+ ")
_FIELD_NAME = re.compile(r"[a-z][a-z0-9-]*")
_PARQUET = b"PAR1"


@dataclass(frozen=True, slots=True)
class FlowFields:
    """The fields of a flow log, in order, and whether a first line names them."""

    names: tuple[str, ...] = FLOW_LOG_FIELDS
    has_header: bool = False


def log_kind(head: bytes) -> str:
    """The kind of log whose first block this is.

    Raises UnreadableError for Apache Parquet, in which flow logs may be delivered to S3: that must
    not pass for a log of no interest.
    """
    if head.startswith(_PARQUET):
        raise UnreadableError(
            "it is Apache Parquet, which is not read here; flow logs delivered as text are"
        )
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in (b"{", b"["):
        if _DIGEST.search(start, 0, 4096):
            return DIGEST
        # An application's JSON log may have one of these names, hardly three.
        if _RECORDS.match(start) or sum(name in start for name in _EVENT_FIELDS) >= 3:
            return CLOUDTRAIL
        return PLAIN
    line = first_line(head)
    if flow_fields(line).has_header or _FLOW_RECORD.match(line):
        return VPC_FLOW_LOGS
    return PLAIN


def flow_fields(line: str) -> FlowFields:
    """The fields that the first line of a flow log names; the default format without a header."""
    words = line.split(" ")
    known = len(set(words) & set(FLOW_LOG_FIELDS))
    if known >= 2 and all(_FIELD_NAME.fullmatch(word) for word in words):
        return FlowFields(tuple(words), has_header=True)
    return FlowFields()


def first_line(head: bytes) -> str:
    """The first line of a block, as far as it goes."""
    return head.partition(b"\n")[0].decode("utf-8", "replace").strip("\ufeff \r")
