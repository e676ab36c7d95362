"""Packs each function into a zip whose bytes depend on nothing but its source and its lock file.

    python lambda_src/package.py lambda     build/lambda/<function>-lambda.zip: python3.13 on arm64
    python lambda_src/package.py local      build/lambda/<function>-local.zip: this interpreter,
                                            which is the one the emulator runs functions with

Terraform compares `source_code_hash`, so a zip that differs from machine to machine would replace
the function at each apply. Hence: no time stamps, no order of the file system, no compiled files,
no record of the installer, and stored rather than deflated (zlib and zlib-ng compress the same
bytes differently; Lambda unpacks the archive either way).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import yaml

SOURCE = Path(__file__).resolve().parent
PROJECT = SOURCE.parent
FUNCTIONS = ("shipper", "notifier", "canary")
# Synthetics looks for a canary's code below python/ in its zip, and for the handler's file right
# there; Selenium is in its runtime, so nothing is installed.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_WritingCanary_Python.html
FOLDERS = {"canary": "python"}
CANARY_ENTRY = 'from canary.handler import handler\n\n__all__ = ["handler"]\n'

# Lambda's python3.13 runs on Amazon Linux 2023, glibc 2.34; pip does not derive the older
# manylinux tags from a newer one when a platform is given, so each is named.
# https://docs.aws.amazon.com/lambda/latest/dg/python-package.html
LAMBDA_RUNTIME = [
    "--python-version=3.13",
    "--implementation=cp",
    "--abi=cp313",
    "--abi=abi3",
    "--abi=none",
    "--platform=manylinux_2_34_aarch64",
    "--platform=manylinux_2_28_aarch64",
    "--platform=manylinux2014_aarch64",
    "--platform=manylinux_2_17_aarch64",
]
# Lambda's own limits, unpacked and as a direct upload, in bytes.
# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
UNPACKED_LIMIT = 250 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024

NOT_SHIPPED_DIRECTORIES = {"__pycache__", "bin", "tests"}
# What pip writes about the installation itself: it names the machine or the moment.
NOT_SHIPPED_FILES = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json", ".lock"}
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class PackagingError(Exception):
    """A function could not be packed; the message says which, why and what to do."""


def install_dependencies(function: str, target: str, into: Path) -> None:
    """Unpacks the function's locked wheels into a folder, without compiling anything."""
    requirements = SOURCE / function / "requirements.txt"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
    command += ["--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    command += ["--target", str(into), "--requirement", str(requirements)]
    if target == "lambda":
        command += LAMBDA_RUNTIME
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        lines = (result.stderr.strip() or result.stdout.strip()).splitlines()
        reason = "\n  ".join(lines[-6:]) or f"pip ended with {result.returncode}"
        raise PackagingError(
            f"{function}: the wheels of {requirements.relative_to(PROJECT)} could not be had for "
            f"the {target} target:\n  {reason}\n"
            "Check the way to the package index; after a change of requirements.in run `make lock`."
        )


def catalogue_for_messages(detections: Path) -> str:
    """What the notifier says about each detection, as JSON: id -> title, severity, runbook.

    The function gets JSON rather than the files themselves so that it need not carry a YAML
    parser, and no sample event either.
    """
    kept = ("title", "severity", "log_source", "runbook")
    entries = {}
    for file in sorted(detections.glob("*/*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        try:
            entries[document["id"]] = {key: document[key] for key in kept}
        except (KeyError, TypeError) as error:
            raise PackagingError(
                f"{file.relative_to(PROJECT)}: no {error} in this detection; "
                "`make test` checks detection files in full"
            ) from error
    if not entries:
        raise PackagingError(f"{detections}: no detection files, so the notifier would know none")
    return json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def metric_alarms_for_messages(directory: Path) -> str:
    """What the notifier says about each metric alarm: `<kind>/<alarm>` -> title, unit, runbook."""
    kept = ("title", "unit", "runbook")
    entries = {}
    for file in sorted(directory.glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        try:
            for name, alarm in document["alarms"].items():
                entries[f"{document['kind']}/{name}"] = {key: alarm[key] for key in kept}
        except (KeyError, TypeError, AttributeError) as error:
            raise PackagingError(
                f"{file.relative_to(PROJECT)}: no {error} in this kind; "
                "`make test` checks metric alarms in full"
            ) from error
    if not entries:
        raise PackagingError(f"{directory}: no metric alarms, so the notifier would know none")
    return json.dumps(entries, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shipped_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """(name in the zip, file), in an order that no file system decides."""
    for file in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        relative = file.relative_to(folder)
        if not file.is_file() or NOT_SHIPPED_DIRECTORIES & set(relative.parts[:-1]):
            continue
        if relative.name not in NOT_SHIPPED_FILES and relative.suffix not in {".pyc", ".pyi"}:
            yield relative.as_posix(), file


def write_zip(folder: Path, archive: Path) -> None:
    """Writes the folder as an archive whose bytes depend on names and contents alone."""
    partial = archive.with_suffix(".partial")
    unpacked = 0
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as package:
        for name, file in shipped_files(folder):
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
            entry.create_system = 3  # Unix, whatever the machine: the mode below is read by it
            entry.external_attr = 0o644 << 16
            content = file.read_bytes()
            unpacked += len(content)
            package.writestr(entry, content)
    for size, limit, what in (
        (unpacked, UNPACKED_LIMIT, "unpacked"),
        (partial.stat().st_size, UPLOAD_LIMIT, "as a direct upload"),
    ):
        if size > limit:
            partial.unlink()
            raise PackagingError(
                f"{archive.name}: {size / 2**20:.1f} MiB {what}, and Lambda takes "
                f"{limit / 2**20:.0f} MiB; take a dependency out of requirements.in"
            )
    partial.replace(archive)


def package(function: str, target: str, output: Path) -> Path:
    """Builds build/lambda/<function>-<target>.zip and returns its path."""
    output.mkdir(parents=True, exist_ok=True)
    archive = output / f"{function}-{target}.zip"
    with tempfile.TemporaryDirectory(prefix="hinomi-package-") as temporary:
        folder = Path(temporary)
        code = folder / FOLDERS.get(function, "")
        if (SOURCE / function / "requirements.txt").is_file():
            install_dependencies(function, target, folder)
        shutil.copytree(
            SOURCE / function,
            code / function,
            ignore=shutil.ignore_patterns("requirements.*", "README.md", "__pycache__"),
        )
        if function == "notifier":
            catalogue = folder / function / "catalogue.json"
            catalogue.write_text(catalogue_for_messages(PROJECT / "detections"), encoding="utf-8")
            metric_alarms = metric_alarms_for_messages(PROJECT / "metric_alarms")
            catalogue.with_name("metric_alarms.json").write_text(metric_alarms, encoding="utf-8")
        if function == "canary":
            (code / "page_canary.py").write_text(CANARY_ENTRY, encoding="utf-8")
        write_zip(folder, archive)
    return archive


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("target", choices=["lambda", "local"])
    parser.add_argument("--output", type=Path, default=PROJECT / "build" / "lambda")
    parser.add_argument("--function", choices=FUNCTIONS, action="append", dest="functions")
    arguments = parser.parse_args()
    try:
        for function in arguments.functions or FUNCTIONS:
            archive = package(function, arguments.target, arguments.output)
            print(f"{archive.name}: {archive.stat().st_size / 2**20:.1f} MiB")
    except PackagingError as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
