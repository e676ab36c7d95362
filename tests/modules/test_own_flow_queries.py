"""Saved queries for flow logs with a field list of their own find what the default ones find."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hinomi.catalogue import FLOW_LOG_FIELDS, Unreadable, load, pattern_for_fields
from hinomi.chains.question import in_format
from tests.detections.test_own_flow_log_fields import LISTS
from tests.modules.test_saved_queries import FILES, LINES, QUERIES, name_of
from tests.policies.hinomi.insights.evaluator import READINGS, finds

MODULE = QUERIES.parent
DETECTIONS = {one.id: one for one in load().of("vpc_flow_logs")}
SOME = ("default", "backwards", "everything", "random_1", "random_10", "random_20", "random_30")
CHOSEN = {key: LISTS[key] for key in LISTS if key in SOME or key.startswith("without_")}


def default_queries() -> dict[str, str]:
    """By name as in saved_queries.tf, with the parameters' defaults."""
    by_kind = {
        name_of(path): path.read_text(encoding="utf-8").strip()
        for path in FILES
        if path.parent.name == "vpc_flow_logs"
    }
    texts = json.loads((load_directory() / "insights_queries.json").read_text(encoding="utf-8"))
    by_alert = {
        f"vpc_flow_logs/alert {id_}": re.sub(
            r"\$\{(\w+)\}",
            lambda it, one=one: str(one.parameters[it[1]].default),
            texts[id_]["query"],
        )
        for id_, one in DETECTIONS.items()
    }
    return by_kind | by_alert


def load_directory() -> Path:
    return MODULE.parents[1] / "detections"


QUERIES_BY_NAME = default_queries()


@pytest.fixture(scope="module")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """`saved` and `left_out` of own_flow_fields.tf; a console needs no provider."""
    folder = tmp_path_factory.mktemp("queries")
    shutil.copy(MODULE / "own_flow_fields.tf", folder)
    given = {
        name: {"log_source": "vpc_flow_logs", "query": q} for name, q in QUERIES_BY_NAME.items()
    }
    groups = {
        key: {"name": f"/{key}", "fields": fields, "log_source": "vpc_flow_logs"}
        for key, fields in CHOSEN.items()
    }
    (folder / "given.json").write_text(json.dumps({"queries": given, "groups": groups}))
    (folder / "given.tf").write_text(
        """
variable "log_groups" {
  type = map(object({ name = string, fields = list(string), log_source = string }))
}
locals {
  all_queries = jsondecode(file("given.json")).queries
}
"""
    )
    (folder / "terraform.tfvars.json").write_text(json.dumps({"log_groups": groups}))
    answer = subprocess.run(
        ["terraform", "console"],
        cwd=folder,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
        input="jsonencode([local.own_flow_queries, local.own_flow_queries_left_out])\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    saved, left_out = json.loads(json.loads(answer.stdout.splitlines()[-1]))
    return {"saved": saved, "left_out": left_out}


def own_name(name: str, key: str) -> str:
    return name.replace("vpc_flow_logs/", f"vpc_flow_logs/{key}/")


def filtered(query: str, line: str, reading: Any) -> bool:
    """Whether a query finds a line before it counts."""
    text = "\n".join(one for one in query.splitlines() if not one.startswith("#"))
    kept = [one for one in text.split("\n| ") if one.startswith(("filter ", "parse "))]
    return finds("\n| ".join(kept or ["fields @message"]), line, reading)


def written(record: str, key: str) -> str | None:
    return in_format(record, " ".join(f"${{{name}}}" for name in CHOSEN[key]))


@pytest.mark.parametrize("key", CHOSEN)
@pytest.mark.parametrize("id_", DETECTIONS)
def test_an_alerts_query_finds_what_the_default_one_finds(
    id_: str, key: str, terraform: dict[str, Any]
) -> None:
    name = f"vpc_flow_logs/alert {id_}"
    query = terraform["saved"].get(own_name(name, key), {}).get("query")
    detection = DETECTIONS[id_]
    rewritten = pattern_for_fields(detection.pattern_text, CHOSEN[key])
    if isinstance(rewritten, Unreadable) and "has no field" in rewritten.reason:
        assert terraform["left_out"][own_name(name, key)] == rewritten.reason
        assert query is None
        return
    assert query is not None
    compared = 0
    for sample in (*detection.fires, *detection.quiet):
        line = written(sample.message, key)
        if line is None:
            continue
        compared += 1
        for reading in (READINGS[0], READINGS[-1]):
            before = filtered(QUERIES_BY_NAME[name], sample.message, reading)
            assert filtered(query, line, reading) is before, f"{sample.name}: {line}"
    assert compared >= 2


NEEDS = {
    "rejected by port": {"action", "dstport", "protocol", "srcaddr"},
    "rejected by source": {"action", "dstport", "dstaddr", "srcaddr"},
    "top talkers": {"log-status", "bytes", "packets", "srcaddr", "dstaddr"},
    "traffic of an address": {"srcaddr", "dstaddr"},
    "traffic over time": {"action", "bytes"},
}


@pytest.mark.parametrize("key", CHOSEN)
@pytest.mark.parametrize("title", NEEDS)
def test_a_kinds_query_finds_what_the_default_one_finds(
    title: str, key: str, terraform: dict[str, Any]
) -> None:
    name = f"vpc_flow_logs/{title}"
    query = terraform["saved"].get(own_name(name, key), {}).get("query")
    missing = [one for one in FLOW_LOG_FIELDS if one in NEEDS[title] - set(CHOSEN[key])]
    if missing:
        reason = terraform["left_out"][own_name(name, key)]
        assert sorted(reason.removeprefix("its flow log has no field ").split(", ")) == sorted(
            missing
        )
        assert query is None
        return
    assert query is not None
    # What the default format's queries are called by is not there to be found.
    words = set(re.findall(r"[A-Za-z0-9_]+", query.split("\n", 2)[2]))
    assert not words & {"srcAddr", "dstAddr", "logStatus", "bytes", "action"}
    for example in filter(None, LINES[name]):
        line = written(" ".join(json.loads(example).values()), key)
        assert line is not None
        for reading in (READINGS[0], READINGS[-1]):
            before = filtered(QUERIES_BY_NAME[name], example, reading)
            assert filtered(query, line, reading) is before, line


def test_every_kind_of_flow_query_is_compared() -> None:
    kinds = {name for name in QUERIES_BY_NAME if "/alert " not in name}
    assert kinds == {f"vpc_flow_logs/{title}" for title in NEEDS}
