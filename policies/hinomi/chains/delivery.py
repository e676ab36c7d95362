"""Whether a subscription really delivers: its endpoint and its filter policy."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..evidence import Subscription
from ..resource import Absent, Known, Unknown
from .joins import SHOW_THE_VALUE
from .links import Check, broken, holds, unproved


def endpoint(subscription: Subscription, protocol: str) -> Check:
    value = subscription.endpoint
    fix = f"Set endpoint on {subscription.address}."
    if isinstance(value, Unknown):
        return unproved(f"its endpoint is {value.shown}", SHOW_THE_VALUE)
    if isinstance(value, Absent) or not str(value.value).strip():
        return broken("its endpoint is empty", fix)
    if protocol.startswith("email") and "@" not in str(value.value):
        return broken(f"its endpoint {value.shown} is no mail address", fix)
    return holds("it has an endpoint")


def filter_policy(subscription: Subscription, attributes: Mapping[str, str] | None) -> Check:
    """A filter policy drops what it does not name (SNS developer guide, "Filter policies").

    `attributes` are those that a notifier sets; None stands for an alarm, which carries none.
    """
    value = subscription.filter_policy
    fix = f"Leave out filter_policy on {subscription.address}."
    if isinstance(value, Absent) or (isinstance(value, Known) and value.value in ("", "{}")):
        return holds("no filter policy")
    if isinstance(value, Unknown):
        return unproved(f"its filter_policy is {value.shown}", SHOW_THE_VALUE)
    if isinstance(subscription.filter_scope, Known) and (
        subscription.filter_scope.value == "MessageBody"
    ):
        return unproved("its filter_policy reads the message's body, which is not judged", fix)
    if attributes is None:
        return broken("its filter_policy drops alarms: they carry no message attributes", fix)
    return _attributes_pass(str(value.value), attributes, fix)


def _attributes_pass(policy: str, attributes: Mapping[str, str], fix: str) -> Check:
    try:
        wanted = json.loads(policy)
    except ValueError:
        return broken("its filter_policy is not JSON", fix)
    for name, accepted in wanted.items():
        if name not in attributes or not all(isinstance(one, str) for one in accepted):
            return unproved(f"its filter_policy asks for {name}, which is not judged", fix)
        if attributes[name] not in accepted:
            return broken(f"its filter_policy drops {name} {attributes[name]}", fix)
    return holds("its filter policy lets this through")
