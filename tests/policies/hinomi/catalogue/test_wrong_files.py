"""A wrong file fails with its name, its line, the setting and what to change."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hinomi.catalogue import CatalogueError, load
from hinomi.errors import HinomiError

EBS = "cloudtrail/ebs-snapshot-permission-removed.yaml"
LAMBDA = "lambda/lambda-json-init-failed.yaml"
LINUX = "linux_auth/ssh-root-login.yaml"
SERVICE = "vpc_flow_logs/important-service-reached.yaml"
WEB = "web_access/web-server-errors.yaml"
WINDOWS = "windows_events/windows-failed-logons.yaml"
WINDOWS_XML = "windows_events_xml/windows-xml-failed-logons.yaml"

# file, what stands there, what is written instead, setting, what the message says
WRONG = {
    "misspelt setting": (EBS, "severity:", "severty:", "severty", "Did you mean severity?"),
    "unknown value": (EBS, "severity: medium", "severity: urgent", "severity", "is not one of"),
    "other id than the file": (EBS, "id: ebs-", "id: ebs2-", "id", "is not the file's name"),
    "other folder": (
        EBS, "log_source: cloudtrail", "log_source: vpc_flow_logs", "log_source",
        "is not the folder's name",
    ),
    "number as text": (EBS, "period: 300,", 'period: "60",', "alarm.period", "is not of type"),
    "period of a minute and a half": (EBS, "period: 300,", "period: 90,", "alarm.period", "60"),
    "more breaching than periods": (
        EBS, "datapoints_to_alarm: 1", "datapoints_to_alarm: 2", "alarm.datapoints_to_alarm",
        "Give at most evaluation_periods",
    ),
    "longer than AWS takes": (
        EBS, "evaluation_periods: 1,", "evaluation_periods: 2000,", "alarm.evaluation_periods",
        "within 86400 seconds",
    ),
    "incident that need not ring": (
        EBS, "threshold: 1,", "threshold: 2,", "incident", "need not cross the alarm",
    ),
    "pattern that AWS refuses": (
        EBS, ' = "ResetSnapshotAttribute"', " == ResetSnapshotAttribute", "pattern", "at character",
    ),
    "field that no record has": (
        EBS, "$.eventSource", "$.eventSorce", "pattern", "no sample of this log has $.eventSorce",
    ),
    "sample that is not there": (
        EBS, "- ebs_snapshot_permission_reset\n", "- ebs_snapshot_reset\n", "fires[1]",
        "there is no samples/ebs_snapshot_reset.json",
    ),
    "change of a field that is not there": (
        EBS, "change: {requestParameters.createVolumePermission.remove:",
        "change: {requestParameters.createVolumePermision.remove:", "quiet[2]", "is not in the",
    ),
    "near miss without a reason": (
        EBS, "- {sample: ebs_snapshot_attribute_described, why: The read-only twin.}",
        "- {sample: ebs_snapshot_attribute_described}", "quiet[1].why", "is missing",
    ),
    "runbook in one language": (EBS, "\n  ja:\n", "\n  jp:\n", "runbook.jp", "Known here: en, ja."),
    "setting twice": (
        EBS, "severity: medium\n", "severity: medium\nseverity: high\n", "severity",
        "a second time (first on line",
    ),
    "parameter that is not declared": (
        SERVICE, "${address}", "${adress}", "pattern", "${adress} is not a parameter",
    ),
    "parameter that matches everything": (
        SERVICE, 'default: "10.20.9.10"', 'default: "*"', "parameters.address.default",
        "matches everything",
    ),
    "parameter that ends the quoted text": (
        SERVICE, 'default: "10.20.9.10"', "default: '1\" || action'", "parameters.address.default",
        "cannot stand in a pattern",
    ),
    "text for a number": (
        SERVICE, "default: 5432", "default: postgres", "parameters.port.default", "is not a number",
    ),
    "flow log field that there is none of": (
        SERVICE, "change: {dstaddr:", "change: {destination:", "quiet[0]", "is not one of version,",
    ),
    "flow log pattern that leaves places out": (
        SERVICE, "srcport, destport", "destport", "pattern", "13 places, and the default format",
    ),
    "column that there is none of": (
        WEB, "change: {status: 404}", "change: {code: 404}", "quiet[0]", "is not one of host,",
    ),
    "part of a Windows event that there is none of": (
        WINDOWS, "change: {event_id: 4624}", "change: {id: 4624}", "quiet[0]",
        "is not one of channel, level, event_id",
    ),
    "element that there is none of": (
        WINDOWS_XML, "change: {EventID: 4624}", "change: {EventId: 4624}", "quiet[0]",
        "names 0 elements",
    ),
    "text that does not stand in the sample": (
        LINUX, "replace: {for root from: for rootkit from}",
        "replace: {for admin from: for rootkit from}", "quiet[0]", "is not in the sample",
    ),
    "field of a line without fields": (
        LINUX, "replace: {for root from: for rootkit from}", "change: {user: rootkit}", "quiet[0]",
        "this log has no fields; use `replace`",
    ),
    "replaced text in a record with fields": (
        LAMBDA, "change: {record.status: success}", "replace: {error: success}", "quiet[0]",
        "name the field under `change`",
    ),
    "field that no record of a function has": (
        LAMBDA, "$.record.status", "$.record.state", "pattern",
        "no sample of this log has $.record.state",
    ),
    "phrase that is never closed": (
        LINUX, '" for root from "', '" for root from ', "pattern", "at character",
    ),
    "sample of another log": (
        LINUX, "- ssh_root_password_accepted\n", "- windows_logon_failed\n", "fires[0]",
        "there is no samples/windows_logon_failed.log",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_file_says_where_and_what_to_change(
    case: str, spoil: Callable[..., Path], folder: Path
) -> None:
    file, old, new, setting, said = WRONG[case]
    with pytest.raises(CatalogueError) as caught:
        load(spoil(file, old, new))
    problem = next(p for p in caught.value.problems if p.setting == setting)
    lines = folder.joinpath(file).read_text(encoding="utf-8").splitlines()
    reported_on = {"incident": "incident:"}.get(setting, new.strip().splitlines()[-1])
    assert problem.file == Path("detections", file)
    assert problem.line is not None
    assert reported_on in lines[problem.line - 1]
    assert said in str(problem)
    assert problem.change
    assert str(caught.value).startswith("detections/")


def test_line_is_the_line_of_the_setting(spoil: Callable[..., Path], folder: Path) -> None:
    with pytest.raises(CatalogueError) as caught:
        load(spoil(EBS, "  security_hub: []", "  security_hub: nothing"))
    lines = folder.joinpath(EBS).read_text(encoding="utf-8").splitlines()
    assert [p.line for p in caught.value.problems] == [lines.index("  security_hub: nothing") + 1]


def test_all_mistakes_of_all_files_are_told_at_once(
    spoil: Callable[..., Path], folder: Path
) -> None:
    spoil(EBS, "severity: medium", "severity: urgent")
    spoil(EBS, "period: 300,", "period: 90,")
    spoil(SERVICE, "severity: low", "severity: tiny")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert [problem.setting for problem in caught.value.problems] == [
        "severity",
        "alarm.period",
        "severity",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"- a list", "a list, not a mapping"),
        (b"id: [", "not YAML"),
        (b"\xff\xfe", "not UTF-8"),
        (b"id: !!python/object:os.system {}", "not YAML"),
    ],
)
def test_file_that_is_no_detection(folder: Path, content: bytes, said: str) -> None:
    (folder / EBS).write_bytes(content)
    with pytest.raises(CatalogueError, match=said):
        load(folder)


@pytest.mark.parametrize("text", ['{"eventName": ', "[]", '"text"'])
def test_broken_sample_is_named(folder: Path, text: str) -> None:
    (folder / "cloudtrail/samples/ebs_snapshot_made_public.json").write_text(text)
    with pytest.raises(CatalogueError, match=r"samples/ebs_snapshot_made_public\.json"):
        load(folder)


def test_flow_log_sample_with_two_lines_is_named(folder: Path) -> None:
    path = folder / "vpc_flow_logs/samples/flow_accepted.log"
    path.write_text(path.read_text() * 2)
    with pytest.raises(CatalogueError, match=r"flow_accepted\.log: not one line of the 14 columns"):
        load(folder)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        (
            "web_access/samples/web_server_error.log",
            "GET / 200",
            "not one line of the 7 or 9 columns",
        ),
        ("linux_auth/samples/ssh_invalid_user.log", "one\ntwo\n", "not one line"),
        (
            "windows_events/samples/windows_logon_failed.log",
            "[Security] [4625]",
            "not one event of",
        ),
        ("windows_events_xml/samples/windows_xml_logon_failed.xml", "<Event>", "not XML"),
        ("windows_events_xml/samples/windows_xml_logon_failed.xml", "<a/>", "not an Event"),
        ("lambda/samples/lambda_json_report.json", "{", "not JSON"),
        ("lambda/samples/lambda_timed_out.log", "\n", "holds no event"),
        ("lambda/samples/lambda_timed_out.txt", "x", "is no sample: those of lambda end in"),
        ("lambda/samples/lambda_timed_out.json", "{}", "has the name of another sample"),
    ],
)
def test_sample_that_is_not_in_the_shape_of_its_log_is_named(
    folder: Path, file: str, text: str, said: str
) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    # The second of two samples with one name is the one that is told.
    named = file.replace("lambda_timed_out.json", "lambda_timed_out.log")
    assert f"detections/{named}" in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("place", ["windows/a.yaml", "cloudtrail/a.yml"])
def test_file_that_only_terraform_would_read_is_refused(folder: Path, place: str) -> None:
    path = folder / place
    path.parent.mkdir(exist_ok=True)
    path.write_text((folder / EBS).read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(CatalogueError, match="in no folder of a known log source"):
        load(folder)


def test_empty_watch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="holds no detection"):
        load(tmp_path)


def test_catalogue_error_is_one_that_the_command_line_knows() -> None:
    assert issubclass(CatalogueError, HinomiError)
