"""What every test of a fault needs: a search engine, a shipper, and its ledgers."""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.faults import search_server
from tests.faults.deliveries import Shipper
from tests.faults.search_server import SearchServer

Ledgers = Callable[[], list[dict[str, int]]]


@pytest.fixture
def engine() -> Iterator[SearchServer]:
    with search_server.running() as server:
        yield server


@pytest.fixture
def shipper(engine: SearchServer, monkeypatch: pytest.MonkeyPatch) -> Shipper:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "hinomi-test/pipeline")
    monkeypatch.setattr("shipper.bulk.FIRST_WAIT", 0.002)
    return Shipper(engine.endpoint)


@pytest.fixture
def ledgers(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Ledgers:
    """Read the ledgers logged since the last call, and check that the metrics say the same."""
    caplog.set_level("INFO")

    def read() -> list[dict[str, int]]:
        found = [vars(line)["ledger"] for line in caplog.records if line.msg == "ledger"]
        caplog.clear()
        printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        metrics = [line for line in printed if "_aws" in line]
        assert [line["RecordsRead"] for line in metrics] == [[one["read"]] for one in found]
        assert all(line["LedgerMismatch"] == [0] for line in metrics)
        for one in found:
            assert one["read"] == sum(one.values()) - one["read"]
        return found

    return read
