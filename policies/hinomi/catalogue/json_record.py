"""Samples that are one JSON record; fields are paths such as userIdentity.type or items[0].id."""

import copy
import json
import re
from dataclasses import replace
from typing import Any

from hinomi.catalogue.changes import Changes, require
from hinomi.catalogue.detection import Sample

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class JsonRecord:
    """A log whose events are JSON objects."""

    def sample(self, name: str, text: str) -> Sample:
        """Raises ``ValueError`` (json's own, with a line, too) for what is no object."""
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError(f"a JSON {type(document).__name__}, not an object")  # noqa: TRY004
        return Sample(name, _as_line(document), document)

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """Raises ``UnknownFieldError`` where a path does not fit the record."""
        require(not changes.replace, "replace", "cannot be used: name the field under `change`")
        document = copy.deepcopy(sample.document)
        for path, value in changes.change.items():
            holder, last = _holder(document, path)
            require(_has(holder, last), path, "is not in the sample; use `add` for a new field")
            holder[last] = value
        for path, value in changes.add.items():
            holder, last = _holder(document, path)
            require(isinstance(holder, dict), path, "does not lead to an object; add to an object")
            require(not _has(holder, last), path, "is in the sample already; use `change`")
            holder[last] = value
        for path in changes.remove:
            holder, last = _holder(document, path)
            require(_has(holder, last), path, "is not in the sample, so removing it proves nothing")
            del holder[last]
        return replace(sample, message=_as_line(document), document=document)


def _as_line(document: Any) -> str:
    # CloudTrail and Lambda write one record a line without spaces into CloudWatch Logs.
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _holder(document: Any, path: str) -> tuple[Any, Any]:
    """The object or array that holds the path's last step, and that step."""
    steps: list[str | int] = [
        name if name else int(position) for name, position in _STEP.findall(path)
    ]
    require(bool(steps), path, "is not a path such as userIdentity.type or items[0].groupId")
    here = document
    for step in steps[:-1]:
        require(_has(here, step), path, f"stops at {step!r}, which is not in the sample")
        here = here[step]
    return here, steps[-1]


def _has(holder: Any, step: str | int) -> bool:
    if isinstance(holder, dict):
        return step in holder
    return isinstance(holder, list) and isinstance(step, int) and step < len(holder)
