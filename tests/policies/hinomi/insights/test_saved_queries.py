"""The catalogue's queries: each finds its detection's samples, and says where it finds more."""

import doctest
import json
import re
from pathlib import Path

import pytest

from hinomi import filter_pattern, insights
from hinomi.catalogue import DEFAULT_DIRECTORY, Catalogue, Detection, Sample, load
from hinomi.insights import saved_queries
from tests.policies.hinomi.insights.evaluator import READINGS, Reading, finds

CATALOGUE = load()
QUERIES = json.loads(saved_queries.FILE.read_text(encoding="utf-8"))
USUAL = Reading(
    booleans_are_numbers=True,
    nulls_are_there=False,
    containers_are_there=False,
    missing_differs=False,
    numbers_are_loose=True,
)
LARGE = "a record of more than 200 fields"


def filled(detection: Detection) -> str:
    """The saved query with the parameters' defaults, as Terraform fills it."""
    query = str(QUERIES[detection.id]["query"])
    for name, parameter in detection.parameters.items():
        query = query.replace(f"${{{name}}}", str(parameter.default))
    assert "${" not in query
    return query


FIRES = [(detection, sample) for detection in CATALOGUE for sample in detection.fires]


@pytest.mark.parametrize(
    ("detection", "sample"), FIRES, ids=lambda v: v.id if isinstance(v, Detection) else v.name
)
def test_finds_every_sample_under_every_reading(detection: Detection, sample: Sample) -> None:
    query = filled(detection)
    missed = [reading for reading in READINGS if not finds(query, sample.message, reading)]
    assert missed == []


@pytest.mark.parametrize("detection", CATALOGUE, ids=lambda detection: detection.id)
def test_a_query_that_does_not_call_itself_looser_finds_nothing_else(detection: Detection) -> None:
    query = filled(detection)
    notes = [
        line for line in query.splitlines() if line.startswith("# Looser") and LARGE not in line
    ]
    others = [
        sample.message
        for other in CATALOGUE.of(detection.log_source)
        for sample in (*other.fires, *other.quiet)
        # A record of CloudTrail always has an eventType; without it the query takes it for large.
        if sample.document is None or "eventType" in sample.document
    ]
    found = {message for message in others if finds(query, message, USUAL)}
    matched = {message for message in others if detection.pattern.match(message)}
    assert matched <= found
    assert notes or matched == found


def test_the_file_is_as_agreed_with_the_terraform_module() -> None:
    assert list(QUERIES) == sorted(detection.id for detection in CATALOGUE)
    for detection in CATALOGUE:
        entry = QUERIES[detection.id]
        assert set(entry) == {"log_source", "query"}
        assert entry["log_source"] == detection.log_source
        given = set(re.findall(r"\$\{(\w+)\}", entry["query"]))
        assert given == detection.parameters.keys()
        # templatestring would read both as code.
        assert "%{" not in entry["query"]
        assert "$${" not in entry["query"]


def test_what_is_shown_begins_with_when_who_and_what() -> None:
    for detection in CATALOGUE.of("cloudtrail"):
        command = next(
            line for line in QUERIES[detection.id]["query"].splitlines() if "fields" in line[:8]
        )
        assert command.startswith("fields @timestamp, coalesce(userIdentity.arn,")
        assert " as who, eventName, eventSource, sourceIPAddress, awsRegion, " in command


def test_a_large_record_is_found_although_its_fields_are_not_discovered() -> None:
    detection = CATALOGUE["volume-created-from-snapshot"]
    record = json.loads(detection.fires[0].message)
    record["requestParameters"] = {
        "tagSpecificationSet": {"items": [{"key": str(n)} for n in range(300)]},
        **record["requestParameters"],
    }
    message = json.dumps(record)
    assert detection.pattern.match(message)
    assert finds(filled(detection), message, USUAL)


def test_a_parameter_with_a_wildcard_drops_its_comparison() -> None:
    query = QUERIES["important-service-reached"]["query"]
    line = CATALOGUE["important-service-reached"].fires[0].message
    wider = query.replace("${address}", "10.*").replace("${port}", "5432")
    assert finds(wider, line, USUAL)
    other = query.replace("${address}", "192.0.2.1").replace("${port}", "5432")
    assert not finds(other, line, USUAL)


def test_a_query_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hinomi.insights.whole_query.QUERY_CHARACTERS", 100)
    with pytest.raises(insights.QueryTooLongError, match=r"may have 100\. Split"):
        insights.query(filter_pattern.compile("ERROR"), "lambda", title="t" * 60)


def test_the_package_does_what_its_docstring_says() -> None:
    result = doctest.testmod(insights)
    assert (result.failed, result.attempted) == (0, 3)


def test_the_page_shows_what_the_package_does() -> None:
    page = DEFAULT_DIRECTORY.parent / "docs" / "insights-queries.md"
    result = doctest.testfile(str(page), module_relative=False)
    assert (result.failed, result.attempted) == (0, 3)


def test_the_catalogue_is_read_from_the_given_folder(tmp_path: Path) -> None:
    assert isinstance(CATALOGUE, Catalogue)
    source = CATALOGUE["rejected-flows"].file
    for path in (source, *(source.parent / "samples").iterdir()):
        copy = tmp_path / source.parent.name / path.relative_to(source.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert list(json.loads(saved_queries.saved_queries(load(tmp_path), tmp_path))) == [
        "rejected-flows"
    ]
