"""`hinomi pattern test|explain|eval`: what they print, and no traceback whatever comes."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from hinomi.backtest.evaluation import answers
from hinomi.cli import cli

HINOMI = [sys.executable, "-m", "hinomi.cli", "pattern"]
ROOT = '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }'
RECORD = {"eventVersion": "1.08", "eventName": "A", "userIdentity": {"type": "Root"}}
OTHER = {**RECORD, "userIdentity": {"type": "IAMUser"}}


def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*HINOMI, *map(str, arguments)], input=stdin, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr
    assert b"fault of hinomi" not in done.stderr
    return done


# --- test -----------------------------------------------------------------------------------------


def test_lines_of_standard_input_and_the_fields_of_those_that_match() -> None:
    done = run("test", "[ip, ..., status = 4*, size]", stdin=b"1.2.3.4 x 404 17\n1.2.3.4 x 200 9\n")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        "-:1: 1.2.3.4 x 404 17",
        "    $ip = 1.2.3.4",
        "    $2 = x",
        "    $status = 404",
        "    $size = 17",
    ]
    assert done.stderr == b"1 of 2 events match\n"


def test_files_gzipped_or_not_records_or_lines(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(
        gzip.compress(json.dumps({"Records": [OTHER, RECORD]}).encode())
    )
    (tmp_path / "b.jsonl").write_text(f"{json.dumps(RECORD)}\n{json.dumps(OTHER)}\n")
    done = run("test", ROOT, tmp_path / "a.json.gz", tmp_path / "b.jsonl", "--json")
    *matches, counts = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert [(Path(one["file"]).name, one["number"]) for one in matches] == [
        ("a.json.gz", 2),
        ("b.jsonl", 1),
    ]
    assert [json.loads(one["message"]) for one in matches] == [RECORD, RECORD]
    assert counts == {"events": 4, "matches": 2}


def test_nothing_that_matches_is_exit_1() -> None:
    done = run("test", "ERROR", stdin=b"fine\n")
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"0 of 1 events match\n")


@pytest.mark.parametrize("arguments", [["test"], ["explain", "--event", "-"]])
def test_a_refused_pattern_is_exit_2_with_a_caret_and_how_to_write_it(arguments: list[str]) -> None:
    done = run(arguments[0], "{ $.a EXISTS }", *arguments[1:])
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "CloudWatch Logs would refuse this pattern: there is no test EXISTS (at character 7)",
        "    { $.a EXISTS }",
        "          ^",
        "hint: write = *, true for any string or number",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x00\xff\xfe" * 100, b"it is not UTF-8"),
        (gzip.compress(b"ERROR\n" * 500)[:-12], b"the gzip data ends too early"),
        (b"\x1f\x8bjunk", b"gzip"),
        (b"PAR1junk", b"Parquet"),
        (b'{"Records":[{"eventName":"ERROR"},{', b"the JSON ends too early"),
    ],
    ids=["binary", "cut off", "no gzip", "parquet", "cut JSON"],
)
def test_what_cannot_be_read_is_named_and_exit_2(
    tmp_path: Path, content: bytes, words: bytes
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    done = run("test", "ERROR", file)
    assert done.returncode == 2
    assert words in done.stderr
    assert str(file).encode() in done.stderr
    assert run("explain", "ERROR", "--event", file).returncode == 2


@pytest.mark.parametrize("name", ["nowhere.log", "."])
def test_files_that_are_not_there(name: str) -> None:
    done = run("test", "ERROR", name)
    assert done.returncode == 2
    assert f"hinomi: {name}: it cannot be read (".encode() in done.stderr
    assert run("explain", "ERROR", "--event", name).returncode == 2


def test_a_terminal_is_never_obeyed() -> None:
    done = run("test", "ERROR", stdin=b"ERROR \x1b[2J\x07\n")
    assert b"\x1b" not in done.stdout
    assert b"\x07" not in done.stdout


def test_a_reader_that_has_enough_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "many.log"
    file.write_bytes(b"ERROR and more of it\n" * 100_000)
    with subprocess.Popen(
        [*HINOMI, "test", "ERROR", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


# --- explain --------------------------------------------------------------------------------------


def test_explain_shows_which_condition_held_and_what_was_seen(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text(json.dumps({"Records": [OTHER]}, indent=2))
    done = run("explain", ROOT, "--event", file)
    text = done.stdout.decode()
    assert done.returncode == 1
    assert "✗ all of these" in text
    assert '✗ $.userIdentity.type = "Root"  saw "IAMUser"' in text
    assert "✓ $.userIdentity.invokedBy NOT EXISTS" in text


def test_explain_as_json_and_exit_0_where_it_matches() -> None:
    done = run("explain", ROOT, "--event", "-", "--json", stdin=json.dumps(RECORD).encode())
    tree = json.loads(done.stdout)
    assert (done.returncode, tree["held"]) == (0, True)
    assert [part["held"] for part in tree["parts"][0]["parts"]] == [True, True]


def test_explain_takes_one_event_only(tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(json.dumps({"Records": [RECORD, OTHER]}))
    done = run("explain", ROOT, "--event", file)
    assert done.returncode == 2
    assert b"it holds 2 records. Give a file of one." in done.stderr


@pytest.mark.parametrize(
    "event", [b"", b"plain text", b"[1]", b'{"a": "\\ud800"}', b"{" * 5000, b'{"a": 1e999}', b"\0"]
)
@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("pattern", ["{ $.a = * }", "ERROR", "[a, b]", ""])
def test_explain_never_fails_on_an_event(event: bytes, options: list[str], pattern: str) -> None:
    arguments = ["pattern", "explain", pattern, "--event", "-", *options]
    result = CliRunner().invoke(cli, arguments, input=event, catch_exceptions=False)
    assert result.exit_code in (0, 1)


# --- eval -----------------------------------------------------------------------------------------


def asked(lines: list[Any]) -> list[dict[str, Any]]:
    text = "".join(one if isinstance(one, str) else json.dumps(one) + "\n" for one in lines)
    done = run("eval", stdin=text.encode(errors="surrogatepass"))
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_eval_answers_line_by_line_in_order() -> None:
    assert asked(
        [
            {"pattern": "{ $.a = 1 }", "message": '{"a": 1.0}'},
            {"pattern": "[a, b]", "message": "one two"},
            {"pattern": "ERROR", "message": "fine"},
        ]
    ) == [
        {"matches": True, "extracted": {}},
        {"matches": True, "extracted": {"$a": "one", "$b": "two"}},
        {"matches": False, "extracted": {}},
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"pattern": "{ $.a == 1 }", "message": ""}\n', "^"),
        ('{"pattern": 1, "message": ""}\n', "must be strings"),
        ('{"message": ""}\n', "must be strings"),
        ("[]\n", "not an object"),
        ("nonsense\n", "this one is not"),
        ("\n", "this one is not"),
        ("[" * 100_000 + "\n", "this one is not"),
        ("\x00\x01\n", "this one is not"),
    ],
)
def test_eval_says_what_is_wrong_with_a_line_and_goes_on(line: str, words: str) -> None:
    wrong, right = asked([line, {"pattern": "", "message": "x"}])
    assert words in wrong["error"]
    assert right == {"matches": True, "extracted": {}}


def test_eval_takes_lone_surrogates_as_json_may_write_them() -> None:
    (one,) = asked(['{"pattern": "[a]", "message": "\\ud800"}\n'])
    assert one == {"matches": True, "extracted": {"$a": "\ud800"}}


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_answers_do_not_depend_on_how_the_lines_come(size: int) -> None:
    lines = b"".join(
        json.dumps({"pattern": "ERROR", "message": f"ERROR {n}"}).encode() + b"\n" for n in range(9)
    ).rstrip()
    chunks = [lines[at : at + size] for at in range(0, len(lines), size)]
    assert b"".join(answers(chunks)) == b'{"matches":true,"extracted":{}}\n' * 9


def test_eval_answers_before_the_input_ends() -> None:
    with subprocess.Popen(
        [*HINOMI, "eval"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(b'{"pattern": "", "message": ""}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"matches": True, "extracted": {}}
        process.stdin.close()
        assert process.wait(30) == 0


def test_eval_ends_when_nobody_reads_its_answers() -> None:
    with subprocess.Popen(
        [*HINOMI, "eval"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b'{"pattern": "", "message": ""}\n' * 10)
        process.stdin.close()
        assert process.stderr.read() == b""
