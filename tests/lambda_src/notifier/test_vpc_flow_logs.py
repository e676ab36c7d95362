from dataclasses import replace
from datetime import UTC, datetime

import pytest

from notifier.facts import vpc_flow_logs
from notifier.facts.model import TrafficSource
from tests.lambda_src.notifier.alarm_notifications import found

_PATTERN = (
    "[version, account, eni, source, destination, srcport, destport, protocol, packets, bytes, "
    'windowstart, windowend, action = "REJECT", flowlogstatus]'
)


def _flow(source: str, port: int, to: str = "10.20.1.15", protocol: int = 6) -> str:
    return (
        f"2 111122223333 eni-0a1b2c3d4e5f60001 {source} {to} 51544 {port} {protocol} 2 80 "
        "1751945400 1751945459 REJECT OK"
    )


def test_the_sources_with_the_most_flows_come_first() -> None:
    facts = vpc_flow_logs.read(
        found(
            _flow("198.51.100.23", 22),
            _flow("203.0.113.9", 22),
            _flow("203.0.113.9", 3389, to="10.20.1.16"),
            _flow("203.0.113.9", 22),
            pattern=_PATTERN,
        )
    )

    assert facts.sources == (
        TrafficSource(
            address="203.0.113.9",
            count=3,
            packets=6,
            bytes=240,
            ports=("22/tcp", "3389/tcp"),
            port_count=2,
            destinations=("10.20.1.15", "10.20.1.16"),
            destination_count=2,
        ),
        TrafficSource(
            address="198.51.100.23",
            count=1,
            packets=2,
            bytes=80,
            ports=("22/tcp",),
            port_count=1,
            destinations=("10.20.1.15",),
            destination_count=1,
        ),
    )
    assert facts.first == datetime(2025, 7, 8, 3, 30, tzinfo=UTC)
    assert facts.last == datetime(2025, 7, 8, 3, 30, 59, tzinfo=UTC)
    assert facts.accounts == ("111122223333",)
    assert facts.count == 4


@pytest.mark.parametrize(
    ("protocol", "port"),
    [(6, "22/tcp"), (17, "22/udp"), (1, "icmp"), (58, "icmpv6"), (50, "22/protocol 50")],
)
def test_ports_with_their_protocol(protocol: int, port: str) -> None:
    facts = vpc_flow_logs.read(found(_flow("203.0.113.9", 22, protocol=protocol)))

    assert facts.sources[0].ports == (port,)


def test_a_scan_shows_some_ports_and_how_many_there_were() -> None:
    facts = vpc_flow_logs.read(found(*(_flow("203.0.113.9", port) for port in range(1, 201))))

    assert len(facts.sources[0].ports) == 10
    assert facts.sources[0].port_count == 200


def test_the_columns_are_those_of_the_filter_pattern() -> None:
    pattern = '[vpc = "a, b" || vpc = %c,d%, srcaddr, dstaddr, dstport = 23, action = REJECT, ...]'

    facts = vpc_flow_logs.read(found("vpc-1 192.0.2.7 10.0.0.9 23 REJECT 6 OK", pattern=pattern))

    assert (facts.sources[0].address, facts.sources[0].ports) == ("192.0.2.7", ("23",))


def test_records_without_addresses_are_shown_as_they_are() -> None:
    no_data = "2 111122223333 eni-0a1b2c3d4e5f60001 - - - - - - - 1751945400 1751945459 - NODATA"

    facts = vpc_flow_logs.read(found(no_data, "garbage", pattern=_PATTERN))

    assert facts.sources == ()
    assert facts.lines == (no_data, "garbage")
    assert facts.count == 2


def test_absurd_numbers_count_as_none() -> None:
    line = f"2 1 eni 203.0.113.9 10.0.0.1 1 2 6 {'9' * 5000} -7 {'9' * 30} x REJECT OK"

    facts = vpc_flow_logs.read(found(line))

    assert (facts.sources[0].packets, facts.sources[0].bytes) == (0, 0)


def test_each_record_is_read_by_the_filter_that_found_it() -> None:
    """Two flow logs of different formats feed one alarm."""
    default = found(_flow("203.0.113.9", 22), pattern=_PATTERN)
    own = found("REJECT 203.0.113.9 3389", pattern="[action = REJECT, source, destport]")

    facts = vpc_flow_logs.read(
        replace(
            default,
            filters=(*default.filters, *own.filters),
            events=(*default.events, *own.events),
        )
    )

    assert [(one.address, one.count, one.ports) for one in facts.sources] == [
        ("203.0.113.9", 2, ("22/tcp", "3389"))
    ]
