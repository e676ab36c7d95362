"""Whether a topic really reaches a function, and the function runs."""

from __future__ import annotations

from .. import arns
from ..evidence import Evidence, Function, Topic
from ..iam import Answer, arn_like
from ..resource import Absent, Known, Value
from .joins import called, join, same_name
from .links import Check, broken, holds, unproved
from .topics import is_topic


def is_function(value: object, function: Function) -> Answer:
    name = arns.function_name(value)
    return same_name(function.name)(name if name is not None else value)


def may_invoke(evidence: Evidence, function: Function, topic: Topic) -> Check:
    """Whether the function's resource policy lets the topic in."""
    key = ("may invoke", function.address, topic.address)
    check: Check = evidence.once(key, lambda: _may_invoke(evidence, function, topic))
    return check


def _may_invoke(evidence: Evidence, function: Function, topic: Topic) -> Check:
    """SNS needs a statement in the function's resource policy, else it drops the message."""
    functions = {one.address for one in evidence.functions}
    topics = {one.address for one in evidence.topics}
    doubt = False
    for one in evidence.permissions:
        meant = join(one.function, function.address, functions, lambda v: is_function(v, function))
        principal = same_name(one.principal)("sns.amazonaws.com")
        action = isinstance(one.action, Known) and one.action.value in (
            "lambda:InvokeFunction",
            "lambda:*",
        )
        source = _from_this_topic(one.source_arn, topic, topics)
        answer = min(meant.answer, principal, Answer.YES if action else Answer.NO, source)
        if answer is Answer.YES:
            return holds(f"{one.address} lets SNS invoke it")
        doubt = doubt or answer is Answer.UNSURE
    fix = (
        f"Add an aws_lambda_permission for {function.address}: principal sns.amazonaws.com, "
        f"action lambda:InvokeFunction, source_arn of {topic.address}."
    )
    if doubt:
        return unproved("whether SNS may invoke it is known after apply", fix)
    return broken(
        f"no aws_lambda_permission lets topic {called(topic.name, topic.address)} invoke it", fix
    )


def _from_this_topic(source: Value, topic: Topic, topics: set[str]) -> Answer:
    if isinstance(source, Absent):
        return Answer.YES  # any topic may
    if isinstance(source, Known) and "*" in str(source.value):
        name = str(topic.name.value) if isinstance(topic.name, Known) else None
        return arn_like(str(source.value), ("arn", None, "sns", topic.place.region, None, name))
    return join(source, topic.address, topics, lambda seen: is_topic(seen, topic)).answer


def runs(function: Function) -> Check:
    reserved = function.reserved_concurrency
    if isinstance(reserved, Known) and reserved.value == 0:
        fix = f"Leave out reserved_concurrent_executions on {function.address}."
        return broken("reserved_concurrent_executions is 0: it never runs", fix)
    return holds("it may run")
