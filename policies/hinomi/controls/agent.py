"""The CloudWatch agent: its configuration is whole, and instances get it after the agent itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..chains.buckets import best_of
from ..chains.find import holds_link, meant, there
from ..chains.joins import SHOW_THE_VALUE
from ..chains.links import NONE, Chain, Check, Link, best, broken, holds, unproved
from ..chains.writers import collected, configuration
from ..evidence import Evidence, Piece
from ..findings import Finding
from ..resource import DEPENDS_ON, Known, Value
from .control import Asked, Control

_INSTALL, _CONFIGURE = "AWS-ConfigureAWSPackage", "AmazonCloudWatch-ManageAgent"
_MOST_BYTES = 8192  # an advanced parameter; 4096 for a standard one


def _judge(asked: Asked) -> Iterator[Finding]:
    evidence = asked.evidence
    found = False
    for parameter in there(evidence, "aws_ssm_parameter"):
        if not _is_agents(parameter):
            continue
        found = True
        yield asked.from_chain(parameter.address, _chain(evidence, parameter))
    if not found:
        fix = "Configure the agent: `agent` of the collection module."
        yield asked.nothing("configuration of the CloudWatch agent in a parameter", fix)


def _is_agents(parameter: Piece) -> bool:
    named = isinstance(parameter.name, Known) and "AmazonCloudWatch-" in str(parameter.name.value)
    return named or configuration(parameter) is not None


def _chain(evidence: Evidence, parameter: Piece) -> Chain:
    links = [*best(_ways(evidence, parameter)).links]
    text = parameter.value("value")
    document = configuration(parameter)
    if document is None:
        fix = f"Put the agent's configuration (JSON with logs or metrics) into {parameter.address}."
        check = (
            broken("its value is no configuration of the agent", fix)
            if isinstance(text, Known)
            else unproved(f"its value is {text.shown}", SHOW_THE_VALUE)
        )
        return Chain((*links, holds_link("parameter", parameter, check)))
    size = len(str(text.value).encode()) if isinstance(text, Known) else 0
    fix = f"Read fewer files in {parameter.address}, or split the fleet."
    fits = (
        holds(f"{size} bytes")
        if size <= _MOST_BYTES
        else broken(f"{size} bytes: Parameter Store takes {_MOST_BYTES}", fix)
    )
    links.append(holds_link("parameter", parameter, fits))
    for _, entry in collected(document):
        name = entry.get("log_group_name", "")
        value: Value = Known(name)
        fix = f"Make the log group {name}: the agent would make it without retention and key."
        if not evidence.by_name.get(("aws_cloudwatch_log_group", name)):
            links.append(Link("log group", name or NONE, "", (broken("not in this plan", fix),)))
            break
        met = best_of(meant(evidence, value, "aws_cloudwatch_log_group"))
        if met is not None and all(link.address != met.piece.address for link in links):
            links.append(met.link("log group"))
    return Chain(tuple(links))


def _ways(evidence: Evidence, parameter: Piece) -> Iterator[Chain]:
    """One document that installs and then configures, or two associations in that order."""
    found = False
    for one in there(evidence, "aws_ssm_association"):
        document = best_of(meant(evidence, one.value("name"), "aws_ssm_document"))
        if document is not None:
            check = _steps(document.piece, parameter)
            if check is not None:
                found = True
                yield Chain((_association(one), document.link("document", check)))
        elif one.value("name") == Known(_CONFIGURE):
            location = one.value("parameters", "optionalConfigurationLocation")
            for met in meant(evidence, location, "aws_ssm_parameter"):
                if met.piece.address == parameter.address:
                    found = True
                    yield Chain((_installed(evidence, one), _association(one)))
    if not found:
        fix = f"Add an aws_ssm_association that configures the agent from {parameter.address}."
        check = broken(f"no association configures the agent from {parameter.address}", fix)
        yield Chain((Link("association", NONE, "", (check,)),))


def _steps(document: Piece, parameter: Piece) -> Check | None:
    """Whether a document's steps install and then configure; None where it has nothing of it."""
    content = document.value("content")
    if not isinstance(content, Known):
        return unproved(f"its content is {content.shown}", SHOW_THE_VALUE)
    try:
        steps = json.loads(str(content.value)).get("mainSteps", [])
    except (ValueError, AttributeError):
        return None
    paths = [one.get("inputs", {}).get("documentPath", "") for one in steps]
    if _CONFIGURE not in paths:
        return None
    at = paths.index(_CONFIGURE)
    given = steps[at]["inputs"].get("documentParameters", {})
    if isinstance(parameter.name, Known) and given.get("optionalConfigurationLocation") != str(
        parameter.name.value
    ):
        return None
    if _INSTALL not in paths[:at]:
        fix = f"Put a step {_INSTALL} before {_CONFIGURE} in {document.address}."
        return broken("it configures the agent and does not install it first", fix)
    return holds("installs, then configures")


def _association(one: Piece) -> Link:
    count = one.resource.blocks("targets")
    fix = f"Set targets on {one.address}."
    check = broken("it has no targets", fix) if count == 0 else holds("it has targets")
    return holds_link("association", one, check)


def _installed(evidence: Evidence, configures: Piece) -> Link:
    """The association that installs: on the same targets, and waited for."""
    fix = (
        f"Add an association of {_INSTALL} on the same targets, and let {configures.address} wait."
    )
    for one in there(evidence, "aws_ssm_association"):
        if one.value("name") != Known(_INSTALL):
            continue
        same = one.value("targets") == configures.value("targets")
        waits = one.address in {t.address for t in configures.resource.origin(DEPENDS_ON).targets}
        checks = (
            holds("the same targets") if same else broken("it has other targets", fix),
            holds("first") if waits else broken(f"{configures.address} does not wait for it", fix),
        )
        return holds_link("association", one, *checks)
    return Link("association", NONE, "", (broken("nothing installs the agent", fix),))


CONTROLS = (
    Control(
        "agent_configured",
        "Instances get the CloudWatch agent, then its configuration, and its log groups are there",
        "medium",
        _judge,
        row="agent",
    ),
)
