"""Losses and doubles that other shippers are known for, and what is wrong with an object."""

import gzip
import json
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from shipper.errors import HandedBackError, UnsupportedEventError
from tests.faults.conftest import Ledgers
from tests.faults.deliveries import (
    BUCKET,
    CLOUDTRAIL_FOLDER,
    CLOUDTRAIL_KEY,
    FLOW_KEY,
    Shipper,
    flow_line,
    queue_event,
    record,
    s3_event,
    sns,
    subscription_event,
)
from tests.faults.search_server import SearchServer

HEADER = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes "
    "start end action log-status"
)


def outcome(read: int, **others: int) -> dict[str, int]:
    nothing = {"indexed": 0, "duplicate": 0, "filtered": 0, "quarantined": 0, "deferred": 0}
    return {"read": read, **nothing, **others}


def test_the_same_delivery_twice_is_there_once(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    event = shipper.put_cloudtrail([record(number) for number in range(20)])
    assert shipper.handle(event) == {"batchItemFailures": []}
    shipper.handle(event)
    assert len(engine.documents) == 20
    assert ledgers() == [outcome(20, indexed=20), outcome(20, duplicate=20)]


def test_every_record_of_an_s3_event_is_read(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    keys = [f"{CLOUDTRAIL_FOLDER}/{number}.json.gz" for number in range(3)]
    for number, key in enumerate(keys):
        shipper.put_cloudtrail([record(number)], key)
    shipper.handle(queue_event([sns(s3_event(*keys))]))
    assert len(engine.documents) == 3


def test_every_line_of_a_flow_log_is_there_once_the_last_and_equal_ones_too(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    lines = [flow_line(1), flow_line(1), flow_line(2)]
    shipper.handle(shipper.put(FLOW_KEY, gzip.compress("\n".join([HEADER, *lines]).encode())))
    originals = [document["event"]["original"] for document in engine.documents.values()]
    assert sorted(originals) == sorted(lines)
    assert ledgers() == [outcome(3, indexed=3)]


def test_the_same_lines_in_another_object_are_other_documents(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    content = "\n".join([HEADER, flow_line(1)]).encode()
    shipper.handle(shipper.put(FLOW_KEY, content))
    shipper.handle(shipper.put(FLOW_KEY.replace("a1b2c3d4", "e5f6a7b8"), content))
    assert len(engine.documents) == 2


def test_a_key_with_spaces_and_signs_is_found(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    shipper.handle(shipper.put_cloudtrail([record(1)], f"{CLOUDTRAIL_FOLDER}/a b+c=ü.json.gz"))
    assert len(engine.documents) == 1


def test_one_bad_message_does_not_take_the_others_with_it(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    shipper.put_cloudtrail([record(1)])
    answer = shipper.handle(
        queue_event([sns(s3_event(CLOUDTRAIL_KEY)), "not JSON", sns(s3_event(CLOUDTRAIL_KEY))])
    )
    assert answer == {"batchItemFailures": []}
    assert shipper.s3.quarantined()
    assert ledgers() == [
        outcome(1, indexed=1),
        outcome(1, quarantined=1),
        outcome(1, duplicate=1),
    ]


@pytest.mark.parametrize("damage", [b"", b"\xff" * 100], ids=["cut short", "overwritten"])
def test_gzip_that_breaks_in_the_middle_ships_what_comes_before(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, damage: bytes
) -> None:
    # Ids that do not compress, so that the break is far behind the first chunk of output.
    records = [record(number, requestID=f"{number * 7919:064b}") for number in range(4000)]
    whole = gzip.compress(json.dumps({"Records": records}).encode())
    broken = whole[: len(whole) // 2] + damage
    shipper.handle(shipper.put(CLOUDTRAIL_KEY, broken))
    (ledger,) = ledgers()
    assert 0 < ledger["indexed"] == len(engine.documents) < 4000
    kept = shipper.s3.quarantined()
    (description,) = [json.loads(kept[key]) for key in kept if key.endswith("/object.json")]
    assert kept[description["raw"]["key"].removeprefix("quarantine/")] == broken
    assert "gzip" in description["error"]["reason"]
    assert description["error"]["records_before"] == ledger["read"] - 1
    assert description["source"]["key"] == CLOUDTRAIL_KEY
    if not damage:
        assert ledger["quarantined"] == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (gzip.compress(b""), "nothing"),
        (gzip.compress(b'{"Records":[{"eventID":"a"')[:-9], "too early"),
        (b'{"Records":[{"eventVersion":"1.11","eventID":"', "too early"),
        (b'{"Records":{}}', "Records"),
        (b"PAR1 and more", "Records"),
    ],
    ids=["empty", "empty gzip", "cut gzip", "cut JSON", "no array", "no JSON"],
)
def test_an_object_that_cannot_be_read_is_kept_whole_and_counted(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, content: bytes, reason: str
) -> None:
    answer = shipper.handle(shipper.put(CLOUDTRAIL_KEY, content))
    assert answer == {"batchItemFailures": []}
    kept = shipper.s3.quarantined()
    assert content in kept.values()
    assert any(reason.encode() in body for key, body in kept.items() if key.endswith(".json"))
    assert ledgers() == [outcome(1, quarantined=1)]


@pytest.mark.parametrize(
    "bad",
    [
        b"17",
        b"null",
        b'"text"',
        b"[]",
        b'{"eventID":nope}',
        b'{"eventName":"\xff\xfe"}',
        b'{"requestParameters":{"name":"\xff"}}',
        b'{"eventID":"a","requestParameters":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
    ids=["number", "null", "text", "array", "no JSON", "no UTF-8", "no UTF-8 deep", "too deep"],
)
def test_a_record_that_cannot_be_read_is_kept_alone(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, bad: bytes
) -> None:
    good = [json.dumps(record(number)).encode() for number in (1, 2)]
    content = b'{"Records":[' + good[0] + b"," + bad + b"," + good[1] + b"]}"
    shipper.handle(shipper.put(CLOUDTRAIL_KEY, content))
    assert len(engine.documents) == 2
    kept = shipper.s3.quarantined()
    assert bad in kept.values()
    assert ledgers() == [outcome(3, indexed=2, quarantined=1)]


def test_quarantine_keys_do_not_collide_and_are_the_same_on_a_retry(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    other_key = CLOUDTRAIL_KEY.replace("a1B2c3", "d4E5f6")
    content = b'{"Records":[1,1,2]}'
    for key in (CLOUDTRAIL_KEY, other_key, CLOUDTRAIL_KEY):
        shipper.handle(shipper.put(key, content))
    kept = shipper.s3.quarantined()
    assert len(kept) == 2 * 3 * 2  # objects, records, raw and description
    assert len(shipper.s3.puts) == 3 * 3 * 2


def test_records_that_can_be_kept_nowhere_are_handed_back(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    shipper.s3.refuse = {"PutObject"}
    with pytest.raises(BatchProcessingError):
        shipper.handle(shipper.put(CLOUDTRAIL_KEY, b'{"Records":[1,2]}'))
    assert ledgers()[0]["deferred"] > 0


@pytest.mark.parametrize("refused", [{"GetObject"}, {"CopyObject"}])
def test_an_object_that_may_not_be_read_or_kept_is_handed_back(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, refused: set[str]
) -> None:
    shipper.put_cloudtrail([record(1)])
    shipper.put(FLOW_KEY, b"")
    shipper.s3.refuse = refused
    answer = shipper.handle(
        queue_event(["{}", sns(s3_event(FLOW_KEY)), sns(s3_event(CLOUDTRAIL_KEY))])
    )
    failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    assert failed == ({"message-1", "message-2"} if refused == {"GetObject"} else {"message-1"})
    ledgers()


def test_a_transfer_that_breaks_off_is_read_again_without_doubles(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipper.bulk.MAX_BODY_BYTES", 50_000)
    records = [record(number) for number in range(500)]
    shipper.put(CLOUDTRAIL_KEY, json.dumps({"Records": records}).encode())
    shipper.put(FLOW_KEY, "\n".join([HEADER, flow_line(1)]).encode())
    # Both in one message: the small object is read whole all the same.
    event = queue_event([sns(s3_event(CLOUDTRAIL_KEY, FLOW_KEY))])
    shipper.s3.break_after = 200_000
    with pytest.raises(BatchProcessingError):
        shipper.handle(event)
    first, small = ledgers()
    assert 0 < first["indexed"] < 500
    assert small == outcome(1, indexed=1)
    assert not shipper.s3.quarantined()

    shipper.s3.break_after = None
    shipper.handle(event)
    assert len(engine.documents) == 501
    second, _ = ledgers()
    assert second == outcome(500, indexed=500 - first["indexed"], duplicate=first["indexed"])


def test_an_object_that_is_gone_is_noted_and_not_asked_for_again(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, caplog: pytest.LogCaptureFixture
) -> None:
    answer = shipper.handle(queue_event([sns(s3_event(CLOUDTRAIL_KEY))]))
    assert answer == {"batchItemFailures": []}
    (line,) = (vars(one) for one in caplog.records if one.msg == "ledger")
    assert line["origin"] == f"s3://{BUCKET}/{CLOUDTRAIL_KEY}"
    assert line["reason"] == "object_gone"
    assert ledgers() == [outcome(1, quarantined=1)]
    (why,) = (body for key, body in shipper.s3.quarantined().items() if key.endswith(".json"))
    assert json.loads(why)["error"] == {
        "type": "object_gone",
        "reason": f"s3://{BUCKET}/{CLOUDTRAIL_KEY}: NoSuchKey",
    }


def test_an_object_that_may_not_be_read_is_asked_for_again(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    """403 is no proof that it is gone: a key or a policy may be mended before the last delivery."""
    shipper.s3.refuse.add("GetObject")
    with pytest.raises(BatchProcessingError):
        shipper.handle(queue_event([sns(s3_event(CLOUDTRAIL_KEY))]))
    assert not shipper.s3.quarantined()


def removed(key: str) -> dict[str, Any]:
    event = s3_event(key)
    event["Records"][0]["eventName"] = "ObjectRemoved:Delete"
    return event


@pytest.mark.parametrize(
    "body",
    [
        {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET},
        sns({"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": BUCKET}),
        removed(CLOUDTRAIL_KEY),
        s3_event("quarantine/cloudtrail/0123456789abcdef01234567/object.raw"),
        s3_event("AWSLogs/111122223333/CloudTrail/"),
    ],
    ids=["test event", "test event by SNS", "removal", "our own quarantine", "folder"],
)
def test_what_holds_no_records_is_known_and_left_out(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, body: dict[str, Any]
) -> None:
    assert shipper.handle(queue_event([body])) == {"batchItemFailures": []}
    assert not engine.bodies
    assert not shipper.s3.quarantined()
    assert ledgers() == [outcome(1, filtered=1)]


def test_a_digest_is_left_out(shipper: Shipper, engine: SearchServer, ledgers: Ledgers) -> None:
    key = CLOUDTRAIL_KEY.replace("/CloudTrail/", "/CloudTrail-Digest/")
    shipper.handle(shipper.put(key, gzip.compress(b'{"awsAccountId":"111122223333"}')))
    assert not engine.bodies
    assert ledgers() == [outcome(1, filtered=1)]


def test_a_control_message_is_left_out(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    shipper.handle(subscription_event(["probe"], message_type="CONTROL_MESSAGE"))
    assert not engine.bodies
    assert ledgers() == [outcome(1, filtered=1)]


def test_the_shippers_own_log_is_refused(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    event = subscription_event(["a", "b"], log_group="/aws/lambda/hinomi-test-shipper")
    shipper.handle(event)
    assert not engine.bodies
    assert ledgers() == [outcome(2, filtered=2)]


@pytest.mark.parametrize("data", ["not base64!", "bm90IGd6aXA="])
def test_a_subscription_payload_that_cannot_be_read_is_kept(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers, data: str
) -> None:
    shipper.handle({"awslogs": {"data": data}})
    assert shipper.s3.quarantined()
    assert ledgers() == [outcome(1, quarantined=1)]


def test_work_is_not_begun_when_no_time_is_left(
    shipper: Shipper, engine: SearchServer, ledgers: Ledgers
) -> None:
    with pytest.raises(HandedBackError):
        shipper.handle(subscription_event([flow_line(1)]), seconds=0.5)
    with pytest.raises(BatchProcessingError):
        shipper.handle(shipper.put_cloudtrail([record(1)]), seconds=0.5)
    assert not engine.bodies
    ledgers()


def test_an_unknown_event_is_refused_by_name(shipper: Shipper) -> None:
    with pytest.raises(UnsupportedEventError, match="'detail', 'source'"):
        shipper.handle({"source": "aws.ec2", "detail": {}})


def test_no_log_ever_holds_what_a_record_holds(
    shipper: Shipper,
    engine: SearchServer,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    # The application's own loggers may be set to anything; the client's would show bodies.
    caplog.set_level("DEBUG")
    secret = "not-for-the-log"
    good = record(1, userAgent=secret, errorMessage=secret)
    content = b'{"Records":[%b,"%b",{"x":%b}]}' % (
        json.dumps(good).encode(),
        secret.encode(),
        secret.encode(),
    )
    engine.item_statuses = {good["eventID"]: [429, 400]}
    shipper.handle(shipper.put(CLOUDTRAIL_KEY, content))
    shipper.handle(queue_event([secret]))
    shipper.handle(subscription_event([secret], log_stream="anything"))
    seen = caplog.text + repr([vars(line) for line in caplog.records]) + str(capsys.readouterr())
    assert secret not in seen
