"""The ECS document of a line of a VPC flow log."""

from shipper import ecs, event_time
from shipper.addresses import is_address
from shipper.origin import Origin

DATASET = "vpc_flow_logs"

# IANA protocol numbers that flow logs are full of; ECS wants the lower-case name.
TRANSPORTS = {
    "1": "icmp",
    "2": "igmp",
    "4": "ipv4",
    "6": "tcp",
    "17": "udp",
    "41": "ipv6",
    "47": "gre",
    "50": "esp",
    "51": "ah",
    "58": "ipv6-icmp",
    "89": "ospf",
    "132": "sctp",
}
# action -> event.type, event.outcome
ACTIONS = {
    "ACCEPT": (("connection", "allowed"), "success"),
    "REJECT": (("connection", "denied"), "failure"),
}
# Fields that have a place in ECS; the others keep their own name under aws.vpcflow.
LIFTED = {
    "account-id",
    "az-id",
    "bytes",
    "dstaddr",
    "dstport",
    "end",
    "flow-direction",
    "instance-id",
    "packets",
    "protocol",
    "region",
    "srcaddr",
    "srcport",
    "start",
}
COUNTED = ("srcport", "dstport", "packets", "bytes", "start", "end")
NUMBERS = {"tcp-flags", "traffic-path", "version"}
MISSING = "-"


def document(
    line: str, fields: tuple[str, ...], origin: Origin, received: int
) -> tuple[str, bytes]:
    """Return index and document of any line of these fields.

    `received` (epoch seconds) stands in for a time that is missing or impossible.
    """
    words = line.split()
    if len(words) != len(fields):
        values: dict[str, str] = {}
        tags: tuple[str, ...] = (ecs.NOT_UNDERSTOOD,)
    else:
        pairs = zip(fields, words, strict=True)
        values = {name: word for name, word in pairs if word != MISSING}
        tags = ()
    numbers = {name: _number(values[name]) for name in COUNTED if name in values}
    if None in numbers.values():
        tags = (*tags, ecs.TYPE_CONFLICT)
    start, end = numbers.get("start"), numbers.get("end")
    seconds = end if end is not None else start
    if problem := event_time.problem(seconds, received):
        tags = (*tags, problem)
    if problem or seconds is None:
        seconds = received
    action = values.get("action")
    kind, outcome = ACTIONS.get(action or "", (("connection",), None))
    source, destination = values.get("srcaddr"), values.get("dstaddr")
    account, instance = values.get("account-id"), values.get("instance-id")
    addresses = _addresses(values)
    body = ecs.Document(
        seconds * 1000,
        ecs.SCHEMA,
        ecs.Event(
            "event",
            "aws",
            "aws.vpc_flow_logs",
            action.lower() if action else None,
            category=("network",),
            type=kind,
            outcome=outcome,
            start=_milliseconds(start),
            end=_milliseconds(end),
            original=line,
        ),
        cloud=ecs.Cloud(
            "aws",
            ecs.Account(account) if account and account != "unknown" else None,
            values.get("region"),
            values.get("az-id"),
            ecs.Instance(instance) if instance else None,
        ),
        source=ecs.endpoint(source, numbers.get("srcport")),
        destination=ecs.endpoint(destination, numbers.get("dstport")),
        network=ecs.Network(
            TRANSPORTS.get(values.get("protocol", "")),
            ip_version(source) if source and is_address(source) else None,
            values.get("protocol"),
            values.get("flow-direction"),
            numbers.get("bytes"),
            numbers.get("packets"),
        ),
        related=ecs.Related(ip=addresses) if addresses else None,
        aws=ecs.Aws(vpcflow=_own_fields(values), cloudwatch=origin.cloudwatch),
        log=origin.log,
        tags=tags,
    )
    return event_time.index_name(DATASET, seconds), ecs.encode(body)


def ip_version(address: str) -> str:
    """Return network.type of an address."""
    return "ipv6" if ":" in address else "ipv4"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def _milliseconds(seconds: int | None) -> int | None:
    # OpenSearch refuses the whole document for a date that does not fit 64 bits of milliseconds.
    return seconds * 1000 if seconds is not None and seconds < 10**12 else None


def _addresses(values: dict[str, str]) -> tuple[str, ...]:
    """Return each address of a line once, those of the packets included."""
    names = ("srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr")
    found = dict.fromkeys(values[name] for name in names if name in values)
    return tuple(address for address in found if is_address(address))


def _own_fields(values: dict[str, str]) -> dict[str, str | int | None]:
    return {
        name.replace("-", "_"): _number(text) if name in NUMBERS else text
        for name, text in values.items()
        if name not in LIFTED
    }
