"""The emulator does not start half mended: another ministack than the known one is refused."""

import os
import subprocess
from types import SimpleNamespace

import pytest

from cloud.emulator.patch import MendError, need, replace, replace_action
from cloud.folders import CHECKOUT, PACKAGE, VENV_PYTHON


def module(**names):
    return SimpleNamespace(__name__="ministack.services.some", **names)


def test_a_function_is_replaced_and_handed_back():
    service = module(act=lambda alarm, state: f"{alarm} {state}")
    original = replace(service, "act", lambda alarm, state: "mended")
    assert service.act("a", "b") == "mended"
    assert original("a", "b") == "a b"


def test_a_function_that_is_gone_is_named():
    with pytest.raises(MendError, match=r"ministack\.services\.some has no act"):
        replace(module(), "act", lambda: None)


@pytest.mark.parametrize("other", [lambda alarm: None, lambda alarm, *, state: None])
def test_a_function_that_takes_other_arguments_is_refused(other):
    with pytest.raises(MendError, match=r"some\.act takes .*alarm"):
        replace(module(act=other), "act", lambda alarm, state: None)


def test_an_action_that_is_gone_is_named():
    with pytest.raises(MendError, match="ACTIONS has no action CreateTrail"):
        replace_action(module(ACTIONS={}), "ACTIONS", "CreateTrail", lambda body: None)


def test_what_a_mend_uses_must_be_there():
    with pytest.raises(MendError, match="has no _p"):
        need(module(_alarms={}), "_alarms", "_p")


@pytest.mark.cloud
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("mends.MINISTACK = '1.5.32'", "the mends are for ministack 1.5.32, but 1.5.33"),
        ("del cloudwatch._evaluate_alarm", "ministack.services.cloudwatch has no _evaluate_alarm"),
        (
            "cloudwatch._evaluate_alarm = lambda alarm, now: None",
            "ministack.services.cloudwatch._evaluate_alarm takes",
        ),
    ],
)
def test_the_launcher_says_what_is_different_and_ends(tmp_path, change, said):
    code = (
        "from ministack.services import cloudwatch; from cloud.emulator import mends; "
        f"{change}; from cloud import launcher; launcher._mend()"
    )
    done = subprocess.run(
        [str(VENV_PYTHON), "-c", code],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{CHECKOUT / 'policies'}",
            "HINOMI_MAIL_DIRECTORY": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"the AWS emulator is not started: {said}")
    assert "Traceback" not in done.stderr
