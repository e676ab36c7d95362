"""The search engine fails in every way it can; each document is there once all the same."""

import json
import time

import pytest

from shipper.errors import HandedBackError
from tests.faults import search_server
from tests.faults.conftest import Ledgers
from tests.faults.deliveries import FLOW_KEY, Shipper, flow_line, record, subscription_event
from tests.faults.search_server import SearchServer

MESSAGES = [flow_line(number) for number in range(10)]


def test_a_storm_of_429_delays_and_loses_nothing(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.faults = [search_server.status(429)] * 8
    shipper.handle(subscription_event(MESSAGES))
    assert len(engine.documents) == 10
    assert ledgers()[0]["indexed"] == 10


def test_only_the_items_that_failed_for_now_are_sent_again(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.item_statuses = {f"{3:056d}": [429, 503], f"{7:056d}": [502]}
    shipper.handle(subscription_event(MESSAGES))
    assert [body.count(b'"create"') for body in engine.bodies] == [10, 2, 1]
    assert len(engine.documents) == 10
    assert ledgers()[0]["indexed"] == 10


def test_an_item_that_is_refused_is_kept_with_its_bytes_and_the_error(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.item_statuses = {f"{4:056d}": [400]}
    shipper.handle(subscription_event(MESSAGES))
    assert len(engine.documents) == 9
    kept = shipper.s3.quarantined()
    (raw_key,) = [key for key in kept if key.endswith(".raw")]
    assert kept[raw_key] == MESSAGES[3].encode()
    described = json.loads(kept[raw_key.removesuffix("raw") + "json"])
    assert described["error"]["type"] == "test_fault"
    assert described["error"]["status"] == 400
    assert described["source"]["position"] == f"{4:056d}"
    assert described["raw"]["key"] == f"quarantine/{raw_key}"
    assert ledgers()[0] | {"indexed": 9, "quarantined": 1} == ledgers_of(10, 9, quarantined=1)


def ledgers_of(read: int, indexed: int, **others: int) -> dict[str, int]:
    nothing = {"duplicate": 0, "filtered": 0, "quarantined": 0, "deferred": 0}
    return {"read": read, "indexed": indexed, **nothing, **others}


@pytest.mark.parametrize(
    "fault", [search_server.reset_before, search_server.reset_after, search_server.half_answer]
)
def test_a_connection_that_breaks_leaves_each_document_there_once(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, fault: search_server.Fault
) -> None:
    engine.faults = [fault]
    shipper.handle(subscription_event(MESSAGES))
    assert len(engine.documents) == 10
    ledger = ledgers()[0]
    # What was carried out without an answer is found as a duplicate at the second try.
    assert ledger["indexed"] + ledger["duplicate"] == 10


def test_a_body_that_is_too_large_is_halved_until_it_fits(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.faults = [search_server.too_large_above(2000)]
    shipper.handle(subscription_event(MESSAGES))
    assert len(engine.documents) == 10
    assert ledgers()[0]["indexed"] == 10


def test_one_record_too_large_for_any_request_is_kept_aside(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.faults = [search_server.too_large_above(4000)]
    large = record(2, requestParameters={"text": "x" * 5000})
    shipper.handle(shipper.put_cloudtrail([record(1), large, record(3)]))
    assert len(engine.documents) == 2
    assert ledgers()[0] == ledgers_of(3, 2, quarantined=1)


def test_a_refused_item_that_cannot_be_kept_is_handed_back(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.item_statuses = {f"{4:056d}": [400, 400]}
    shipper.s3.refuse = {"PutObject"}
    event = subscription_event(MESSAGES)
    with pytest.raises(HandedBackError):
        shipper.handle(event)
    assert ledgers()[0] == ledgers_of(10, 9, deferred=1)
    shipper.s3.refuse = set()
    shipper.handle(event)
    assert ledgers()[0] == ledgers_of(10, 0, duplicate=9, quarantined=1)


@pytest.mark.parametrize("code", [401, 403, 404])
def test_a_refusal_of_the_whole_request_is_no_fault_of_the_records(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, code: int
) -> None:
    engine.faults = [search_server.status(code)]
    with pytest.raises(HandedBackError, match=str(code)):
        shipper.handle(subscription_event(MESSAGES))
    assert not shipper.s3.quarantined()
    assert ledgers()[0] == ledgers_of(10, 0, deferred=10)


def test_what_cannot_be_finished_in_time_is_handed_back_and_then_there_once(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipper.bulk.MAX_BODY_BYTES", 3000)
    engine.item_statuses = {f"{7:056d}": [429] * 10_000}
    event = subscription_event(MESSAGES)
    begun = time.monotonic()
    with pytest.raises(HandedBackError):
        shipper.handle(event, seconds=1.5)
    # No timing is asserted but Lambda's own: nothing may run past the end of the invocation.
    assert time.monotonic() - begun < 1.5
    ledger = ledgers()[0]
    assert ledger["deferred"] > 0
    assert ledger["indexed"] < 10

    engine.item_statuses = {}
    shipper.handle(event)
    again = ledgers()[0]
    assert len(engine.documents) == 10
    assert again["indexed"] + again["duplicate"] == 10
    assert again["duplicate"] == ledger["indexed"]


def test_a_server_that_asks_for_a_long_pause_gets_the_work_handed_back_at_once(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    engine.faults = [search_server.status(503, {"retry-after": "3600"})]
    with pytest.raises(HandedBackError):
        shipper.handle(subscription_event(MESSAGES))
    assert len(engine.bodies) == 1
    assert ledgers()[0]["deferred"] == 10


def test_a_large_object_goes_in_several_bodies_each_of_bounded_size(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipper.bulk.MAX_BODY_BYTES", 20_000)
    lines = [flow_line(number) for number in range(500)]
    header = (
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes "
        "start end action log-status"
    )
    shipper.handle(shipper.put(FLOW_KEY, "\n".join([header, *lines]).encode()))
    assert len(engine.documents) == 500
    assert len(engine.bodies) > 10
    assert max(map(len, engine.bodies)) < 40_000
    assert ledgers()[0]["indexed"] == 500
