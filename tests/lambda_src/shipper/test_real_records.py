"""Real records of attacks, through the whole function: each searchable, once."""

import gzip
import json
from pathlib import Path

import pytest

from tests.faults import search_server
from tests.faults.deliveries import CLOUDTRAIL_FOLDER, Shipper, queue_event, s3_event, sns

STRATUS = Path(__file__).parents[4] / "shared" / "data" / "stratus"


def test_310_real_records_become_310_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    if not STRATUS.is_dir():
        pytest.fail(
            "the real records are not there: this test reads ../shared/data/stratus beside the "
            "checkout (docs/detonation-logs of DataDog/stratus-red-team)"
        )
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "hinomi-test/pipeline")
    with search_server.running() as engine:
        shipper = Shipper(engine.endpoint)
        sent = {}
        keys = []
        for path in sorted(STRATUS.glob("*.jsonl")):
            records = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
            sent |= {record["eventID"]: record for record in records}
            keys.append(f"{CLOUDTRAIL_FOLDER}/{path.stem}.json.gz")
            content = gzip.compress(json.dumps({"Records": records}).encode())
            shipper.put(keys[-1], content)
        event = queue_event([sns(s3_event(key)) for key in keys])
        for _ in range(2):
            assert shipper.handle(event) == {"batchItemFailures": []}
        assert not shipper.s3.quarantined()
        assert len(sent) == 310
        assert {name for _, name in engine.documents} == set(sent)
        assert len(engine.documents) == 310
        for (index, name), document in engine.documents.items():
            record = sent[name]
            assert json.loads(document["event"]["original"]) == record
            assert index == f"hinomi-cloudtrail-{record['eventTime'][:7].replace('-', '.')}"
            assert document["event"]["action"] == record["eventName"]
            assert document["source"]["address"] == record["sourceIPAddress"]
            assert "tags" not in document
