"""A flow log with a field list of its own: Terraform and Python make the same pattern of it."""

import random
from typing import Any

import pytest

from hinomi import filter_pattern
from hinomi.catalogue import (
    FLOW_LOG_FIELDS,
    Detection,
    Unreadable,
    load,
    pattern_for_fields,
)
from hinomi.chains.question import in_format
from tests.detections.terraform_catalogue import read_by_terraform

DETECTIONS = load().of("vpc_flow_logs")
# VPC User Guide, "Available fields" of versions 3 to 10.
LATER_FIELDS = (
    *("vpc-id", "subnet-id", "instance-id", "tcp-flags", "type", "pkt-srcaddr", "pkt-dstaddr"),
    *("region", "az-id", "sublocation-type", "sublocation-id", "pkt-src-aws-service"),
    *("pkt-dst-aws-service", "flow-direction", "traffic-path", "ecs-cluster-arn"),
    *("ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id"),
    *("ecs-container-id", "ecs-second-container-id", "ecs-service-name"),
    *("ecs-task-definition-arn", "ecs-task-arn", "ecs-task-id", "reject-reason", "resource-id"),
    "encryption-status",
)


def field_lists() -> dict[str, list[str]]:
    everything = [*FLOW_LOG_FIELDS, *LATER_FIELDS]
    chosen = random.Random(20)  # noqa: S311 -- the same lists each time
    lists = {f"random_{n}": chosen.sample(everything, n) for n in range(1, len(everything))}
    return lists | {
        "default": list(FLOW_LOG_FIELDS),
        "backwards": list(reversed(FLOW_LOG_FIELDS)),
        "everything": everything,
        "too_long": [*everything, *(f"{'long-' * 6}{n}" for n in range(20))],
        **{
            f"without_{name}": [n for n in FLOW_LOG_FIELDS if n != name] for name in FLOW_LOG_FIELDS
        },
    }


LISTS = field_lists()


@pytest.fixture(scope="module")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What modules/notification makes of every list at once."""
    groups = {
        key: {"name": key, "arn": "-", "log_source": "vpc_flow_logs", "fields": fields}
        for key, fields in LISTS.items()
    }
    return read_by_terraform(tmp_path_factory.mktemp("catalogue"), groups)


@pytest.mark.parametrize("key", LISTS)
def test_terraform_and_python_make_the_same(key: str, terraform: dict[str, Any]) -> None:
    for detection in DETECTIONS:
        expected = pattern_for_fields(detection.pattern_text, LISTS[key])
        name = f"{detection.id}/{key}"
        if isinstance(expected, Unreadable):
            assert terraform["not_watched"][name] == expected.reason
            assert name not in terraform["filters"]
        else:
            assert terraform["filters"][name]["pattern"] == expected
            assert terraform["filters"][name]["detection"] == detection.id
            assert name not in terraform["not_watched"]


def test_lists_are_read_and_refused() -> None:
    answers = [pattern_for_fields(d.pattern_text, f) for d in DETECTIONS for f in LISTS.values()]
    refused = [answer.reason for answer in answers if isinstance(answer, Unreadable)]
    assert any("has no field" in reason for reason in refused)
    assert any("characters, and CloudWatch Logs takes 1024" in reason for reason in refused)
    assert len(answers) - len(refused) > 40


@pytest.mark.parametrize("key", LISTS)
@pytest.mark.parametrize("detection", DETECTIONS, ids=lambda d: d.id)
def test_rewritten_pattern_rings_for_rewritten_samples(detection: Detection, key: str) -> None:
    text = pattern_for_fields(detection.pattern_text, LISTS[key])
    if isinstance(text, Unreadable):
        return  # whose reason the first test compares
    pattern = filter_pattern.compile(text)
    flow_format = " ".join(f"${{{name}}}" for name in LISTS[key])
    for sample in detection.fires:
        rewritten = in_format(sample.message, flow_format)
        assert rewritten is not None
        assert pattern.match(rewritten), f"{sample.name}: {rewritten}"
    for sample in detection.quiet:
        rewritten = in_format(sample.message, flow_format)
        assert rewritten is None or not pattern.match(rewritten), f"{sample.name}: {rewritten}"


def test_the_default_list_is_the_files_own_text() -> None:
    for detection in DETECTIONS:
        assert pattern_for_fields(detection.pattern_text, None) == detection.pattern_text
        rewritten = pattern_for_fields(detection.pattern_text, FLOW_LOG_FIELDS)
        assert rewritten == detection.pattern_text


def test_commas_in_quotes_and_regexes_part_nothing() -> None:
    places = ["a", "b", 'c = "1,2"', "d = %x{1,2}%", *"efghijklmn"]
    rewritten = pattern_for_fields(f"[{', '.join(places)}]", ["srcaddr", "interface-id"])
    assert rewritten == '[d = %x{1,2}%, c = "1,2"]'


@pytest.mark.parametrize("pattern", ["[a, b, ...]", "[a, b]", "REJECT"])
def test_pattern_that_does_not_name_every_field_is_not_rewritten(pattern: str) -> None:
    answer = pattern_for_fields(pattern, ["srcaddr"])
    assert isinstance(answer, Unreadable)
    assert "does not name each of the 14 default fields" in answer.reason
    assert pattern_for_fields(pattern, None) == pattern


def test_catalogue_names_no_place_like_a_later_field() -> None:
    """A place of the default format with the name of a later field would stand twice."""
    later = {name.replace("-", "_") for name in LATER_FIELDS}
    for detection in DETECTIONS:
        tree = detection.pattern.tree
        assert isinstance(tree, filter_pattern.tree.Fields)
        assert not later & {place.name for place in tree.before}
