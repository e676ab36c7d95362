"""Which events a trail records, by its selectors."""

from __future__ import annotations

from typing import Any

import pytest

from hinomi.evidence import Trail
from hinomi.iam import Answer
from tests.policies.hinomi.world import resource

WRITE = {"eventCategory": "Management", "managementEvent": True, "readOnly": False}
READ = WRITE | {"readOnly": True}
KMS = WRITE | {"eventSource": "kms.amazonaws.com"}
DATA = {"eventCategory": "Data", "managementEvent": False, "readOnly": True}
EVENTS = {"write": WRITE, "read": READ, "kms": KMS, "data": DATA}


def advanced(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"advanced_event_selector": [{"field_selector": list(fields)}]}


def field(name: str, **values: list[str]) -> dict[str, Any]:
    return {"field": name, **values}


MANAGEMENT = field("eventCategory", equals=["Management"])


@pytest.mark.parametrize(
    ("selectors", "recorded"),
    [
        ({}, "write read kms"),
        ({"event_selector": [{"read_write_type": "All"}]}, "write read kms"),
        ({"event_selector": [{"read_write_type": "WriteOnly"}]}, "write kms"),
        ({"event_selector": [{"read_write_type": "ReadOnly"}]}, "read"),
        ({"event_selector": [{"include_management_events": False}]}, ""),
        (
            {"event_selector": [{"exclude_management_event_sources": ["kms.amazonaws.com"]}]},
            "write read",
        ),
        (
            {
                "event_selector": [
                    {"read_write_type": "ReadOnly"},
                    {"read_write_type": "WriteOnly"},
                ]
            },
            "write read kms",
        ),
        (advanced(MANAGEMENT), "write read kms"),
        (advanced(field("eventCategory", equals=["Data"])), "data"),
        (advanced(MANAGEMENT, field("readOnly", equals=["true"])), "read"),
        (
            advanced(MANAGEMENT, field("eventSource", not_equals=["kms.amazonaws.com"])),
            "write read",
        ),
        (advanced(MANAGEMENT, field("eventSource", not_starts_with=["kms."])), "write read"),
    ],
)
def test_selectors(selectors: dict[str, Any], recorded: str) -> None:
    trail = Trail.of(resource("aws_cloudtrail.t", is_multi_region_trail=True, **selectors))
    selected = [name for name, event in EVENTS.items() if trail.selects(event) is Answer.YES]
    assert selected == recorded.split()


def test_a_field_that_only_data_events_carry_is_open() -> None:
    selectors = advanced(MANAGEMENT, field("resources.type", equals=["AWS::S3::Object"]))
    trail = Trail.of(resource("aws_cloudtrail.t", **selectors))
    assert trail.selects(WRITE) is Answer.UNSURE


def test_selectors_that_are_known_after_apply_are_open() -> None:
    trail = Trail.of(resource("aws_cloudtrail.t", event_selector=...))
    assert trail.selects(WRITE) is Answer.UNSURE


@pytest.mark.parametrize(
    ("region", "settings", "expected"),
    [
        ("ap-northeast-1", {"is_multi_region_trail": True}, Answer.YES),
        ("ap-northeast-1", {"is_multi_region_trail": False}, Answer.NO),
        ("us-east-1", {"is_multi_region_trail": False}, Answer.YES),
        (
            "ap-northeast-1",
            {"is_multi_region_trail": True, "include_global_service_events": False},
            Answer.NO,
        ),
    ],
)
def test_global_services_are_recorded_in_one_region(
    region: str, settings: dict[str, Any], expected: Answer
) -> None:
    trail = Trail.of(resource("aws_cloudtrail.t", region=region, **settings))
    assert trail.selects(WRITE | {"eventSource": "iam.amazonaws.com"}) is expected
