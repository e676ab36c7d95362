"""The objects of an archive: files, folders and S3 prefixes, found while they are read.

Nothing keeps a list of them all: an archive may have millions.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import BacktestError

_CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class LogObject:
    """A file's path or `s3://bucket/key`, and its size in bytes as stored."""

    name: str
    size: int

    def chunks(self) -> Iterator[bytes]:
        """Its bytes as stored. Raises OSError where they cannot be read."""
        if self.name.startswith("s3://"):
            from . import s3

            yield from s3.chunks(self.name, _CHUNK_BYTES)
            return
        with Path(self.name).open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk


def check(paths: Sequence[str]) -> None:
    """Raise BacktestError for a path that is neither there nor an S3 prefix."""
    for path in paths:
        if path.startswith("s3://"):
            if not path.removeprefix("s3://").partition("/")[0]:
                raise BacktestError("no bucket", where=path, change="Write s3://bucket/prefix.")
        elif not Path(path).exists():
            raise BacktestError(
                "there is no such file or folder", where=path, change="Correct the path."
            )


def objects(paths: Sequence[str]) -> Iterator[LogObject]:
    """Every object below the paths, folder by folder, by name.

    Raises BacktestError where a folder or prefix cannot be listed.
    """
    for path in paths:
        if path.startswith("s3://"):
            from . import s3

            yield from (LogObject(name, size) for name, size in s3.objects(path))
        elif Path(path).is_dir():
            yield from _below(path)
        else:
            yield LogObject(path, Path(path).stat().st_size)


def _below(folder: str) -> Iterator[LogObject]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise BacktestError(
            f"the folder cannot be listed ({error.strerror or error})",
            where=folder,
            change="Give read access, or name the folders that can be read.",
        ) from error
    for entry in found:
        if entry.name.startswith("."):
            continue  # .DS_Store, .git and the like are no logs
        if entry.is_dir():
            # A link to a folder above would never end.
            if not entry.is_symlink():
                yield from _below(entry.path)
        elif entry.is_file():
            yield LogObject(entry.path, entry.stat().st_size)
