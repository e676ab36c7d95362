"""Writes ``docs/detections.md`` and the saved queries from the detection files, and
``docs/metric-alarms.md`` from those of the metric alarms.

``python -m hinomi.catalogue_page`` writes all, ``--check`` fails when one is out of date.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hinomi import metric_alarms_page
from hinomi.catalogue import DEFAULT_DIRECTORY, AlarmSettings, Catalogue, Detection, load
from hinomi.catalogue.companions import load_not_covered, load_overlaps
from hinomi.errors import HinomiError
from hinomi.insights import saved_queries
from hinomi.metric_alarms import load as load_metric_alarms

PAGE = DEFAULT_DIRECTORY.parent / "docs" / "detections.md"

_LAYERS = {
    "cloudtrail": "AWS control plane (CloudTrail)",
    "vpc_flow_logs": "Network (VPC flow logs)",
    "windows_events": "Windows hosts (events as the CloudWatch agent's text)",
    "windows_events_xml": "Windows hosts (events as the CloudWatch agent's XML)",
    "linux_auth": "Linux hosts (secure, auth.log)",
    "web_access": "Web servers (Apache and nginx, common and combined)",
    "iis_access": "Web servers (IIS, W3C)",
    "lambda": "Lambda functions",
    "application": "Applications",
}
_ROWS = {
    "security-setting-changed": "Security setting changed",
    "data-exfiltration": "Data exfiltration",
    "signs-of-intrusion": "Signs of intrusion",
    "administrator-sign-in": "Administrator sign-in",
}
_SEVERITIES = ("critical", "high", "medium", "low")
_COMPARED = {"GreaterThanOrEqualToThreshold": "at least", "GreaterThanThreshold": "more than"}

_INTRODUCTION = """\
# Detections

<!-- Written by `python -m hinomi.catalogue_page`. Change the files under detections/ instead. -->

Each detection is one file under [`detections/`](../detections): a CloudWatch Logs filter pattern, \
the alarm on its count, a runbook in English and Japanese, whole records that must ring and near \
misses that must not.

To add one, write `detections/<log source>/<id>.yaml` \
([`schema.json`](../detections/schema.json) explains each setting) and, where no record fits, a \
whole one under `samples/`. The catalogue refuses a wrong file and names the file, the line, the \
setting and what to change. If it rings together with another one on purpose, say so in \
[`overlaps.yaml`](../detections/overlaps.yaml). Then write this page anew with \
`python -m hinomi.catalogue_page`.
"""


def page(catalogue: Catalogue, directory: Path | None = None) -> str:
    """The whole page as Markdown. Depends on the files only, so equal files give equal bytes."""
    return "\n".join(
        [
            _INTRODUCTION,
            *_summary(catalogue),
            *_by_row(catalogue),
            *_by_layer(catalogue),
            *_by_control(catalogue),
            *_by_technique(catalogue),
            *_overlaps(directory),
            *_not_covered(directory),
            *_known_gaps(catalogue),
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Exit status 0 done or up to date, 1 out of date, 2 wrong files or arguments."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: python -m hinomi.catalogue_page [--check]\n")
        return 2
    try:
        catalogue = load()
        made = {
            PAGE: page(catalogue),
            saved_queries.FILE: saved_queries.saved_queries(catalogue),
            metric_alarms_page.PAGE: metric_alarms_page.page(load_metric_alarms()),
        }
    except HinomiError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not arguments:
        PAGE.parent.mkdir(exist_ok=True)
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return 0
    old = [path for path, text in made.items() if not _holds(path, text)]
    for path in old:
        sys.stderr.write(
            f"{path.name} is not what the files it is made from say; "
            "run `python -m hinomi.catalogue_page` and commit it.\n"
        )
    return 1 if old else 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def _summary(catalogue: Catalogue) -> Iterator[str]:
    counts = [
        f"{sum(found.severity == severity for found in catalogue)} {severity}"
        for severity in _SEVERITIES
    ]
    yield f"{len(catalogue)} detections: {', '.join(counts)}.\n"


def _by_row(catalogue: Catalogue) -> Iterator[str]:
    yield "## The table of alerts\n"
    yield "Which detections ring for each row of the specification.\n"
    rows = []
    for row, title in _ROWS.items():
        for layer, layer_title in _LAYERS.items():
            found = [d for d in catalogue.of(layer) if row in d.references.specification]
            if found:
                rows.append((title, layer_title, "<br>".join(_link(d) for d in found)))
    yield from _table(("row", "log", "detections"), rows)


def _by_layer(catalogue: Catalogue) -> Iterator[str]:
    yield "## What is watched, by layer\n"
    for layer, title in _LAYERS.items():
        if not catalogue.of(layer):
            continue
        yield f"### {title}\n"
        rows = [
            (_link(d), d.title["en"], d.severity, _alarm(d.alarm), _settings(d))
            for d in sorted(catalogue.of(layer), key=lambda d: _SEVERITIES.index(d.severity))
        ]
        yield from _table(("detection", "what happened", "severity", "rings at", "settings"), rows)


def _by_control(catalogue: Catalogue) -> Iterator[str]:
    yield "## By control\n"
    yield "### CIS AWS Foundations Benchmark\n"
    recommendations: dict[tuple[str, str], list[Detection]] = defaultdict(list)
    for detection in catalogue:
        for reference in detection.references.cis:
            recommendations[reference.version, reference.id].append(detection)
    rows = [
        (f"v{version}", number, ", ".join(_link(d) for d in recommendations[version, number]))
        for version, number in sorted(recommendations, key=_numbered)
    ]
    yield from _table(("version", "recommendation", "detections"), rows)
    yield "### AWS Security Hub\n"
    yield "These patterns are the controls' own text, to the letter.\n"
    controls = {control: d for d in catalogue for control in d.references.security_hub}
    numbered = sorted(controls, key=lambda control: _numbers(control.rpartition(".")[2]))
    yield from _table(
        ("control", "detection"), [(control, _link(controls[control])) for control in numbered]
    )


def _by_technique(catalogue: Catalogue) -> Iterator[str]:
    yield "## By MITRE ATT&CK technique\n"
    techniques: dict[str, list[Detection]] = defaultdict(list)
    for detection in catalogue:
        for technique in detection.references.attack:
            techniques[technique].append(detection)
    rows = [
        (_technique(technique), ", ".join(_link(d) for d in techniques[technique]))
        for technique in sorted(techniques)
    ]
    yield from _table(("technique", "detections"), rows)


def _overlaps(directory: Path | None) -> Iterator[str]:
    yield "## What rings together\n"
    yield "One event rings all of these, on purpose. Every other event rings one detection.\n"
    rows = [
        (", ".join(f"`{name}`" for name in overlap.rings), overlap.because)
        for overlap in load_overlaps(directory)
    ]
    yield from _table(("detections", "because"), rows)


def _not_covered(directory: Path | None) -> Iterator[str]:
    yield "## What is not covered\n"
    rows = [
        (entry.what, entry.why, entry.instead, ", ".join(_technique(t) for t in entry.attack))
        for entry in load_not_covered(directory)
    ]
    yield from _table(("what", "why", "what shows it instead", "technique"), rows)


def _known_gaps(catalogue: Catalogue) -> Iterator[str]:
    yield "## Known gaps of each detection\n"
    for detection in catalogue:
        if detection.known_gaps:
            yield f"**{_link(detection)}**\n"
            yield from (f"- {_cell(gap)}" for gap in detection.known_gaps)
            yield ""


def _link(detection: Detection) -> str:
    path = f"../detections/{detection.log_source}/{detection.file.name}"
    return f"[{detection.id}]({path})"


def _technique(technique: str) -> str:
    address = f"https://attack.mitre.org/techniques/{technique.replace('.', '/')}/"
    return f"[{technique}]({address})"


def _alarm(alarm: AlarmSettings) -> str:
    minutes = alarm.period // 60
    within = "1 minute" if minutes == 1 else f"{minutes} minutes"
    words = f"{_COMPARED[alarm.comparison]} {alarm.threshold:g} in {within}"
    if alarm.statistic != "Sum":
        words = f"{alarm.statistic} {words}"
    if alarm.evaluation_periods > 1:
        words += f", {alarm.datapoints_to_alarm} of {alarm.evaluation_periods} times"
    return words


def _settings(detection: Detection) -> str:
    return "<br>".join(
        f"`{name}` ({parameter.default}): {parameter.description}"
        for name, parameter in detection.parameters.items()
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows)
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _numbered(recommendation: tuple[str, str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    version, number = recommendation
    return _numbers(version), _numbers(number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
