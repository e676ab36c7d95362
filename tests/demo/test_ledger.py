"""The shipper's ledger lines among everything else in its log group."""

import json
from typing import Any

from demo.ledger import Ledger, ledger_book, shipper_messages

NUMBERS = {
    "read": 5, "indexed": 2, "duplicate": 1, "filtered": 1, "quarantined": 1, "deferred": 0,
}  # fmt: skip


def line(source: str = "cloudtrail", **changes: Any) -> str:
    entry = {"level": "INFO", "message": "ledger", "source": source, "ledger": NUMBERS | changes}
    return json.dumps(entry)


def test_lines_are_summed_by_source_and_other_lines_passed_over() -> None:
    metrics = json.dumps({"_aws": {}, "RecordsRead": [5], "Source": "cloudtrail"})
    book = ledger_book(
        [
            "START RequestId: 1",
            line(),
            metrics,
            line("vpc_flow_logs", read=7, indexed=4),
            line("metrics", read=99),
            line(),
            '{"message": "\\"ledger\\" broken',
            '["ledger"]',
            '{"ledger": {"read": "many"}}',
        ]
    )
    assert set(book.by_source) == {"cloudtrail", "vpc_flow_logs"}
    assert book.by_source["cloudtrail"] == Ledger(10, 4, 2, 2, 2, 0)
    assert book.total.read == 17
    assert book.total.balanced
    assert book.unbalanced == ()


def test_two_batches_that_err_in_opposite_ways_are_both_named() -> None:
    book = ledger_book([line(read=6), line(read=4)])
    assert book.total.balanced
    assert len(book.unbalanced) == 2


class Pages:
    """FilterLogEvents: an empty page may come before a full one."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    def filter_log_events(self, **arguments: Any) -> dict[str, Any]:
        token = arguments.get("nextToken")
        self.asked.append(token)
        pages: dict[str | None, dict[str, Any]] = {
            None: {"events": [{"message": "a"}], "nextToken": "t1"},
            "t1": {"events": [], "nextToken": "t2"},
            "t2": {"events": [{"message": "b"}]},
        }
        return pages[token]


def test_an_empty_page_does_not_end_the_reading() -> None:
    pages = Pages()
    assert list(shipper_messages(pages, "g")) == ["a", "b"]
    assert pages.asked == [None, "t1", "t2"]
