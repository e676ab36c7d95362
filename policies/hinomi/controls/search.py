"""The search engine: each source has one entrance, which leads to it, and it is set up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from ..chains.buckets import best_of
from ..chains.find import holds_link, meant, missing, there
from ..chains.joins import SHOW_THE_VALUE, join
from ..chains.links import NONE, Chain, Check, Link, best, broken, holds, unproved
from ..chains.requests import partition
from ..chains.roles import rights_of
from ..chains.topics import is_topic
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..iam import Answer, Request
from ..resource import Absent, Known, Unknown
from .control import PLAN, Asked, Control

_ENDPOINT, _AUTH = "OPENSEARCH_ENDPOINT", "OPENSEARCH_AUTH"


def _entrances(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    subscriptions = there(evidence, "aws_cloudwatch_log_subscription_filter")
    mappings = there(evidence, "aws_lambda_event_source_mapping")
    seen: dict[str, list[str]] = defaultdict(list)
    for one in subscriptions:
        for met in meant(evidence, one.value("log_group_name"), "aws_cloudwatch_log_group"):
            seen[met.piece.address].append(one.address)
        chain = Chain((holds_link("subscription", one),))
        yield asked.from_chain(one.address, _to_engine(evidence, chain, one, "destination_arn"))
    for one in mappings:
        start = best(_from_bucket(evidence, one))
        for link in start.links[:1]:
            seen[f"{link.address} {link.name}"].append(one.address)
        yield asked.from_chain(one.address, _to_engine(evidence, start, one, "function_name"))
    for source, entrances in seen.items():
        if len(entrances) > 1:
            fix = f"Keep one of {', '.join(entrances)}: each record would be searchable twice."
            yield asked.from_check(source, broken(f"{len(entrances)} entrances", fix))
    if not subscriptions and not mappings:
        yield asked.nothing("entrance to the search engine", "Name sources on analysis.")


def _from_bucket(evidence: Evidence, mapping: Piece) -> Iterator[Chain]:
    """bucket -> topic -> queue, read from the queue that the mapping takes from."""
    value = mapping.value("event_source_arn")
    met = best_of(meant(evidence, value, "aws_sqs_queue"))
    if met is None:
        yield Chain((missing(value, "queue", "event_source_arn", f"Set it on {mapping.address}."),))
        return
    topics = {one.address for one in evidence.topics}
    found = False
    for one in evidence.subscriptions:
        if all(
            each.piece.address != met.piece.address
            for each in meant(evidence, one.endpoint, "aws_sqs_queue")
        ):
            continue
        for topic in evidence.topics:
            equal = partial(is_topic, topic=topic)
            if join(one.topic, topic.address, topics, equal).answer is Answer.NO:
                continue
            for notification in there(evidence, "aws_s3_bucket_notification"):
                for number in range(notification.resource.blocks("topic") or 0):
                    here = ("topic", number)
                    told = notification.value(*here, "topic_arn")
                    if join(told, topic.address, topics, equal).answer is Answer.NO:
                        continue
                    found = True
                    prefix = notification.value(*here, "filter_prefix")
                    shown = f"{prefix.value}" if isinstance(prefix, Known) else "objects"
                    first = Link(
                        "announced", shown, notification.address, (holds("by its bucket"),)
                    )
                    second = Link("topic", topic.address, topic.address, (holds("subscribed"),))
                    yield Chain((first, second, met.link("queue")))
    if not found:
        declared = "Let the bucket announce to a topic that the queue subscribes to."
        check = broken("no bucket of the plan announces objects to this queue", declared)
        yield Chain((Link("announced", NONE, "", (check,)), met.link("queue")))


def _to_engine(evidence: Evidence, chain: Chain, entrance: Piece, attribute: str) -> Chain:
    value = entrance.value(attribute)
    met = best_of(meant(evidence, value, "aws_lambda_function"))
    if met is None:
        fix = f"Set {attribute} on {entrance.address} to the shipper."
        return chain + missing(value, "function", attribute, fix)
    return chain + met.link("function") + _engine(evidence, met.piece)


def _by_rights(evidence: Evidence, function: Piece) -> Link | None:
    """The domain that the function's role may write to: its endpoint is known only once it is made,
    and hides the rest of the function's environment from the plan."""
    made = next(one for one in evidence.functions if one.address == function.address)
    rights = rights_of(evidence, made)
    for domain in there(evidence, "aws_opensearch_domain"):
        name = str(domain.name.value) if isinstance(domain.name, Known) else None
        region = domain.place.region
        request = Request(
            "es:ESHttpPost",
            resource=(
                *("arn", partition(region), "es", region, evidence.account),
                name and f"domain/{name}/_bulk",
            ),
            address=domain.address,
        )
        if rights is not None and rights.answer(request) is Answer.YES:
            said = holds("its role may write there, and it is no other engine's endpoint")
            link = holds_link("domain", domain, said)
            return link.with_checks(_https_only(domain))
    return None


def _https_only(domain: Piece) -> Check:
    https = domain.value("domain_endpoint_options", 0, "enforce_https")
    change = f"Set enforce_https = true on {domain.address}."
    if isinstance(https, Unknown):
        return unproved(f"enforce_https is {https.shown}", SHOW_THE_VALUE)
    return holds("HTTPS only") if https == Known(True) else broken("it takes plain HTTP", change)


def _engine(evidence: Evidence, function: Piece) -> Link:
    endpoint = function.value("environment", 0, "variables", _ENDPOINT)
    auth = function.value("environment", 0, "variables", _AUTH)
    if isinstance(endpoint, Unknown) and isinstance(auth, Unknown):
        link = _by_rights(evidence, function)
        if link is not None:
            return link
    domain = best_of(meant(evidence, endpoint, "aws_opensearch_domain"))
    fix = f"Set {_ENDPOINT} of {function.address} to https://..."
    checks: list[Check] = []
    if isinstance(endpoint, Absent):
        return Link("engine", NONE, "", (broken(f"{_ENDPOINT} is not set", fix),))
    shown = endpoint.shown if isinstance(endpoint, Known) else "known after apply"
    local = isinstance(endpoint, Known) and any(
        f"//{host}" in str(endpoint.value) for host in ("127.", "localhost")
    )
    if isinstance(endpoint, Known):
        tls = str(endpoint.value).startswith("https://") or local
        checks.append(holds("TLS, or on this machine") if tls else broken("no TLS", fix))
    if isinstance(auth, Unknown):
        checks.append(unproved(f"{_AUTH} is {auth.shown}", SHOW_THE_VALUE))
    elif auth != Known("sigv4") and not local:
        change = f"Set {_AUTH} = sigv4 on {function.address}."
        checks.append(broken("its requests are not signed", change))
    if domain is not None:
        return domain.link("domain", *checks, _https_only(domain.piece))
    if isinstance(endpoint, Unknown):
        targets = ", ".join(target.address for target in endpoint.origin.targets)
        if "aws_opensearch_domain" not in targets:
            checks.append(unproved(f"{_ENDPOINT} is {endpoint.shown}", SHOW_THE_VALUE))
    return Link("engine", shown, "", tuple(checks) or (holds("named"),))


def _set_up(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    called = []
    for one in there(evidence, "aws_lambda_invocation"):
        for met in meant(evidence, one.value("function_name"), "aws_lambda_function"):
            if not isinstance(met.piece.value("environment", 0, "variables", _ENDPOINT), Absent):
                called.append(one)
                chain = Chain((holds_link("call", one), met.link("function")))
                yield asked.from_chain(one.address, chain + _engine(evidence, met.piece))
    if not called:
        shippers = there(evidence, "aws_lambda_event_source_mapping")
        if shippers and asked.required and not asked.off:
            fix = "Call the set-up function (aws_lambda_invocation): templates, roles, retention."
            yield asked.from_check(PLAN, broken("nothing sets the search engine up", fix))
        else:
            yield asked.nothing("call of a set-up function", "Set search on analysis.")


CONTROLS = (
    Control(
        "search_entrances",
        "Every source that is searched has one entrance, and it leads to the search engine",
        "high",
        _entrances,
        row="search",
    ),
    Control(
        "search_set_up",
        "The search engine is set up when it is applied",
        "medium",
        _set_up,
        row="search",
    ),
)
