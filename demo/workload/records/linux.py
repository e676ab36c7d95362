"""What programs on the web server write to their files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from demo.workload.visits import Visit

FileEvent = tuple[datetime, str]
"""When it happened, and the entry: several lines where the program writes several."""


def secure(visits: Sequence[Visit]) -> list[FileEvent]:
    """sshd's lines: a deployment comes in, and goes."""
    said = (
        (
            visits[0].at,
            "Accepted publickey for deploy from 10.60.0.12 port 50314 ssh2: ED25519 SHA256:0b7d1c",
        ),
        (
            visits[0].at,
            "pam_unix(sshd:session): session opened for user deploy(uid=1001) by (uid=0)",
        ),
        (visits[-1].at, "pam_unix(sshd:session): session closed for user deploy"),
    )
    return [(at, f"{at:%b %e %H:%M:%S} ip-10-60-16-20 sshd[2107]: {text}") for at, text in said]


def nginx(visits: Sequence[Visit]) -> list[FileEvent]:
    """The combined log format; the load balancer is the client that nginx sees."""
    events = []
    for visit in visits:
        request = f"{visit.method} {visit.path} HTTP/1.1"
        text = f'"{request}" {visit.status} {visit.size} "-" "{visit.agent}"'
        events.append((visit.at, f"10.60.0.31 - - [{visit.at:%d/%b/%Y:%H:%M:%S +0000}] {text}"))
    return events


def shop(visits: Sequence[Visit]) -> list[FileEvent]:
    """The application's own log: an entry begins with its time, and one of them has two lines."""
    events = []
    for visit in visits:
        said = f"{visit.at:%Y-%m-%dT%H:%M:%S} INFO {visit.method} {visit.path} -> {visit.status}"
        if visit.status == 404:
            said += "\n  no such page; asked for by an old link"
        events.append((visit.at, said))
    return events


# Who writes a file decides what is in it: the end of its path -> its writer.
WRITERS: tuple[tuple[str, Callable[[Sequence[Visit]], list[FileEvent]]], ...] = (
    ("/secure", secure),
    ("nginx/access.log", nginx),
    ("shop/*.log", shop),
)
