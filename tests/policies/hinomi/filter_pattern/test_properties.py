"""What must hold for every pattern and every message, tried with generated ones."""

import json
import re
from collections import Counter
from typing import Any
from unittest import mock

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from hinomi import filter_pattern
from hinomi.filter_pattern import FilterPattern, InvalidPattern, tree
from hinomi.filter_pattern.json_matcher import compile_expression
from hinomi.filter_pattern.line_fields import (
    OPENERS,
    bare,
    bare_rest,
    pick,
    pick_all,
    split_fields,
)

BOUNDED = settings(max_examples=100, deadline=None)

# --- patterns by the documented grammar ---------------------------------------------------------

NAMES = st.sampled_from(["a", "b", "user-id", "x_1", "0"])
KEYS = st.one_of(NAMES, st.sampled_from(["a.b", "@type", "キー", ""]))
NUMBERS = st.sampled_from(
    ["0", "1", "-1", "+7", "1.0", "1e0", "55.5", "1e-3", "12345678901234567890"]
)
WORDS = st.from_regex(r"[A-Za-z*][A-Za-z0-9_.*+-]{0,6}", fullmatch=True).filter(
    lambda word: word not in {"null", "NULL", "TRUE", "FALSE", "EXISTS", "NOT", "IS", "SPACE"}
)
STRINGS = st.one_of(
    st.sampled_from(
        ["", "*", "**", "a*", "*a", "*a*", "a*b", '"', "\\", '\\"', "\\\\", "1", "1.0", "true"]
    ),
    st.text(max_size=8),
)
REGEXES = st.sampled_from(["a", "^a", "b$", "[^a-c]", "a|b", r"\d{1,3}", r"\x21", "a{,2}", ".+?c"])
TEXTS = st.one_of(STRINGS.map(tree.Text), WORDS.map(lambda word: tree.Text(word, quoted=False)))
VALUES = st.one_of(NUMBERS.map(tree.Number), TEXTS)


@st.composite
def selectors(draw: st.DrawFn, wildcard: bool = False) -> tree.Selector:
    steps: list[tree.Step] = draw(
        st.lists(st.one_of(KEYS, st.integers(min_value=0, max_value=3)), min_size=1, max_size=3)
    )
    if wildcard:
        steps.insert(draw(st.integers(0, len(steps))), draw(st.sampled_from(tree.Wildcard)))
    return tree.Selector(tuple(steps))


def comparisons(subjects: st.SearchStrategy[Any]) -> st.SearchStrategy[tree.Comparison]:
    equal = st.builds(tree.Comparison, subjects, st.sampled_from(["=", "!="]), VALUES)
    ordered = st.builds(
        tree.Comparison, subjects, st.sampled_from(["<", ">", "<=", ">="]), NUMBERS.map(tree.Number)
    )
    return st.one_of(equal, ordered)


def joined(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[tree.Expression]:
    """|| over && over || ..., with no node directly inside one of its own kind."""
    ands = st.lists(leaves, min_size=2, max_size=3).map(lambda parts: tree.And(tuple(parts)))
    inner = st.one_of(leaves, ands)
    ors = st.lists(inner, min_size=2, max_size=4).map(lambda parts: tree.Or(tuple(parts)))
    mixed = st.lists(st.one_of(leaves, ors), min_size=2, max_size=3)
    return st.one_of(leaves, ands, ors, mixed.map(lambda parts: tree.And(tuple(parts))))


CONDITIONS = st.one_of(
    comparisons(selectors()),
    st.builds(tree.Is, selectors(), st.sampled_from(tree.Constant)),
    st.builds(tree.NotExists, selectors()),
)
JSON = st.one_of(
    joined(CONDITIONS).map(tree.Json),
    comparisons(selectors(wildcard=True)).map(tree.Json),
    st.builds(
        lambda subject, source: tree.Json(tree.Comparison(subject, "=", tree.Regex(source))),
        selectors(),
        REGEXES,
    ),
)
TERMS = st.lists(
    st.builds(
        tree.Term,
        st.one_of(
            STRINGS.map(tree.Text),
            st.sampled_from(["a", "ERROR", "0_x"]).map(lambda word: tree.Text(word, quoted=False)),
        ),
        st.sampled_from(tree.Sign),
    ),
    min_size=1,
    max_size=4,
).map(lambda terms: tree.Terms(tuple(terms)))


@st.composite
def fields(draw: st.DrawFn) -> tree.Fields:
    names = draw(st.lists(st.sampled_from(["a", "b", "c-d", "e_1", None]), max_size=5))
    names = [name for at, name in enumerate(names) if name is None or name not in names[:at]]
    places = [draw(place(name)) for name in names]
    if not draw(st.booleans()):
        # One empty place alone cannot be written: [] has none.
        return tree.Fields(tuple(places) if places != [tree.Field()] else ())
    middle = draw(st.integers(0, len(places)))
    return tree.Fields(tuple(places[:middle]), tuple(places[middle:]))


def place(name: str | None) -> st.SearchStrategy[tree.Field]:
    if name is None:
        return st.just(tree.Field())
    tests = comparisons(st.just(tree.FieldName(name)))
    ands = st.lists(tests, min_size=2, max_size=2).map(lambda parts: tree.And(tuple(parts)))
    ors = st.lists(st.one_of(tests, ands), min_size=2, max_size=3)
    conditions = st.one_of(st.none(), tests, ands, ors.map(lambda parts: tree.Or(tuple(parts))))
    return conditions.map(lambda condition: tree.Field(name, condition))


TREES = st.one_of(JSON, TERMS, fields())
PATTERN_TEXTS = TREES.map(filter_pattern.print_pattern).filter(lambda text: len(text) <= 1024)

# --- messages -----------------------------------------------------------------------------------

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 8),
    st.sampled_from([1.0, 0.5, 1e300, 12345678901234567890]),
    STRINGS,
)
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)
        ),
        max_leaves=6,
    ),
    max_size=4,
)
JSON_TEXTS = DOCUMENTS.map(json.dumps)
LINES = st.lists(
    st.sampled_from(["a", "404", "-1", "1.0", "[", "]", '"', " ", "\t", "\n", "ERROR", "é"]),
    max_size=20,
).map("".join)
MESSAGES = st.one_of(JSON_TEXTS, LINES, st.text(max_size=30))
SIGNS = "{}[]()$.*,\"'%\\?-=!<>&| \n\ud800éx1"
WHOLE = ["!=", ">=", "&&", "||", "IS", "NULL", "NOT", "EXISTS", "...", "$.a", "$.a=1", "1e", "\\x"]
OPENED = ["{$.a=", "[a=", "%[", "{3,"]
PIECES = st.sampled_from([*SIGNS, *WHOLE, *OPENED])
NOISE = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=6).map(lambda parts: "{ $.a" + "".join(parts) + " }"),
    st.lists(PIECES, max_size=6).map(lambda parts: "%" + "".join(parts) + "%"),
    st.text(max_size=40),
)


@settings(BOUNDED, max_examples=400)
@given(NOISE, MESSAGES)
def test_nothing_but_invalid_pattern_is_raised(text: str, message: str) -> None:
    refused, pattern = None, None
    try:
        pattern = filter_pattern.compile(text)
    except InvalidPattern as error:
        refused = error
    if pattern is None:
        assert refused is not None
        assert str(refused).count("\n") >= 2
        assert 0 <= refused.position <= len(text)
        return
    held = pattern.match(message) is not None
    assert filter_pattern.explain(pattern, message).held is held
    assert filter_pattern.compile(str(pattern)) == pattern


@settings(BOUNDED, max_examples=400)
@given(PATTERN_TEXTS, st.data())
def test_one_wrong_character_is_refused_with_advice_or_means_something(
    text: str, data: st.DataObject
) -> None:
    """A slip of the finger: a character dropped, doubled or put in anywhere."""
    at = data.draw(st.integers(0, len(text)))
    slipped = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 1)) :]
    read = compiled_or_refused(slipped)
    if isinstance(read, InvalidPattern):
        assert read.hint
        assert 0 <= read.position <= len(slipped)
        assert read.pattern == slipped
        assert "\n" not in read.reason + read.hint
    else:
        assert filter_pattern.compile(str(read)) == read


def compiled_or_refused(text: str) -> FilterPattern | InvalidPattern:
    try:
        return filter_pattern.compile(text)
    except InvalidPattern as refused:
        return refused


@BOUNDED
@given(PATTERN_TEXTS, MESSAGES)
def test_grammatical_patterns_compile_and_run(text: str, message: str) -> None:
    pattern = filter_pattern.compile(text)
    match = pattern.match(message)
    assert filter_pattern.explain(pattern, message).held is (match is not None)
    if match is not None and pattern.kind != "fields":
        assert match.extracted == {}


@BOUNDED
@given(TREES)
def test_printing_reads_back_as_the_same_tree(wanted: tree.Pattern) -> None:
    text = filter_pattern.print_pattern(wanted)
    assume(len(text) <= 1024)
    assert filter_pattern.compile(text).tree == wanted
    assert str(filter_pattern.compile(text)) == text


@BOUNDED
@given(JSON.map(filter_pattern.print_pattern), DOCUMENTS)
def test_a_parsed_event_matches_like_its_message(text: str, document: dict[str, Any]) -> None:
    pattern = filter_pattern.compile(text)
    message = json.dumps(document)
    held = pattern.match(message) is not None
    assert pattern.match_json(filter_pattern.parse_message(message)) is held
    if not pattern.reads_number_text:
        assert pattern.match_json(json.loads(message)) is held


@BOUNDED
@given(selectors(), VALUES, DOCUMENTS)
def test_a_value_is_equal_or_unequal_or_beyond_comparison(
    subject: tree.Selector, value: tree.Value, document: dict[str, Any]
) -> None:
    def holds(operator: str) -> bool:
        expression = tree.Comparison(subject, operator, value)
        pattern = filter_pattern.compile(filter_pattern.print_pattern(tree.Json(expression)))
        return pattern.match_json(document)

    selector = filter_pattern.print_pattern(
        tree.Json(tree.Comparison(subject, "=", tree.Text("*")))
    )
    comparable = filter_pattern.compile(selector).match_json(document)
    assert holds("=") + holds("!=") == comparable


@BOUNDED
@given(st.lists(JSON.map(lambda whole: whole.expression), min_size=2, max_size=4), DOCUMENTS)
def test_or_is_any_and_and_is_all(parts: list[tree.Expression], document: dict[str, Any]) -> None:
    alone = [run(part, document) for part in parts]
    assert run(tree.Or(tuple(parts)), document) is any(alone)
    assert run(tree.And(tuple(parts)), document) is all(alone)


def run(expression: tree.Expression, document: dict[str, Any]) -> bool:
    return compile_expression(expression)(document)


@BOUNDED
@given(st.lists(st.sampled_from(["A", "B", "1", "1.0", "C*"]), min_size=1), SCALARS)
def test_joined_names_match_like_single_ones(names: list[str], seen: Any) -> None:
    conditions = [f'$.n = "{name}"' for name in names]
    document = {"n": seen}
    joint = filter_pattern.compile("{" + " || ".join(conditions) + "}").match_json(document)
    single = [filter_pattern.compile("{" + one + "}").match_json(document) for one in conditions]
    assert joint is any(single)


@BOUNDED
@given(LINES, st.integers(1, 5))
def test_the_fields_of_a_line_are_its_own_text(line: str, count: int) -> None:
    every = split_fields(line)
    first = split_fields(line, count)
    assert len(first) == min(count, len(every))
    assert first[: count - 1] == every[: count - 1]
    assert all(field in line for field in every)
    kept = Counter("".join(every)) - Counter(line)
    assert not kept


def one_by_one(line: str, count: int) -> list[str]:
    """The fields of a line, read character by character as the rules are written."""
    found: list[str] = []
    at = 0
    while (at := len(line) - len(line[at:].lstrip(" \t"))) < len(line):
        close = line.find({"[": "]", '"': '"'}.get(line[at], "\0"), at + 1)
        end = close + 1 if close >= 0 else at + len(re.split("[ \t]", line[at:])[0])
        if len(found) + 1 == count and line[end:].strip(" \t"):
            return [*found, line[at:].rstrip(" \t")]
        found.append(line[at + 1 : close] if close >= 0 else line[at:end])
        at = end
    return found


@BOUNDED
@given(st.text('ab[]"  \t\n', max_size=16), st.integers(0, 5))
def test_however_a_line_is_cut_its_fields_are_the_same(line: str, count: int) -> None:
    assert split_fields(line, count) == one_by_one(line, count)


@BOUNDED
@given(
    st.text('ab[]"  \t\n', max_size=16),
    st.sets(st.integers(0, 4)),
    st.integers(0, 2),
    st.booleans(),
    st.sampled_from([0, 10_000]),
)
@example("a b \t", {0, 1}, 0, True, 10_000)
@example("a b ", {1}, 0, True, 10_000)
def test_what_is_picked_of_a_line_are_its_fields(
    line: str, some: set[int], more: int, rest: bool, short: int
) -> None:
    places = sorted(some)
    least = max(some, default=0) + 1 + more
    with mock.patch("hinomi.filter_pattern.line_fields._SHORT", short):
        picked = pick(least, places, rest=rest)(line)
    fields = one_by_one(line, least if rest else 0)
    assert (picked is not None) is (len(fields) >= least)
    for index, place in enumerate(places, start=1) if picked is not None else ():
        text_of = bare_rest if rest and place == least - 1 else bare
        assert text_of(picked[index]) == fields[place]
        # The matcher bares only what begins with a delimiter.
        assert picked[index][0] in OPENERS or picked[index] == fields[place]
    every = pick_all(least)(line)
    whole = one_by_one(line, 0)
    assert (every and [*map(bare, every)]) == (whole if len(whole) >= least else None)


@BOUNDED
@given(st.text('ab1[]"  ', max_size=16))
def test_conditions_and_names_read_the_same_fields(line: str) -> None:
    whole = filter_pattern.compile("[...]").match(line)
    assert whole is not None
    every = [*whole.extracted.values()]
    for text, tested in (("[x = a, y, ...]", 0), ("[..., y, x = a]", -1), ("[x, y = a, ...]", 1)):
        match = filter_pattern.compile(text).match(line)
        assert (match is not None) is (len(every) >= 2 and every[tested] == "a")
        assert match is None or [*match.extracted.values()] == every
    two = one_by_one(line, 2)
    match = filter_pattern.compile("[x, y = a]").match(line)
    assert (match is not None) is (two[1:] == ["a"])
    assert match is None or match.extracted == {"$x": two[0], "$y": "a"}
