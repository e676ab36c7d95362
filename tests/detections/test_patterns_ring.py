"""Every detection rings for its samples and stays quiet for its near misses."""

import fnmatch
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hinomi import filter_pattern
from hinomi.catalogue import Catalogue, Detection, Sample, load
from hinomi.filter_pattern import tree
from hinomi.filter_pattern.limits import PATTERN_CHARACTERS, REGEX_FILTERS_IN_A_LOG_GROUP

CATALOGUE = load()
EVENT_NAME = tree.Selector(("eventName",))
EXCLUDED = tree.Sign.EXCLUDED
METRIC_FILTERS_IN_A_LOG_GROUP = 100  # CloudWatch Logs quota, which cannot be raised


FIRES = [(detection, sample) for detection in CATALOGUE for sample in detection.fires]
QUIET = [(detection, sample) for detection in CATALOGUE for sample in detection.quiet]


def named(value: Detection | Sample) -> str:
    return value.id if isinstance(value, Detection) else value.name


@pytest.mark.parametrize(("detection", "sample"), FIRES, ids=named)
def test_rings_for(detection: Detection, sample: Sample) -> None:
    assert detection.pattern.match(sample.message), (
        f"{detection.file}:{sample.line}: the pattern does not match {sample.name}"
    )


@pytest.mark.parametrize(("detection", "sample"), QUIET, ids=named)
def test_stays_quiet_for(detection: Detection, sample: Sample) -> None:
    assert detection.pattern.match(sample.message) is None, (
        f"{detection.file}:{sample.line}: the pattern matches {sample.name} ({sample.why})"
    )


@pytest.mark.parametrize("detection", CATALOGUE.of("cloudtrail"), ids=lambda d: d.id)
def test_every_branch_of_the_pattern_is_reached_by_a_sample(detection: Detection) -> None:
    """A misspelt event name in an OR matches nothing, and no other sample would notice."""
    assert isinstance(detection.pattern.tree, tree.Json)
    names = set(event_names(detection.pattern.tree.expression))
    # Text of Security Hub that AWS has retired: no such record can be made any more.
    retired = {name for name in names if "ClassicLink" in name}
    seen = {sample.document["eventName"] for sample in detection.fires if sample.document}
    unreached = {
        name
        for name in names - retired
        if not any(fnmatch.fnmatchcase(event, name) for event in seen)
    }
    assert not unreached


def event_names(expression: tree.Expression) -> list[str]:
    if isinstance(expression, tree.And | tree.Or):
        return [name for part in expression.parts for name in event_names(part)]
    if isinstance(expression, tree.Comparison) and expression.subject == EVENT_NAME:
        assert isinstance(expression.value, tree.Text)
        return [expression.value.text]
    return []


@pytest.mark.parametrize(
    "detection", [d for d in CATALOGUE if d.pattern.kind != "json"], ids=lambda d: d.id
)
def test_every_alternative_of_a_text_pattern_is_reached_by_a_sample(detection: Detection) -> None:
    unreached = [
        text
        for branch in alternatives(detection.pattern.tree)
        for text in [filter_pattern.print_pattern(branch)]
        if not any(filter_pattern.compile(text).match(s.message) for s in detection.fires)
    ]
    assert not unreached, f"{detection.file}: no sample is there for {unreached}"


def alternatives(pattern: tree.Pattern) -> Iterator[tree.Pattern]:
    """The pattern with one way to match each: one ?term, one side of an ||, one of a regex's."""
    if isinstance(pattern, tree.Terms):
        for term in pattern.terms:
            for value in ways(term.value):
                yield tree.Terms((tree.Term(value),)) if term.sign is not EXCLUDED else pattern
    if isinstance(pattern, tree.Fields):
        for position, place in enumerate(pattern.before):
            for condition in conditions(place.condition):
                before = [*pattern.before]
                before[position] = replace(place, condition=condition)
                yield replace(pattern, before=tuple(before))


def conditions(condition: tree.Expression | None) -> Iterator[tree.Expression]:
    if isinstance(condition, tree.Or):
        for part in condition.parts:
            yield from conditions(part)
    elif isinstance(condition, tree.Comparison):
        for value in ways(condition.value):
            yield replace(condition, value=value)


def ways(value: tree.Value) -> list[tree.Value]:
    """A regex has no groups, so its | part it as a whole."""
    if isinstance(value, tree.Regex):
        return [tree.Regex(source) for source in value.source.split("|")]
    return [value]


@pytest.mark.parametrize("detection", CATALOGUE, ids=lambda d: d.id)
def test_pattern_is_within_the_limit_with_room_for_longer_parameters(detection: Detection) -> None:
    longest = 128 * sum(p.type == "string" for p in detection.parameters.values())
    assert len(detection.pattern_text) + longest <= PATTERN_CHARACTERS


def test_log_groups_can_hold_the_filters() -> None:
    by_log = Counter(detection.log_source for detection in CATALOGUE)
    with_regex = Counter(d.log_source for d in CATALOGUE if "%" in d.pattern_text)
    assert max(by_log.values()) <= METRIC_FILTERS_IN_A_LOG_GROUP
    assert max(with_regex.values(), default=0) <= REGEX_FILTERS_IN_A_LOG_GROUP


def test_catalogue_is_iterated_by_log_source_and_id() -> None:
    assert isinstance(CATALOGUE, Catalogue)
    assert [(d.log_source, d.id) for d in CATALOGUE] == sorted(
        (d.log_source, d.id) for d in CATALOGUE
    )
    assert CATALOGUE["root-user-used"].references.security_hub == ("CloudWatch.1",)
    assert "no-such-detection" not in CATALOGUE
