"""Samples of logs that are text: lines of named columns, Windows events, and lines of free text.

Every one of them takes `replace`: a text that stands in the sample once, and what stands there
instead. Where the log has named fields, `change` is easier to read.
"""

import re
from dataclasses import replace
from xml.etree import ElementTree

from hinomi.catalogue.changes import Changes, replaced, require
from hinomi.catalogue.detection import Sample


class FreeText:
    """A log whose events have no fields of their own, such as syslog; an event may have lines."""

    def __init__(self, lines: int | None = 1) -> None:
        self._lines = lines

    def sample(self, name: str, text: str) -> Sample:
        """One event: the file without its last line break. ``ValueError`` where it is not one."""
        event = text.rstrip("\n")
        if not event.strip() or (self._lines == 1 and "\n" in event):
            raise ValueError("not one line" if self._lines == 1 else "holds no event")
        return Sample(name, event, None)

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """Raises ``UnknownFieldError`` for anything but a `replace` that fits."""
        named = [*changes.change, *changes.add, *changes.remove]
        require(
            not named, ", ".join(named), "cannot be changed: this log has no fields; use `replace`"
        )
        return replace(sample, message=replaced(sample.message, changes))


class Columns:
    """A log whose lines are columns in a fixed order; the last `optional` ones may be missing.

    A column in [brackets] or "quotes" keeps them when it is changed.
    """

    _COLUMN = re.compile(r'"(?:\\.|[^"\\])*"|\[[^\]]*\]|[^ ]+')

    def __init__(self, names: tuple[str, ...], optional: int = 0) -> None:
        self._names = names
        self._lengths = {len(names) - optional, len(names)}

    def sample(self, name: str, text: str) -> Sample:
        """Raises ``ValueError`` for anything but one line of these columns."""
        line = text.rstrip("\n")
        found = self._COLUMN.findall(line)
        if "\n" in line or len(found) not in self._lengths or " ".join(found) != line:
            lengths = " or ".join(map(str, sorted(self._lengths)))
            raise ValueError(f"not one line of the {lengths} columns {', '.join(self._names)}")
        return Sample(name, line, None)

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """Raises ``UnknownFieldError`` for a column that the line does not have."""
        require(not changes.add, "add", "cannot be used: the columns of this log are fixed")
        line = replaced(sample.message, changes)
        values = dict(zip(self._names, self._COLUMN.findall(line), strict=False))
        for name in (*changes.change, *changes.remove):
            require(name in values, name, f"is not one of {', '.join(values)}")
        for name, value in changes.change.items():
            old = values[name]
            first, last = (old[0], old[-1]) if old[0] in '"[' else ("", "")
            values[name] = f"{first}{value}{last}"
        kept = " ".join(value for name, value in values.items() if name not in changes.remove)
        return replace(sample, message=kept)


class WindowsText:
    """The CloudWatch agent's text format: "[channel] [level] [event id] [provider] ..."."""

    NAMES = ("channel", "level", "event_id", "provider", "computer", "message")
    _EVENT = re.compile(r"\[(.*?)\] \[(.*?)\] \[(.*?)\] \[(.*?)\] \[(.*?)\] \[(.*)\]", re.DOTALL)

    def sample(self, name: str, text: str) -> Sample:
        """Raises ``ValueError`` for anything but one event. Line breaks are Windows' own."""
        event = text.rstrip("\n").replace("\n", "\r\n")
        if not self._EVENT.fullmatch(event):
            raise ValueError(f"not one event of [{'] ['.join(self.NAMES)}]")
        return Sample(name, event, None)

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """Raises ``UnknownFieldError`` for a field that an event does not have."""
        named = [*changes.add, *changes.remove]
        require(not named, ", ".join(named), "cannot be added or removed: the fields are fixed")
        event = self._EVENT.fullmatch(replaced(sample.message, changes))
        require(event is not None, "replace", "leaves no event of the agent's text format")
        assert event is not None  # noqa: S101 -- required above
        values = dict(zip(self.NAMES, event.groups(), strict=True))
        for name, value in changes.change.items():
            require(name in values, name, f"is not one of {', '.join(values)}")
            values[name] = str(value)
        return replace(sample, message=" ".join(f"[{value}]" for value in values.values()))


class WindowsXml:
    """The CloudWatch agent's XML format: an event as Windows renders it, on one line.

    A field is an element (EventID) or the name of a Data element (TargetUserName).
    """

    _SPACE = "{http://schemas.microsoft.com/win/2004/08/events/event}"

    def sample(self, name: str, text: str) -> Sample:
        """Raises ``ValueError`` for anything but one event."""
        event = text.rstrip("\n")
        try:
            root = ElementTree.fromstring(event)  # noqa: S314 -- a file of this repository
        except ElementTree.ParseError as error:
            raise ValueError(f"not XML: {error}") from None
        if root.tag != f"{self._SPACE}Event" or root.find(f"{self._SPACE}System") is None:
            raise ValueError("not an Event with a System element")
        return Sample(name, event, None)

    def changed(self, sample: Sample, changes: Changes) -> Sample:
        """Raises ``UnknownFieldError`` for an element that the event does not have once."""
        named = [*changes.add, *changes.remove]
        require(not named, ", ".join(named), "cannot be added or removed; use `replace`")
        event = replaced(sample.message, changes)
        for name, value in changes.change.items():
            tag = rf"{re.escape(name)}|Data Name='{re.escape(name)}'"
            found = list(re.finditer(rf"(?<=<)(?:{tag})(?: [^>]*)?>(?P<text>[^<]*)<", event))
            require(len(found) == 1, name, f"names {len(found)} elements of the event, not one")
            start, end = found[0].span("text")
            event = f"{event[:start]}{value}{event[end:]}"
        return replace(sample, message=event)
