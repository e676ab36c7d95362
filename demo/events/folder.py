"""A folder of CloudTrail files to a play of one scene."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from demo.errors import DemoError
from demo.events.decompression import text_of
from demo.events.splitting import Digest, Fault, Found, records, records_by_line
from demo.scene import Delivery, Play, Record, Recorded, Scene, Unreadable

SUFFIXES = (".json", ".jsonl", ".json.gz", ".jsonl.gz")


def folder(directory: Path, say: Callable[[str], None]) -> Play:
    """Reads every CloudTrail file under `directory`; `say` gets a line for each that has a fault.

    Raises DemoError when there is no such folder or no such file in it.
    """
    if not directory.is_dir():
        raise DemoError(f"{directory} is not a folder: give EVENTS a folder of CloudTrail files")
    files = sorted(p for p in directory.rglob("*") if p.is_file() and p.name.endswith(SUFFIXES))
    if not files:
        raise DemoError(
            f"no {', '.join('*' + suffix for suffix in SUFFIXES)} under {directory}: "
            "give EVENTS a folder that holds CloudTrail files"
        )
    deliveries: list[Delivery] = []
    unreadable: list[Unreadable] = []
    ids: list[str] = []
    for file in files:
        read, fault = _file(file, say)
        if read:
            deliveries.append(Delivery(tuple(Recorded(record) for record in read), origin=file))
            ids += [record.event_id for record in read if record.event_id]
        if fault:
            unreadable.append(fault)
            say(
                f"{file}: {fault.reason}; {fault.recovered} events of it were read, and its raw "
                "bytes go in as well, for quarantine"
            )
    if not deliveries and not unreadable:
        raise DemoError(f"{directory} holds no events, only digest files: give another folder")
    count = sum(len(delivery.drafts) for delivery in deliveries)
    scene = Scene(
        id="events",
        title={"en": f"Events from {directory.name}", "ja": f"{directory.name} のイベント"},
        caption={
            "en": f"{count} recorded events of {len(files)} files, sent as they are.",
            "ja": f"{len(files)} 個のファイルの {count} 件のイベントを、そのまま送ります。",
        },
        deliveries=tuple(deliveries),
        unreadable=tuple(unreadable),
        hostile=True,
    )
    return Play(directory.name, (scene,), fingerprint(ids))


def fingerprint(event_ids: Iterable[str]) -> str:
    """Of the events, not of the files: a copy under other names is still the same."""
    lines = "\n".join(sorted(set(event_ids)))
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()


def _found(text: str, by_line: bool) -> list[Found]:
    found = list(records(text))
    if by_line and any(isinstance(one, Fault) for one in found):
        return list(records_by_line(text))
    return found


def _file(file: Path, say: Callable[[str], None]) -> tuple[list[Record], Unreadable | None]:
    raw = file.read_bytes()
    text = text_of(raw)
    read: list[Record] = []
    faults = [text.broken] if text.broken else []
    if text.text or not faults:
        for found in _found(text.text, by_line=".jsonl" in file.name):
            if isinstance(found, Record):
                read.append(found)
            elif isinstance(found, Fault):
                faults.append(found.reason)
            elif isinstance(found, Digest):
                say(f"{file}: a digest file, which proves other files and holds no events")
    if not faults:
        return read, None
    # When the bytes break, the text does too: the first reason is the one that explains the other.
    more = f" (and {len(faults) - 1} more places)" if len(faults) > 1 and not text.broken else ""
    return read, Unreadable(file, faults[0] + more, raw, len(read))
