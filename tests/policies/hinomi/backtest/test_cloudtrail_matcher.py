"""Fast or not, the back-test says what the engine says, record by record."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hinomi import catalogue
from hinomi.backtest.cloudtrail_matcher import CloudTrailMatcher
from hinomi.backtest.compression import decompressed
from hinomi.backtest.event_facts import Facts, Found
from hinomi.filter_pattern import FilterPattern, compile  # noqa: A004
from tests.policies.hinomi.backtest import naive, odd_json

CATALOGUE = [one.pattern for one in catalogue.load() if one.log_source == "cloudtrail"]
OWN = [
    compile(text)
    for text in (
        '{ $.eventName = "1" }',
        "{ $.eventName = 1 }",
        '{ $.eventName = "1*" }',
        '{ $.eventName = "*" }',
        '{ $.eventName != "StopLogging" }',
        "{ $.eventName NOT EXISTS }",
        "{ $.eventName IS NULL }",
        "{ $.eventName IS TRUE && $.eventSource = x }",
        '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }',
        '{ $.userIdentity.type != "Root" || $.errorCode = "*Denied*" }',
        "{ $.userIdentity NOT EXISTS }",
        "{ $.userIdentity IS NULL || $.userIdentity.a[0] = 1 }",
        "{ $.requestParameters.retentionInDays < 91 }",
        '{ $.requestParameters.retentionInDays = "1.0" }',
        "{ $.requestParameters.items[*].a = 1 }",
        "{ $.requestParameters.items[0] = %^1% }",
        "{ $.* = Root }",
        "{ $.['キー'] = * }",
        "{ $.a = 12345678901234567890123 }",
        '{ $.a = "12345678901234567890123" || $.a = "-0" }',
        "StopLogging",
        '?"},{" ?Root',
        '-"Root"',
        "[a, b = 1]",
        "",
    )
]
# None of these reads the identity as a whole, so that it is opened to the end.
LATE = [
    compile(text)
    for text in (
        '{ $.userIdentity.type = "Root" && $.userIdentity.type.x = 1 }',
        "{ $.userIdentity.sessionContext.sessionIssuer.arn != x || $.userIdentity.arn = 1 }",
        "{ $.eventName = R* && $.userIdentity.sessionContext.sessionIssuer.arn NOT EXISTS }",
        "{ $.eventName = 1* && $.awsRegion != eu-west-1 && $.userIdentity.invokedBy IS TRUE }",
        "{ $.requestParameters.a = 1 || $.requestParameters.a IS TRUE }",
        "{ $.requestParameters.a IS NULL && $.requestParameters.instanceType NOT EXISTS }",
        "{ $.requestParameters.a NOT EXISTS && $.requestParameters.items[0] = * }",
        "{ $.eventName = * && $.requestParameters.a = 1* && $.a.a != 1 }",
    )
]
MATCHERS: dict[str, tuple[Sequence[FilterPattern], CloudTrailMatcher]] = {
    name: (patterns, CloudTrailMatcher(patterns))
    for name, patterns in {
        "catalogue": CATALOGUE,
        "own": OWN,
        "late": LATE,
        "both": [*CATALOGUE, *OWN],
        "one": OWN[-5:-4],
    }.items()
}


def flat(runs: Iterable[Found]) -> list[tuple[int, Facts]]:
    """(index of a pattern, facts of the record), in a fixed order."""
    return sorted(
        ((index, one) for run in runs for index, facts in run.matches.items() for one in facts),
        key=repr,
    )


def found(matcher: CloudTrailMatcher, content: bytes, size: int) -> list[tuple[int, Facts]]:
    chunks = (content[at : at + size] for at in range(0, len(content), size))
    return flat(matcher.read(chunks))


def in_shape(shape: str, texts: list[str]) -> str:
    """Records as CloudTrail, an export or a person's tool writes them down."""
    array = "[" + ",".join(texts) + "]"
    return {
        "Records": '{"Records":' + array + "}",
        "spaced": '\ufeff { "awsAccountId" : "1", "Records" :\n' + array + ' , "digest": 1 } \n',
        "array": array,
        "two": '{"Records":[]}\n{"Records":' + array + "}",
        "lines": "\n".join(text.replace("\n", " ").replace("\r", " ") for text in texts) + "\n",
    }[shape]


@pytest.mark.parametrize("name", MATCHERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_the_json_the_engine_would_say_the_same(name: str, data: st.DataObject) -> None:
    patterns, matcher = MATCHERS[name]
    odd = data.draw(st.booleans())
    some = data.draw(st.lists(odd_json.records | odd_json.usual_records, min_size=1, max_size=6))
    texts = [data.draw(odd_json.written(one, odd)) for one in some]
    shape = data.draw(st.sampled_from(["Records", "spaced", "array", "two", "lines"]))
    content = in_shape(shape, texts)
    if shape == "lines":
        texts = content.split("\n")[:-1]  # str.splitlines would also cut at NEL and U+2028
    size = data.draw(st.sampled_from([1, 7, 64, 1000, 1_000_000]))
    assert found(matcher, content.encode(), size) == naive.matches(patterns, texts)


def test_every_sample_of_the_catalogue_at_once() -> None:
    samples = [
        one for each in catalogue.load() for one in each.fires if each.log_source == "cloudtrail"
    ]
    texts = [sample.message for sample in samples] * 30
    content = gzip.compress(in_shape("Records", texts).encode())
    patterns, matcher = MATCHERS["catalogue"]
    blocks = decompressed(iter([content]))
    matches = flat(matcher.read(blocks))
    assert len(matches) >= 30 * len(patterns)
    assert matches == naive.matches(patterns, texts)


def test_wherever_the_chunks_end() -> None:
    """Records that hold what looks like their own end, cut at every byte."""
    inner = {"eventVersion": "1", "eventName": "StopLogging"}
    event: dict[str, Any] = {
        "eventVersion": "1.08",
        "eventName": "RunInstances",
        "requestParameters": {"list": [inner, inner], "text": '}]},{"eventVersion":"'},
        "eventID": "キー",
    }
    texts = [json.dumps({**event, "a": number}, separators=(",", ":")) for number in range(3)]
    content = in_shape("Records", texts).encode()
    patterns, matcher = MATCHERS["own"]
    expected = naive.matches(patterns, texts)

    def cut_at(place: int) -> Iterator[bytes]:
        yield content[:place]
        yield content[place:]

    for place in range(len(content)):
        assert flat(matcher.read(cut_at(place))) == expected, place


def test_a_field_of_very_many_values_forgets_and_stays_right() -> None:
    pattern = compile('{ $.eventName = "Stop*" }')
    texts = [json.dumps({"eventName": f"{'Stop' if n % 2 else 'Go'}{n}"}) for n in range(6000)]
    matches = found(CloudTrailMatcher([pattern]), in_shape("Records", texts).encode(), 50_000)
    assert len(matches) == 3000


PARAMETERS = [
    *('{"a":1}', '{"a":true}', '{"a":1.0}', '{"a":"1"}', '{"a":null}', '{"a":"1x"}', '{"a":{}}'),
    *("{}", "null", "[]", '"a"', '{"b":["x"]}', '{"b":[]}', '{"b":null}', '{"a":"1","b":["x"]}'),
]


@pytest.mark.parametrize(
    "patterns",
    [
        ("{ $.p.a = 1 }",),
        ("{ $.p.a = 1 && $.p.b[0] = x }", "{ $.p.b IS NULL }"),
        ("{ $.p.a IS TRUE || $.p.b[*] = x }",),
        ("{ $.p.a NOT EXISTS }", "{ $.p.a IS NULL }", '{ $.p.a = "1" }', "{ $.p.a = 1* }"),
        ("{ $.p.a = 1 || $.q.a NOT EXISTS }", "{ $.q.a = 1* }"),
    ],
)
def test_what_is_remembered_of_one_record_is_true_of_the_next(patterns: tuple[str, ...]) -> None:
    texts = [f'{{"p":{one},"q":{other}}}' for one in PARAMETERS for other in PARAMETERS]
    compiled = [compile(text) for text in patterns]
    for order in (texts, texts[::-1]):
        content = in_shape("Records", order).encode()
        matches = found(CloudTrailMatcher(compiled), content, 1000)
        assert matches == naive.matches(compiled, order)
        assert matches


def test_a_role_is_read_where_a_session_has_one() -> None:
    """Nobody, somebody, a role, and identities that are no usual ones."""
    session = '{"sessionContext":{"sessionIssuer":{"arn":%s}},"arn":"a","type":"t"}'
    roles = ("null", '""', '"role"', "true", "1", "{}")
    identities = [
        *(session % role for role in roles),
        *(
            "{}",
            "null",
            '"x"',
            '{"sessionContext":null}',
            '{"sessionContext":{"sessionIssuer":[]}}',
        ),
    ]
    texts = [
        f'{{"eventName":"{name}","userIdentity":{one}}}'
        for one in identities
        for name in ("a", "b")
    ]
    selector = "$.userIdentity.sessionContext.sessionIssuer.arn"
    patterns = [
        compile(f"{{ $.eventName = a && ({selector} NOT EXISTS || {selector} != role) }}"),
        compile(f"{{ $.eventName = * && {selector} = role }}"),
    ]
    matches = found(CloudTrailMatcher(patterns), in_shape("Records", texts).encode(), 1000)
    assert matches == naive.matches(patterns, texts)
    assert len(matches) >= len(roles)
