"""checkov in the gate fails closed where checkov itself would pass in silence."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hinomi.checkov_scan import OWN_CHECKS, Scanned, scan
from hinomi.findings import Status
from hinomi.profiles import CheckovChecks
from hinomi.resolve import resolve
from hinomi.sources import plan as plans

Document = dict[str, Any]
SOME = CheckovChecks(checks=("CKV_AWS_26", "CKV_HINOMI_1", "CKV_HINOMI_2"), expect=())

CHECK = """
from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck

class Mine(BaseResourceCheck):
    def __init__(self):
        super().__init__("Mine", "{id}", [CheckCategories.LOGGING], ["aws_sns_topic"])

    def scan_resource_conf(self, conf):
        {body}

check = Mine()
"""


def topic(name: str, unknown: dict[str, bool] | None = None, **values: Any) -> Document:
    return {
        "address": f"module.m.aws_sns_topic.{name}",
        "mode": "managed",
        "type": "aws_sns_topic",
        "name": name,
        "provider_name": "hashicorp/aws",
        "values": {"name": name} | values,
        "sensitive_values": {},
        "unknown": unknown or {},
    }


def written(entry: Document, **expressions: Any) -> Document:
    keys = ("mode", "type", "name")
    return {
        "address": f"{entry['type']}.{entry['name']}",
        **{key: entry[key] for key in keys},
        "expressions": expressions,
    }


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., plans.Plan]:
    def plan(*entries: Document, expressions: Document | None = None) -> plans.Plan:
        changes = [
            {
                **{key: entry[key] for key in ("address", "mode", "type", "name", "provider_name")},
                "change": {
                    "actions": ["create"],
                    "before": None,
                    "after": entry["values"],
                    "after_unknown": entry.pop("unknown"),
                },
            }
            for entry in entries
        ]
        key = {
            "address": "aws_kms_key.k",
            "mode": "managed",
            "type": "aws_kms_key",
            "name": "k",
            "provider_name": "hashicorp/aws",
            "values": {"enable_key_rotation": True},
            "sensitive_values": {},
        }
        after = {"before": None, "after": key["values"], "after_unknown": {"arn": True}}
        change = {"actions": ["create"], **after}
        module = {
            "resources": [written(entry, **(expressions or {})) for entry in entries],
        }
        document = {
            "format_version": "1.2",
            "terraform_version": "1.11.4",
            "complete": True,
            "errored": False,
            "planned_values": {
                "root_module": {
                    "resources": [key],
                    "child_modules": [{"address": "module.m", "resources": list(entries)}],
                }
            },
            "resource_changes": [*changes, {**key, "change": change}],
            "configuration": {
                "root_module": {
                    "resources": [written(key)],
                    "module_calls": {
                        "m": {
                            "source": "./m",
                            "module": module,
                            "expressions": {
                                "key": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}
                            },
                        }
                    },
                }
            },
        }
        file = tmp_path / "the plan"
        file.write_text(json.dumps(document))
        return plans.read(file)

    return plan


def run(
    plan: plans.Plan,
    wanted: CheckovChecks = SOME,
    skipped: tuple[str, ...] = (),
    own: Path = OWN_CHECKS,
) -> Scanned:
    return scan(plan.file, resolve(plan.resources, plan.configuration), wanted, skipped, own)


def statuses(scanned: Scanned, check: str) -> dict[str, Status]:
    return {
        one.subject.split(".")[-1]: one.status for one in scanned.findings if one.control == check
    }


def test_results_become_findings(make: Callable[..., plans.Plan]) -> None:
    found = run(make(topic("open"), topic("shut", kms_master_key_id="alias/ours")))
    assert found.problems == ()
    assert statuses(found, "CKV_AWS_26") == {"open": Status.FAIL, "shut": Status.PASS}
    failed = next(one for one in found.findings if one.status is Status.FAIL)
    assert (failed.tool, failed.address) == ("checkov", "module.m.aws_sns_topic.open")
    assert failed.reason.endswith("(reads kms_master_key_id)")


def test_a_key_that_comes_through_a_modules_variable_is_a_key(
    make: Callable[..., plans.Plan],
) -> None:
    unknown = {"kms_master_key_id": True}
    plan = make(
        topic("shut", unknown), expressions={"kms_master_key_id": {"references": ["var.key"]}}
    )
    assert statuses(run(plan), "CKV_AWS_26") == {"shut": Status.PASS}


def test_our_own_checks(make: Callable[..., plans.Plan]) -> None:
    found = run(
        make(
            topic("managed", kms_master_key_id="alias/aws/sns"),
            topic("customer", kms_master_key_id="alias/ours"),
            topic("none"),
        )
    )
    assert statuses(found, "CKV_HINOMI_1") == {
        "managed": Status.FAIL,
        "customer": Status.PASS,
        "none": Status.PASS,
    }


@pytest.mark.parametrize(
    ("treated", "passed"), [("ignore", False), ("notBreaching", True), (None, True)]
)
def test_an_alarm_that_ignores_missing_data(
    treated: str | None, *, passed: bool, make: Callable[..., plans.Plan]
) -> None:
    alarm = topic("a", treat_missing_data=treated)
    kind = "aws_cloudwatch_metric_alarm"
    alarm |= {"type": kind, "address": f"module.m.{kind}.a"}
    found = statuses(run(make(alarm)), "CKV_HINOMI_2")
    assert found == {"a": Status.PASS if passed else Status.FAIL}


def test_nothing_is_sent_anywhere(
    make: Callable[..., plans.Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("checkov opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert run(make(topic("open"))).problems == ()


@pytest.fixture
def forgotten() -> Iterator[None]:
    """checkov keeps every check it has loaded for the life of the process: take ours out again."""
    yield
    from checkov.terraform.checks.resource.registry import resource_registry

    for checks in resource_registry.checks.values():
        checks[:] = [check for check in checks if not check.id.startswith("CKV_TEST")]


def with_check(folder: Path, check_id: str, body: str) -> Path:
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    name = check_id.lower()
    (folder / f"{name}.py").write_text(CHECK.format(id=check_id, body=body))
    return folder


@pytest.mark.usefixtures("forgotten")
def test_a_check_that_raises_is_a_problem(make: Callable[..., plans.Plan], tmp_path: Path) -> None:
    own = with_check(tmp_path / "own", "CKV_TEST_1", "raise ZeroDivisionError('by design')")
    wanted = CheckovChecks(checks=("CKV_TEST_1",), expect=("CKV_TEST_1",))
    seen = [problem.seen for problem in run(make(topic("open")), wanted, own=own).problems]
    assert any("Failed to run check CKV_TEST_1" in text for text in seen)
    assert any("ZeroDivisionError: by design" in text for text in seen)
    assert any("gave no result, though the plan has aws_sns_topic" in text for text in seen)


def test_a_check_that_does_not_load_is_a_problem(
    make: Callable[..., plans.Plan], tmp_path: Path
) -> None:
    own = with_check(tmp_path / "own", "CKV_TEST_2", "return (")
    seen = [problem.seen for problem in run(make(topic("open")), own=own).problems]
    assert any("Cannot load external check 'ckv_test_2'" in text for text in seen)


def test_a_graph_check_that_raises_is_a_problem(
    make: Callable[..., plans.Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    from checkov.common.graph.checks_infra.base_check import BaseGraphCheck

    before = BaseGraphCheck.run

    def raising(self: Any, *arguments: Any) -> Any:
        if self.id == "CKV2_AWS_11":
            raise ZeroDivisionError
        return before(self, *arguments)

    monkeypatch.setattr(BaseGraphCheck, "run", raising)
    wanted = CheckovChecks(checks=("CKV2_AWS_11", "CKV2_AWS_10"), expect=())
    seen = [problem.seen for problem in run(make(topic("open")), wanted).problems]
    assert seen == ["check CKV2_AWS_11 did not run to its end"]


def test_checkov_itself_raising_is_a_problem(
    make: Callable[..., plans.Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    from checkov.terraform.plan_runner import Runner

    def fail(*_: object, **__: object) -> None:
        raise KeyError("before")

    monkeypatch.setattr(Runner, "run", fail)
    [problem] = run(make(topic("open"))).problems
    assert problem.seen == "checkov raised KeyError: 'before'"


def test_an_expected_check_that_is_not_there_is_a_problem(
    make: Callable[..., plans.Plan],
) -> None:
    wanted = CheckovChecks(checks=None, expect=("CKV_AWS_99999",))
    seen = [problem.seen for problem in run(make(topic("open")), wanted).problems]
    assert seen == ["check CKV_AWS_99999 is not among those that checkov has loaded"]


def test_a_resource_that_checkov_does_not_read_is_a_problem(
    make: Callable[..., plans.Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = make(topic("open"), topic("left_out"))
    from hinomi import checkov_scan

    def without(file: Path, resources: object, copy: Path) -> None:
        document = json.loads(file.read_bytes())
        document["planned_values"]["root_module"]["child_modules"][0]["resources"].pop()
        copy.write_text(json.dumps(document))

    monkeypatch.setattr(checkov_scan, "write_for_checkov", without)
    [problem] = run(plan).problems
    assert problem.seen == (
        "checkov did not read 1 of 3 resources, such as module.m.aws_sns_topic.left_out"
    )


def test_a_skip_of_no_check_is_a_problem(make: Callable[..., plans.Plan]) -> None:
    [problem] = run(make(topic("open")), skipped=("CKV_AWS_26", "CKV_AWS_0")).problems
    assert problem.seen == "checkov.skip names CKV_AWS_0, which is no check"
