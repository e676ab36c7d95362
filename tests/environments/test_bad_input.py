"""What a user may get wrong in an environment is refused by the plan, in one line that helps.

environments/dev is planned offline with one text of it changed, as its user would change it. The
modules' own tests (tests/modules) hold each message; this holds that it reaches whoever plans an
environment, alone, and says what was seen and what to change.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from environments.terraform_cli import TerraformError
from tests.plans.planning import Workbench, dev_environment, some_detections

MAIN = "environments/dev/main.tf"


@dataclass(frozen=True)
class BadInput:
    """One text of a file replaced, what the plan then has seen, and what it says to change."""

    file: str
    old: str
    new: str
    seen: str
    change: str


BAD = {
    "a retention that AWS does not accept": BadInput(
        MAIN,
        "    cloudtrail     = {}\n",
        "    cloudtrail     = { retention_days = 100 }\n",
        "log_groups keeps logs for 100 days (cloudtrail): ",
        "CloudWatch Logs takes 1, 3, 5, 7, 14, 30",
    ),
    "an upper-case bucket name": BadInput(
        MAIN,
        "    aws.archive = aws # no log-archive account\n  }\n",
        "    aws.archive = aws # no log-archive account\n  }\n"
        '  audit_bucket = { name = "AuditLogs" }\n',
        'audit_bucket.name is "AuditLogs"',
        "use 3 to 63 lower-case letters, digits and hyphens",
    ),
    "a detection that does not exist": BadInput(
        MAIN,
        "  service_health = {}\n",
        "  service_health = {}\n  detections = { root-user-usde = { threshold = 2 } }\n",
        "detections names root-user-usde",
        "correct the id (a file's name without .yaml), or remove the setting",
    ),
    "a threshold of zero": BadInput(
        MAIN,
        "  service_health = {}\n",
        "  service_health = {}\n  detections = { rejected-flows = { threshold = 0 } }\n",
        "a threshold of 0 or less for rejected-flows",
        "Use 1 or more, or turn the detection off with a reason",
    ),
    "a bucket that is its own log target": BadInput(
        "environments/dev/terraform.tfvars",
        'uploads = "example-dev-uploads"',
        'uploads = "hinomi-dev-delivery-111122223333-ap-northeast-1"',
        "s3_access_logs.buckets holds hinomi-dev-delivery-111122223333-ap-northeast-1",
        "Take it out",
    ),
    "two search entrances for one source": BadInput(
        MAIN,
        "    { metrics = { objects = module.storage.new_objects.metrics } },\n",
        "    { cloudtrail = { objects = module.storage.new_objects.cloudtrail,"
        " subscription = { log_group = module.collection.log_groups.cloudtrail } } },\n",
        "sources gives two entrances to cloudtrail",
        "Keep objects or subscription",
    ),
    "an agent configuration over 8 KB": BadInput(
        "environments/dev/agent.tf",
        '        app     = { kind = "application", path = "/var/log/app/*.log" }\n',
        "\n".join(
            f'        app{n} = {{ kind = "application", path = "/var/log/{"x" * 60}/{n}.log" }}'
            for n in range(40)
        )
        + "\n",
        "agent.linux makes a configuration of",
        "Parameter Store takes 8",
    ),
    "a class of log group that takes no filters": BadInput(
        MAIN,
        "    cloudtrail     = {}\n",
        '    cloudtrail     = { class = "INFREQUENT_ACCESS" }\n',
        "/hinomi-dev/cloudtrail has the class INFREQUENT_ACCESS",
        "Set its class to STANDARD in storage's log_groups",
    ),
}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    place = tmp_path_factory.mktemp("bad")
    return dev_environment(place, some_detections(place, ["rejected-flows", "root-user-used"]))


@pytest.mark.terraform
@pytest.mark.xdist_group("bad input")
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_one_line_says_what_was_seen_and_what_to_change(bench: Workbench, bad: BadInput) -> None:
    with bench.changed(bad.file, bad.old, bad.new), pytest.raises(TerraformError) as refused:
        bench.plan("bad")
    said = str(refused.value)
    refusals = [
        line
        for line in said.splitlines()[1:]
        if line and not line.startswith((" ", "This was checked by the validation rule at"))
    ]
    assert len(refusals) == 1, said  # file, line and kind; nothing that only follows from it
    (line,) = (line for line in said.splitlines() if bad.seen in line)
    assert bad.change in line, said
