"""An environment's values go into the pattern, and nothing else does."""

from pathlib import Path

import pytest

from hinomi.catalogue import CatalogueError, load

SERVICE = "important-service-reached"


def test_default_values_fill_the_pattern(folder: Path) -> None:
    pattern = load(folder)[SERVICE].pattern_text
    assert 'destination = "10.20.9.10", srcport, destport = 5432,' in pattern


def test_environment_overrides_a_value(folder: Path) -> None:
    detection = load(folder, parameters={SERVICE: {"address": "10.1.*", "port": 3306}})[SERVICE]
    line = (
        "2 111122223333 eni-0a1b2c3d4e5f60001 10.20.3.7 {address} 40888 {port} 6 22 6120 "
        "1751945400 1751945459 ACCEPT OK"
    )
    assert detection.pattern.match(line.format(address="10.1.2.3", port=3306))
    assert not detection.pattern.match(line.format(address="10.20.9.10", port=5432))


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({SERVICE: {"adress": "10.1.2.3"}}, "adress is given a value but is not declared"),
        ({SERVICE: {"address": ""}}, "cannot stand in a pattern"),
        ({SERVICE: {"address": "**"}}, "matches everything"),
        ({SERVICE: {"port": "5432"}}, "is not a number"),
        ({"no-such-detection": {"port": 1}}, "no such detection"),
    ],
)
def test_value_that_cannot_be_used_is_refused(
    folder: Path, parameters: dict[str, dict[str, str | int]], said: str
) -> None:
    with pytest.raises(CatalogueError, match=said.replace("*", r"\*")):
        load(folder, parameters=parameters)


def test_exclusion_keeps_events_that_lack_the_field() -> None:
    """`!=` alone is never true for a missing field, so an exclusion must allow for it."""
    catalogue = load()
    excluding = [d for d in catalogue if "known_role" in d.parameters]
    assert excluding
    for detection in excluding:
        lacking = [sample for sample in detection.fires if "sessionIssuer" not in sample.message]
        selector = "$.userIdentity.sessionContext.sessionIssuer.arn"
        assert f"({selector} NOT EXISTS)" in detection.pattern_text
        assert all(detection.pattern.match(sample.message) for sample in lacking)
