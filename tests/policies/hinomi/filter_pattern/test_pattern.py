"""The public names, and what they promise beyond the semantics in cases/."""

import ast
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from hinomi import filter_pattern
from hinomi.filter_pattern import InvalidPattern

PACKAGE = Path(filter_pattern.__file__).parent


def test_public_names() -> None:
    assert sorted(filter_pattern.__all__) == [
        "DataPoint",
        "Explanation",
        "FilterPattern",
        "InvalidPattern",
        "Match",
        "MetricTransformation",
        "compile",
        "explain",
        "metric_value",
        "parse_message",
        "print_pattern",
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "everything"), ("ERROR", "terms"), ("[a]", "fields"), (" { $.a = 1 }", "json")],
)
def test_kind(text: str, kind: str) -> None:
    pattern = filter_pattern.compile(text)
    assert pattern.kind == kind
    assert pattern.text == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("", ""),
        ('  ERROR   -"read  timeout" ?x', 'ERROR -"read  timeout" ?x'),
        ('{$.a="x"&&(($.b=1)||($.c!=%y%))}', '{ $.a = "x" && ($.b = 1 || $.c != %y%) }'),
        ("{(($.a=1||$.b=2))||$.c IS  NULL}", "{ $.a = 1 || $.b = 2 || $.c IS NULL }"),
        ("{$.['a']=x&&$.['a.b'][0].*=\"\\d\"}", "{ $.a = x && $.['a.b'][0].* = \"\\d\" }"),
        ("[ip,,...,code=4*&&code!=403,]", "[ip, , ..., code = 4* && code != 403, ]"),
    ],
)
def test_printed_in_one_style(text: str, printed: str) -> None:
    assert str(filter_pattern.compile(text)) == printed


def test_a_pattern_near_the_limit_is_printed_without_blanks() -> None:
    text = "{" + "||".join(f"$.n={n:05}" for n in range(1024 // 11)) + "}"
    assert 1000 < len(text) <= 1024
    assert str(filter_pattern.compile(text)) == text


def test_equal_meanings_are_equal() -> None:
    one, other = filter_pattern.compile("{$.a=x}"), filter_pattern.compile('{ ($.a = "x") }')
    assert one == other
    assert hash(one) == hash(other)
    assert one != filter_pattern.compile("{$.a=y}")
    nested = filter_pattern.compile(
        "{ ($.a = 1 || ($.b = 2)) || ($.c = 3 && ($.d = 4 && $.e = 5)) }"
    )
    assert nested == filter_pattern.compile("{$.a=1||$.b=2||$.c=3&&$.d=4&&$.e=5}")


def test_a_pattern_survives_pickling() -> None:
    pattern = pickle.loads(pickle.dumps(filter_pattern.compile("{ $.a = 1 }")))  # noqa: S301 -- our own bytes
    assert pattern.text == "{ $.a = 1 }"
    assert pattern.match('{"a": 1}')
    assert pattern.match('{"a": 2}') is None


@pytest.mark.parametrize("text", ["a", "[x, y]", "[..., y]", "[]", ""])
def test_a_match_is_a_value(text: str) -> None:
    pattern = filter_pattern.compile(text)
    match, other = pattern.match("a b"), pattern.match("a b")
    assert match is not None
    assert match == other == pickle.loads(pickle.dumps(match))  # noqa: S301 -- our own bytes
    assert match.extracted is not match.extracted
    match.extracted["$x"] = "changed"
    assert match == other
    assert repr(match) == f"Match(extracted={match.extracted!r})"


def test_many_parentheses_side_by_side_are_no_nesting() -> None:
    text = "{" + " || ".join(f"($.a = {n})" for n in range(60)) + "}"
    assert filter_pattern.compile(text).match('{"a": 59}')


def test_a_parsed_event_needs_a_json_pattern() -> None:
    with pytest.raises(InvalidPattern, match="a pattern of terms reads text, not JSON"):
        filter_pattern.compile("ERROR").match_json({"a": 1})
    assert filter_pattern.compile("").match_json({"a": 1})
    assert not filter_pattern.compile("{ $.a NOT EXISTS }").match_json([{"b": 1}])


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ('{ $.a = "Root" }', False),
        ("{ $.a = 1 }", False),
        ("{ $.a > 1.5 }", False),
        ('{ $.a = "AccessDenied*" || $.b = * }', False),
        ("ERROR", False),
        ('{ $.a = "1.0" }', True),
        ("{ $.a = x && $.b != 4* }", True),
        ("{ $.a = %x% }", True),
    ],
)
def test_reads_number_text(text: str, reads: bool) -> None:
    assert filter_pattern.compile(text).reads_number_text is reads


def test_documents_of_other_parsers_lose_only_the_spelling_of_numbers() -> None:
    pattern, message = filter_pattern.compile('{ $.a = "1.50" }'), '{"a": 1.50}'
    assert pattern.match_json(filter_pattern.parse_message(message))
    assert not pattern.match_json(json.loads(message))


def test_the_package_stands_alone() -> None:
    allowed = {*sys.stdlib_module_names, "re2", "hinomi.filter_pattern"}
    imported = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                imported.add(node.module or "")
    names = {
        ".".join(n.split(".")[:2]) if n.startswith("hinomi") else n.split(".")[0] for n in imported
    }
    assert names - allowed == set()


def test_importing_it_loads_no_regex_library() -> None:
    code = (
        "import sys, hinomi.filter_pattern as f; f.compile('{ $.a = 1 }').match('{}');"
        "print([n for n in ('re2', 'numpy', 'click', 'yaml') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
