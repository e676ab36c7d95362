"""Plans a configuration offline, in a copy, so that a test may cut something out of it.

No account and no network: keys are made up, the account is a variable, nothing is refreshed.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from environments.terraform_cli import Terraform

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "111122223333"
_NO_ACCOUNT = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none"}


# A backend cannot be had without an account, and what an earlier run left is no input.
_LEFT_OUT = shutil.ignore_patterns(".terraform*", "backend.tf", "__pycache__")


class Workbench:
    """A copy of some folders of the project, with one root module to plan.

    `folders` are copied from the project's root to the same places in the copy; `root` is the
    root module among them.
    """

    def __init__(
        self, place: Path, folders: Mapping[str, Path], root: str, variables: dict[str, object]
    ) -> None:
        self.copy = place / "copy"
        for name, source in folders.items():
            shutil.copytree(source, self.copy / name, ignore=_LEFT_OUT)
        self.root = self.copy / root
        self._terraform = Terraform(self.root, place / "work", _NO_ACCOUNT, variables)
        self._terraform.init(backend=False)
        self._plans = place / "plans"
        self._plans.mkdir()

    def plan(self, name: str) -> Path:
        """The plan's JSON."""
        self._terraform.plan(refresh=False)
        return Path(shutil.copyfile(self._terraform.plan_json(), self._plans / f"{name}.json"))

    @contextmanager
    def changed(self, file: str, old: str, new: str) -> Iterator[None]:
        """One text of one file replaced for a while. It must stand there exactly once."""
        path = self.copy / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times, not once"
        path.write_text(text.replace(old, new), encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")


def empty_package(place: Path) -> Path:
    """A zip for a function that is never applied."""
    file = place / "package.zip"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("README", "nothing")
    return file


def local_environment(place: Path, detections: Path) -> Workbench:
    """A copy of environments/local with the given catalogue of detections."""
    variables = {
        "account_id": ACCOUNT,
        "mail": "soc@example.com",
        "search_endpoint": "http://127.0.0.1:9200",
    }
    return _bench(place, "environments/local", detections, variables)


def dev_environment(place: Path, detections: Path) -> Workbench:
    """A copy of environments/dev, which has every row, with the given catalogue of detections."""
    variables = {"canary_package": str(empty_package(place)), "offline": True}
    return _bench(place, "environments/dev", detections, variables)


def workload_example(place: Path) -> Workbench:
    """A copy of examples/workload, for AWS."""
    variables = {"function_package": str(empty_package(place)), "offline": True}
    return _bench(place, "examples/workload", ROOT / "detections", variables)


def _bench(place: Path, root: str, detections: Path, variables: Mapping[str, object]) -> Workbench:
    """A copy of a root and of what it reads. Its functions are never applied."""
    package = str(empty_package(place))
    return Workbench(
        place,
        {
            "modules": ROOT / "modules",
            root: ROOT / root,
            "detections": detections,
            "metric_alarms": ROOT / "metric_alarms",
        },
        root,
        {"notifier_package": package, "shipper_package": package, **variables},
    )


def some_detections(place: Path, ids: list[str]) -> Path:
    """A catalogue that holds only `ids`, with all samples: a plan of it is small and quick."""
    source, target = ROOT / "detections", place / "detections"
    target.mkdir()
    shutil.copyfile(source / "schema.json", target / "schema.json")
    for log_source in ("cloudtrail", "vpc_flow_logs"):
        shutil.copytree(source / log_source / "samples", target / log_source / "samples")
        for file in source.glob(f"{log_source}/*.yaml"):
            if file.stem in ids:
                shutil.copyfile(file, target / log_source / file.name)
    queries = json.loads((source / "insights_queries.json").read_text(encoding="utf-8"))
    few = {name: query for name, query in queries.items() if name in ids}
    (target / "insights_queries.json").write_text(json.dumps(few), encoding="utf-8")
    kept = {file.stem for file in target.glob("*/*.yaml")}
    assert kept == set(ids), f"no such detections: {sorted(set(ids) - kept)}"
    return target
