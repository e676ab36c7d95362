"""E-mails as the local cloud delivered them: one JSON file each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from demo.errors import DemoError


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    body: str
    topic_arn: str
    at: datetime

    @property
    def topic(self) -> str:
        return self.topic_arn.rpartition(":")[2]


def mails(directory: Path) -> list[Mail]:
    """All mails so far, oldest first. A file that is still being written comes the next time."""
    found = []
    for file in sorted(directory.glob("*.json")):
        try:
            fields = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            continue
        try:
            found.append(
                Mail(
                    fields["to"],
                    fields["subject"] or "",
                    fields["body"],
                    fields["topic_arn"],
                    datetime.fromisoformat(fields["sent_at"]),
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DemoError(f"{file} is no mail of the local cloud: {error!r}") from error
    return sorted(found, key=lambda mail: mail.at)
