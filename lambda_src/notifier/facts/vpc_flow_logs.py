"""VPC flow log records -> the sources behind them. A flow has no actor, only addresses.

The records carry no field names. The metric filter's pattern names the columns
("[version, account, eni, source, ...]"), so its names tell where the fields stand, in whatever
format the flow log is written; a pattern without column names means the default format (version 2).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from notifier.facts.model import Facts, TrafficSource
from notifier.facts.plain_lines import LINE_LIMIT, MOST_LINES
from notifier.log_events import Found
from notifier.safe_text import line
from notifier.times import from_milliseconds, from_seconds

_DEFAULT = (
    *("version", "account", "interface", "source", "destination", "srcport", "dstport"),
    *("protocol", "packets", "bytes", "start", "end", "action", "status"),
)
# Names that AWS's own pages give these columns in patterns and formats.
_ALIASES = {
    "accountid": "account",
    "destaddr": "destination",
    "destport": "dstport",
    "dstaddr": "destination",
    "dest": "destination",
    "destinationport": "dstport",
    "eni": "interface",
    "interfaceid": "interface",
    "sourceport": "srcport",
    "src": "source",
    "srcaddr": "source",
    "windowstart": "start",
    "windowend": "end",
    "flowlogstatus": "status",
    "logstatus": "status",
}
_PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}  # IANA protocol numbers
_MOST = 10


@dataclass
class _Traffic:
    count: int = 0
    packets: int = 0
    bytes: int = 0
    ports: Counter[str] = field(default_factory=Counter)
    destinations: Counter[str] = field(default_factory=Counter)


def read(found: Found) -> Facts:
    columns_of = {one.pattern: _columns(one.pattern) for one in found.filters}
    traffic: defaultdict[str, _Traffic] = defaultdict(_Traffic)
    accounts: Counter[str] = Counter()
    times, unread = [], []
    for event in found.events:
        columns = columns_of.get(event.filter.pattern, _DEFAULT) if event.filter else _DEFAULT
        fields = dict(zip(columns, event.message.split(), strict=False))
        address = line(fields.get("source", "-"), 64)
        starts = from_seconds(_number(fields.get("start"))) if "start" in fields else None
        ends = from_seconds(_number(fields.get("end"))) if "end" in fields else None
        arrived = from_milliseconds(event.timestamp)
        times += [time for time in (starts or arrived, ends or arrived) if time]
        if len(fields) < len(columns) or address == "-":
            unread.append(line(event.message.rstrip(), LINE_LIMIT))
            continue
        _add(traffic[address], fields)
        accounts[line(fields.get("account", ""), 20)] += 1
    return Facts(
        count=len(found.events),
        complete=found.complete,
        first=min(times, default=None),
        last=max(times, default=None),
        sources=tuple(_sources(traffic)),
        lines=tuple(unread[:MOST_LINES]),
        accounts=tuple(account for account, _ in accounts.most_common() if account),
        event_ids=tuple(line(event.id, 100) for event in found.events[:MOST_LINES]),
    )


def _add(traffic: _Traffic, fields: Mapping[str, str]) -> None:
    traffic.count += 1
    traffic.packets += _number(fields.get("packets"))
    traffic.bytes += _number(fields.get("bytes"))
    number = line(fields.get("protocol", ""), 20)
    protocol = _PROTOCOLS.get(number, f"protocol {number}" if number else "")
    port = line(fields.get("dstport", ""), 20)
    if protocol.startswith("icmp"):
        traffic.ports[protocol] += 1  # ICMP has no ports; the records say 0
    elif port:
        traffic.ports[f"{port}/{protocol}" if protocol else port] += 1
    if destination := line(fields.get("destination", ""), 64):
        traffic.destinations[destination] += 1


def _sources(traffic: Mapping[str, _Traffic]) -> Iterable[TrafficSource]:
    for address, seen in sorted(traffic.items(), key=lambda pair: -pair[1].count):
        yield TrafficSource(
            address=address,
            count=seen.count,
            packets=seen.packets,
            bytes=seen.bytes,
            ports=tuple(port for port, _ in seen.ports.most_common(_MOST)),
            port_count=len(seen.ports),
            destinations=tuple(to for to, _ in seen.destinations.most_common(_MOST)),
            destination_count=len(seen.destinations),
        )


def _columns(pattern: str) -> tuple[str, ...]:
    pattern = pattern.strip()
    if not (pattern.startswith("[") and pattern.endswith("]")):
        return _DEFAULT
    names = [_name(part) for part in _parts(pattern[1:-1])]
    if "..." in names:
        names = names[: names.index("...")]
    return tuple(names) if "source" in names else _DEFAULT


def _parts(text: str) -> list[str]:
    """Splits at the commas that stand outside quotes and %regular expressions%."""
    parts, closer = [""], ""
    for character in text:
        if character == closer:
            closer = ""
        elif not closer and character in '"%':
            closer = character
        if character == "," and not closer:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _name(part: str) -> str:
    """The column's name at the head of "destport = 22 || destport = 3389"."""
    words = part.replace("=", " ").replace("!", " ").replace("<", " ").replace(">", " ").split()
    name = words[0].replace("_", "").replace("-", "").lower() if words else ""
    return _ALIASES.get(name, name)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else 0
