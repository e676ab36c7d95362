"""What counts as set: the provider writes "" into its state for a text that nobody set."""

from __future__ import annotations

import pytest

from hinomi.resource import Absent, Known, Resource


def resource(values: dict[str, object]) -> Resource:
    return Resource(address="a.b", type="a", name="b", values=values)


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_nobody_set_is_absent(nothing: object) -> None:
    assert isinstance(
        resource({"threshold_metric_id": nothing}).value("threshold_metric_id"), Absent
    )


@pytest.mark.parametrize("name", ["pattern", "filter_pattern"])
def test_an_empty_pattern_matches_everything_so_it_is_something(name: str) -> None:
    value = resource({name: ""}).value(name)

    assert isinstance(value, Known)
    assert value.value == ""


@pytest.mark.parametrize("something", [0, False, "x"])
def test_zero_and_false_are_something(something: object) -> None:
    assert isinstance(resource({"threshold": something}).value("threshold"), Known)
