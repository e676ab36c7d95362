"""Load balancers: their access and connection logs reach a bucket that takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..chains.buckets import Source, bucket_link, lets_write
from ..chains.find import holds_link, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import Chain, Check, Link, broken, holds, unproved
from ..chains.requests import partition
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import Absent, Known, Unknown, Value
from .control import Asked, Control

_KINDS = ("aws_lb", "aws_alb", "aws_elb")
ELB = "logdelivery.elasticloadbalancing.amazonaws.com"
NLB = "delivery.logs.amazonaws.com"


def _judge(asked: Asked) -> Iterator[Finding]:
    found = False
    for balancer in there(asked.evidence, *_KINDS):
        for block in _blocks(balancer):
            found = True
            subject = balancer.address if block == "access_logs" else f"{balancer.address} {block}"
            yield asked.from_chain(subject, _chain(asked.evidence, balancer, block))
    for name, settings in _handed_out(asked.evidence.outputs):
        found = True
        yield asked.from_chain(f"output {name}", _ready(asked.evidence, name, settings))
    if not found:
        fix = (
            "Turn on elb_access_logs, and pass the collection module's load_balancers on as an "
            "output of the root."
        )
        yield asked.nothing("load balancer, nor the output load_balancers with logs on", fix)


def _blocks(balancer: Piece) -> Iterator[str]:
    kind = balancer.value("load_balancer_type")
    if kind == Known("gateway"):
        return
    yield "access_logs"
    if balancer.type != "aws_elb" and kind in (Absent(), Known("application")):
        yield "connection_logs"


def _chain(evidence: Evidence, balancer: Piece, block: str) -> Chain:
    classic = balancer.type == "aws_elb"
    switch = balancer.value(block, 0, "enabled")
    fix = f"Set {block} {{ enabled = true, bucket = ... }} on {balancer.address}."
    on = _on(switch, block, fix, left_out=classic and bool(balancer.resource.blocks(block)))
    chain = Chain((holds_link("load balancer", balancer, on),))
    if on.state is not holds("").state:
        return chain
    network = balancer.value("load_balancer_type") == Known("network")
    prefix = balancer.value(block, 0, "bucket_prefix" if classic else "prefix")
    value = balancer.value(block, 0, "bucket")
    region = balancer.place.region
    return chain + _bucket(evidence, value, prefix, region, NLB if network else ELB, fix)


def _bucket(
    evidence: Evidence, value: Value, prefix: Value, region: str | None, service: str, fix: str
) -> Link:
    account = evidence.account
    service_of = "logs" if service == NLB else "elasticloadbalancing"
    below = None if service == NLB else "loadbalancer/app/x/1"
    source = Source(("arn", partition(region), service_of, region, account, below), account)

    def lets(bucket: Piece) -> Check:
        if isinstance(prefix, Unknown):
            return unproved(f"its prefix is {prefix.shown}", SHOW_THE_VALUE)
        start = f"{str(prefix.value).strip('/')}/" if isinstance(prefix, Known) else ""
        key = f"{start}AWSLogs/{account or '*'}/elasticloadbalancing/{region or '*'}/log.gz"
        return lets_write(evidence, bucket, service, key, source)

    return bucket_link(evidence, value, "its bucket", fix, lets)


def _on(value: Value, name: str, fix: str, *, left_out: bool) -> Check:
    if isinstance(value, Unknown):
        return unproved(f"{name}.enabled is {value.shown}", SHOW_THE_VALUE)
    on = value.value is True if isinstance(value, Known) else left_out
    return holds(f"{name} on") if on else broken(f"{name} are off", fix)


def _handed_out(outputs: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What the root hands to load balancers of other configurations, one entry or one a region."""
    given = outputs.get("load_balancers")
    if not isinstance(given, dict):
        return
    entries = (
        {"load_balancers": given}
        if "access_logs" in given
        else {f"load_balancers[{region!r}]": one for region, one in given.items()}
    )
    for name, one in entries.items():
        blocks = one.get("access_logs") if isinstance(one, dict) else None
        if isinstance(blocks, dict) and blocks.get("enabled"):
            yield name, one


def _ready(evidence: Evidence, name: str, settings: Mapping[str, Any]) -> Chain:
    """Access logs of every kind, and connection logs: each bucket takes them."""
    region = name.partition("'")[2].rpartition("'")[0] or _home(evidence)
    links = []
    for block, service in (("access_logs", ELB), ("access_logs", NLB), ("connection_logs", ELB)):
        one = settings.get(block) or {}
        fix = f"Give {block} of the output {name} a bucket, and enabled = true."
        on = _on(Known(bool(one.get("enabled"))), block, fix, left_out=False)
        links.append(Link("output", f"{name}.{block}", "", (on,)))
        if on.state is not holds("").state:
            break
        bucket = Known(one["bucket"]) if one.get("bucket") else Absent()
        prefix: Value = Known(one["prefix"]) if one.get("prefix") else Absent()
        links.append(_bucket(evidence, bucket, prefix, region, service, fix))
    return Chain(tuple(links))


def _home(evidence: Evidence) -> str | None:
    return next((one.place.region for one in there(evidence, "aws_s3_bucket")), None)


CONTROLS = (
    Control(
        "lb_logs_reach_bucket",
        "Load balancers' logs reach a bucket that takes them",
        "medium",
        _judge,
        row="elb_access_logs",
    ),
)
