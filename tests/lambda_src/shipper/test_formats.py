"""Each format by example: `records/<dataset>/<name>.input.*` gives `<name>.expected.json`."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shipper import settings
from shipper.formats import FORMATS
from shipper.origin import LogStreamOrigin, ObjectOrigin
from shipper.records import Entry, Rejected
from shipper.sources.log_events import LogEvent

RECORDS = Path(__file__).with_name("records")
INPUTS = sorted(RECORDS.glob("*/*.input.*"))
SETTINGS = settings.load(
    {
        "OPENSEARCH_ENDPOINT": "http://127.0.0.1:9200",
        "OPENSEARCH_AUTH": "none",
        "QUARANTINE_BUCKET": "audit",
    }
)
RECEIVED = 1_782_950_400  # 2026-07-02T00:00:00Z
ORIGIN = ObjectOrigin("audit", "AWSLogs/key", "v1", "etag", RECEIVED)


def outcomes(path: Path) -> Iterator[Entry | Rejected]:
    content = path.read_bytes()
    (known,) = [one for one in FORMATS if path.parent.name == one.DATASET]
    if known.DATASET == "cloudtrail":
        # Shown indented for the reader; shipped as CloudTrail writes it.
        compact = json.dumps(json.loads(content), separators=(",", ":"), ensure_ascii=False)
        content = b'{"Records":[%b]}' % compact.encode()
    for outcome in known.read_object(iter([content]), ORIGIN, SETTINGS):
        assert isinstance(outcome, Entry | Rejected)
        yield outcome


def shown(outcome: Entry | Rejected) -> dict[str, Any]:
    if isinstance(outcome, Rejected):
        return {"position": outcome.position, "rejected": outcome.reason}
    assert b"\n" not in outcome.document
    return {
        "index": outcome.index,
        "id": outcome.id,
        "position": outcome.position,
        "document": json.loads(outcome.document),
    }


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_record_becomes_the_document_that_was_read_and_found_right(path: Path) -> None:
    found = [shown(outcome) for outcome in outcomes(path)]
    expected = path.with_name(path.name.partition(".")[0] + ".expected.json")
    assert found == json.loads(expected.read_text())


def test_every_format_has_examples() -> None:
    assert {path.parent.name for path in INPUTS} == {known.DATASET for known in FORMATS}


@pytest.mark.parametrize(
    "path",
    # A log event carries no field list of its own.
    [path for path in INPUTS if path.name.partition(".")[0] not in ("custom_fields", "no_time")],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_a_log_event_gives_the_same_document_under_its_own_id(path: Path) -> None:
    (known,) = [one for one in FORMATS if path.parent.name == one.DATASET]
    origin = LogStreamOrigin("111122223333", "/example/group", "stream")
    for one in outcomes(path):
        assert isinstance(one, Entry)
        event = LogEvent("1" * 56, RECEIVED * 1000, bytes(one.raw).decode())
        other = known.read_log_event(event, origin, SETTINGS)
        assert isinstance(other, Entry)
        from_object, from_log = json.loads(one.document), json.loads(other.document)
        for document in (from_object, from_log):
            document.pop("log", None)
            document.get("aws", {}).pop("cloudwatch", None)
            document.pop("tags", None)
        assert from_log.pop("aws", {}) == from_object.pop("aws", {})
        assert from_log == from_object
        assert other.index == one.index
