"""Every evaluator over every case, in one process and in turns. Prints one line of JSON.

    python -m benchmarks.filter_pattern.worker CASES

Patterns are compiled before, and JSON events parsed before, for whoever can use that: what is
measured is one pattern on one event in a Python loop. The other two do not read every kind of
pattern: to those they do not know they give one answer whatever the event is, which takes no time.
Such patterns are counted and not measured. On the others each is compared by kind, and on the
patterns of which it gets every case right.
"""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from hinomi.filter_pattern import InvalidPattern, compile, parse_message  # noqa: A004 -- like re's

Evaluate: TypeAlias = Callable[[Any], Any]
Case: TypeAlias = dict[str, Any]
ROUNDS = 15
LOOPS = 20


def ours(pattern: str) -> tuple[Evaluate, bool]:
    """What evaluates an event, and whether it takes it parsed."""
    compiled = compile(pattern)
    return (compiled.match_json, True) if compiled.kind == "json" else (compiled.match, False)


def ministack(pattern: str) -> tuple[Evaluate, bool]:
    from ministack.services.cloudwatch_logs import _compile_filter_pattern

    return _compile_filter_pattern(pattern), False


def moto(pattern: str) -> tuple[Evaluate, bool]:
    from moto.logs.utils import EventMessageFilter

    return EventMessageFilter(pattern).matches, False


EVALUATORS = {"ours": ours, "ministack": ministack, "moto": moto}


def looks_at_the_event(name: str, pattern: str) -> bool:
    """Whether the answer can depend on the event, by the evaluator's own code."""
    if name == "ministack":  # blank and `{`: a constant True
        return pattern.strip() != "" and not pattern.strip().startswith("{")
    if name == "moto":
        from moto.logs.utils import EventMessageFilter, UnsupportedFilterPattern

        return not isinstance(EventMessageFilter(pattern).filter_type, UnsupportedFilterPattern)
    return compile(pattern).kind != "everything"


def prepared(name: str, case: Case) -> tuple[Evaluate, Any] | None:
    """The evaluator of a case and the event as it takes it; None where it refuses the pattern."""
    try:
        evaluate, parsed = EVALUATORS[name](case["pattern"])
    except (InvalidPattern, ValueError):
        return None
    return evaluate, (parse_message(case["message"]) if parsed else case["message"])


def is_right(name: str, case: Case) -> bool:
    ready = prepared(name, case)
    if ready is None:
        return case["matches"] is None
    evaluate, event = ready
    return case["matches"] is not None and bool(evaluate(event)) == case["matches"]


def kind_of(pattern: str) -> str:
    return {"{": "json", "[": "fields"}.get(pattern.lstrip()[:1], "terms")


def seconds(bound: list[tuple[Evaluate, Any]]) -> float:
    begin = time.process_time()
    for _ in range(LOOPS):
        for evaluate, event in bound:
            evaluate(event)
    return (time.process_time() - begin) / LOOPS / len(bound)


def speed(label: str, cases: list[Case], other: str) -> dict[str, Any]:
    """Ours beside another one on cases whose pattern CloudWatch Logs takes."""
    pairs = [(prepared("ours", case), prepared(other, case)) for case in cases]
    mine = [one for one, two in pairs if one and two]
    theirs = [two for one, two in pairs if one and two]
    taken: dict[str, list[float]] = {"mine": [], "theirs": []}
    for _ in range(ROUNDS):
        taken["mine"].append(seconds(mine))
        taken["theirs"].append(seconds(theirs))
    ratios = [two / one for one, two in zip(taken["mine"], taken["theirs"], strict=True)]
    return {
        "name": f"filter_pattern.{label}, beside {other} ({len(mine)} cases, "
        f"of which it gets {sum(is_right(other, case) for case in cases)} right)",
        "value": round(1 / statistics.median(taken["mine"])),
        "unit": "events/CPU s",
        "baseline": round(1 / statistics.median(taken["theirs"])),
        "ratio": round(statistics.median(ratios), 2),
    }


def main(file: str) -> None:
    cases = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    by_pattern: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_pattern[case["pattern"]].append(case)
    right = {name: [is_right(name, case) for case in cases] for name in EVALUATORS}
    whole = {
        name: {
            pattern
            for pattern, some in by_pattern.items()
            if all(is_right(name, case) for case in some)
        }
        for name in EVALUATORS
    }
    asked = [case for case in cases if case["matches"] is not None]
    rows = []
    unread = sum(not looks_at_the_event("ours", case["pattern"]) for case in asked)
    for other in ("ministack", "moto"):
        measured = [case for case in asked if looks_at_the_event(other, case["pattern"])]
        groups = {"every case right": [c for c in measured if c["pattern"] in whole[other]]}
        for case in measured:
            groups.setdefault(kind_of(case["pattern"]), []).append(case)
        rows += [speed(label, some, other) for label, some in groups.items() if some]
        rows.append(
            {
                "name": f"filter_pattern.answered without a look at the event, beside {other}",
                "value": unread,
                "unit": f"of {len(asked)} cases",
                "baseline": len(asked) - len(measured),
                "ratio": round(unread / max(len(asked) - len(measured), 1), 2),
            }
        )
    for other in ("ministack", "moto"):
        for unit, mine, theirs in (
            ("cases right", sum(right["ours"]), sum(right[other])),
            ("patterns all right", len(whole["ours"]), len(whole[other])),
        ):
            total = len(cases) if unit == "cases right" else len(by_pattern)
            rows.append(
                {
                    "name": f"filter_pattern.correct of {total}, beside {other}",
                    "value": mine,
                    "unit": unit,
                    "baseline": theirs,
                    "ratio": round(mine / max(theirs, 1), 2),
                }
            )
    print(json.dumps({"rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1])
