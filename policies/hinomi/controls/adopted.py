"""What the modules say is somebody else's: declared in policy.yaml, by somebody, until a day."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from ..chains.links import broken, holds
from ..findings import Finding, Status
from .control import PLAN, Asked, Control


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    declared = {
        f"{one.declaration.kind}/{one.declaration.name}": one for one in evidence.declared.values()
    }
    said = evidence.outputs.get("adopted")
    found = False
    for module in evidence.adopting:
        found = True
        fix = f"Merge {module}.adopted into an output `adopted` of the root."
        yield asked.from_check(module, broken("the root does not pass on what it adopts", fix))
    for name, sentences in (said or {}).items():
        found = True
        # an address that is another one each time (a local engine's port) is declared with a `*`
        pattern = next((one for one in declared if fnmatchcase(name, one)), None)
        if pattern is not None:
            address = declared[pattern].declaration.address
            yield asked.from_check(name, holds("declared in policy.yaml"), address)
            continue
        kind, _, thing = name.partition("/")
        what = "; ".join(map(str, sentences)) if isinstance(sentences, list) else ""
        fix = f"Declare kind {kind}, name {thing} under adopted in policy.yaml. {what}".strip()
        yield asked.from_check(name, broken("adopted, and policy.yaml does not declare it", fix))
    for name, one in declared.items():
        if not any(fnmatchcase(each, name) for each in said or {}):
            found = True
            address = one.declaration.address
            yield asked.from_check(name, holds("declared in policy.yaml"), address)
    if not found:
        yield asked.finding(Status.NOT_APPLICABLE, PLAN, "nothing is adopted")


CONTROLS = (
    Control(
        "adopted_is_declared",
        "What is adopted is declared, by somebody, until a day",
        "high",
        _judge,
        row="adoption",
    ),
)
