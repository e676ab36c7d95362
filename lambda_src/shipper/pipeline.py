"""The order of the stages for one batch, and nowhere else: records, documents, bulk, ledger."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from shipper.bulk import BulkWriter
from shipper.deadline import Deadline
from shipper.errors import HandedBackError, UnreadableError
from shipper.formats import Outcome, of_log_stream, of_object
from shipper.ledger import Ledger
from shipper.origin import LogStreamOrigin, ObjectOrigin, Origin
from shipper.quarantine import Quarantine
from shipper.records import Entry, Filtered, Rejected
from shipper.search_client import SearchClient
from shipper.settings import Settings
from shipper.sources.log_events import Payload
from shipper.telemetry import publish

Error = dict[str, Any]


class Pipeline:
    """Ships batches. Each publishes its ledger; HandedBackError is raised for unfinished work."""

    def __init__(self, settings: Settings, client: SearchClient, quarantine: Quarantine) -> None:
        self._settings, self._client, self._quarantine = settings, client, quarantine

    def ship_object(
        self, origin: ObjectOrigin, chunks: Iterator[bytes], deadline: Deadline
    ) -> Ledger:
        """Ship the records of one S3 object, given as decompressed chunks."""
        known = of_object(origin.key)
        outcomes = known.read_object(chunks, origin, self._settings)
        keep_rest = partial(self._quarantine.keep_object, known.DATASET, origin)
        return self._ship(known.DATASET, origin, outcomes, keep_rest, deadline)

    def ship_log_events(self, payload: Payload, deadline: Deadline) -> Ledger:
        """Ship one delivery of a subscription, which holds events of one log stream."""
        origin = LogStreamOrigin(payload.owner, payload.log_group, payload.log_stream)
        first = payload.log_events[0].message if payload.log_events else ""
        known = of_log_stream(origin.log_stream, first)
        outcomes = (
            known.read_log_event(event, origin, self._settings) for event in payload.log_events
        )
        return self._ship(known.DATASET, origin, outcomes, _no_rest, deadline)

    def _ship(
        self,
        dataset: str,
        origin: Origin,
        outcomes: Iterator[Outcome],
        keep_rest: Callable[[Error], None],
        deadline: Deadline,
    ) -> Ledger:
        ledger = Ledger(dataset)
        writer = BulkWriter(self._client, self._quarantine, ledger, dataset, origin, deadline)
        try:
            try:
                for outcome in outcomes:
                    ledger.read += 1
                    match outcome:
                        case Entry():
                            writer.add(outcome)
                        case Filtered():
                            ledger.filtered += 1
                        case Rejected(raw, position, reason):
                            error: Error = {"type": "unreadable_record", "reason": reason}
                            keep = partial(
                                self._quarantine.keep_record, dataset, origin, position, raw, error
                            )
                            self._keep(keep, ledger, deadline)
            except UnreadableError as stop:
                # What comes after this place counts as one record, since nobody can tell.
                error = {
                    "type": "unreadable_object",
                    "reason": stop.reason,
                    "readable_bytes": stop.offset,
                    "records_before": ledger.read,
                }
                ledger.read += 1
                self._keep(partial(keep_rest, error), ledger, deadline)
            writer.flush()
            if ledger.deferred:
                raise HandedBackError(f"{ledger.deferred} records could not be settled")
        finally:
            writer.abandon()
            publish(ledger, origin.name)
        return ledger

    def _keep(self, keep: Callable[[], None], ledger: Ledger, deadline: Deadline) -> None:
        """Keep one thing aside and count it; raises HandedBackError when that is not possible."""
        try:
            deadline.check()
            keep()
        except HandedBackError:
            ledger.deferred += 1
            raise
        ledger.quarantined += 1


def _no_rest(error: Error) -> None:
    # Every event of a delivery is a record of its own, so there is nothing behind one.
    raise AssertionError(error)
