"""What holds for the whole repository: pinned by hash, clean of addresses and machines, linked."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\0")[:-1]
TEXT = [name for name in TRACKED if (ROOT / name).is_file() and not name.endswith((".png", ".gz"))]


def offenders(pattern: str, files: list[str]) -> list[str]:
    compiled = re.compile(pattern)
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in files
        for number, line in enumerate((ROOT / name).read_text("utf-8", "replace").splitlines(), 1)
        if compiled.search(line)
    ]


@pytest.mark.parametrize(
    "lock", [name for name in TEXT if re.search(r"requirements.*\.txt$", name)]
)
def test_every_locked_package_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^([A-Za-z0-9_.-]+)==\S+(.*)$", text, re.MULTILINE)

    assert packages
    assert [name for name, rest in packages if not rest.endswith("\\")] == []
    assert text.count("--hash=sha256:") >= len(packages)


def test_no_file_sets_a_package_index() -> None:
    # Written in two parts, so that this file is not an offender itself.
    assert (
        offenders(
            r"--(extra-)?" + r"index-url|" + r"pypi\." + r"org|files\.python" + "hosted", TEXT
        )
        == []
    )


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    # A host's own log holds paths of that host: a sample without them would not be one.
    ours = [name for name in TEXT if not re.match(r"detections/\w+/samples/", name)]

    assert offenders(r"(?:^|[\s\"'=:(])/(?:home|Users|root|work)/\w", ours) == []


def test_links_between_our_pages_lead_somewhere() -> None:
    links = [
        (page, target)
        for page in TEXT
        if page.endswith(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (ROOT / page).read_text())
        if "://" not in target
    ]

    assert [link for link in links if not ((ROOT / link[0]).parent / link[1]).exists()] == []
