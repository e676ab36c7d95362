"""The log events of a file, each as the text that CloudWatch Logs would hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from .compression import decompressed
from .json_records import Messages, json_records
from .log_kind import CLOUDTRAIL, log_kind
from .text_lines import text_lines

_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def messages(chunks: Iterable[bytes]) -> Iterator[str]:
    """The records of a CloudTrail object, the lines of anything else; gzip or not.

    Raises UnreadableError where the rest cannot be read, after the events before that place.
    """
    blocks = decompressed(chunks)
    head = next(blocks, b"")
    whole = chain((head,), blocks)
    if log_kind(head) == CLOUDTRAIL:
        for run in json_records(whole, _elements):
            if isinstance(run, Messages):
                yield from run.texts
            else:
                yield from (str(bytes(raw), "utf-8") for raw in run.events)
        return
    for lines in text_lines(whole):
        yield from lines
