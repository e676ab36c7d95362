"""Whether CloudWatch, or a role, can use the KMS key that a topic is encrypted with.

Where it cannot, AWS says so only in the alarm's history: nobody is told. Source: AWS re:Post, "How
do I configure a CloudWatch alarm with an encrypted SNS topic" (kms:Decrypt and
kms:GenerateDataKey*; the AWS managed key `alias/aws/sns` cannot be used).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .. import arns
from ..evidence import Evidence, Key, Role, Topic
from ..iam import NOT_SENT, Answer, Document, Request
from ..resource import Absent, Known, Unknown, Value
from .joins import SHOW_THE_VALUE, join, same_name
from .links import Check, broken, holds, unproved
from .requests import CLOUDWATCH, context, partition, role_context, topic_arn

KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
_KEY_RIGHTS = "kms:Decrypt and kms:GenerateDataKey* to the service cloudwatch.amazonaws.com"


def key_lets_service_through(
    evidence: Evidence, topic: Topic, service: str, source_arn: tuple[str | None, ...]
) -> Check:
    """Whether another service that publishes can use the topic's key."""
    if isinstance(topic.key, Absent):
        return holds("not encrypted with a key")
    key = key_of(evidence, topic)
    if key is None:
        return unproved(f"which key encrypts it is {topic.key.shown}", SHOW_THE_VALUE)
    document = key_policy(evidence, key)
    fix = f"Allow kms:Decrypt and kms:GenerateDataKey* to {service} in the policy of {key.address}."
    if document is None:
        return broken(f"the default policy of its key {key.address} does not let {service} in", fix)
    sent = {
        **context(evidence, topic, None),
        "aws:sourcearn": source_arn,
        "kms:calleraccount": NOT_SENT,
        # https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html
        "kms:encryptioncontext:aws:sns:topicarn": topic_arn(evidence, topic),
        "kms:encryptioncontext:aws:sqs:arn": NOT_SENT,
    }
    answer = min(
        document.answer(Request(action, service, address=key.address, context=sent))
        for action in KEY_ACTIONS
    )
    if answer is Answer.YES:
        return holds(f"key {key.address} lets {service} through")
    if answer is Answer.UNSURE:
        return unproved(f"whether the policy of key {key.address} lets {service} in is open", fix)
    return broken(f"the policy of its key {key.address} does not let {service} use it", fix)


def key_lets_through(evidence: Evidence, topic: Topic) -> Check:
    """Whether CloudWatch can use the key that the topic is encrypted with."""
    if isinstance(topic.key, Absent) or (isinstance(topic.key, Known) and not topic.key.value):
        return holds("not encrypted with a key")
    if isinstance(topic.key, Known) and str(topic.key.value).endswith("alias/aws/sns"):
        return broken(
            "it is encrypted with alias/aws/sns, whose policy does not let CloudWatch use it",
            f"Use a customer key on {topic.address} whose policy allows {_KEY_RIGHTS}.",
        )
    key = key_of(evidence, topic)
    if key is None:
        if isinstance(topic.key, Unknown):
            return unproved(f"which key encrypts it is {topic.key.shown}", SHOW_THE_VALUE)
        seen = f"its key {topic.key.shown} is not in this plan, so its policy is not known"
        return unproved(seen, "Make the key in the same configuration, or waive this.")
    if isinstance(key.enabled, Known) and key.enabled.value is False:
        fix = f"Set is_enabled = true on {key.address}."
        return broken(f"its key {key.address} is disabled", fix)
    document = key_policy(evidence, key)
    if document is None:
        return broken(
            f"its key {key.address} has the default policy, which does not let CloudWatch use it",
            f"Allow {_KEY_RIGHTS} in the policy of {key.address}.",
        )
    sent = {**context(evidence, topic, None), "kms:calleraccount": NOT_SENT}
    answers = [
        document.answer(Request(action, CLOUDWATCH, address=key.address, context=sent))
        for action in KEY_ACTIONS
    ]
    if min(answers) is Answer.YES:
        return holds(f"key {key.address} lets CloudWatch through")
    if min(answers) is Answer.UNSURE:
        why = document.gap or "a condition in it is not known in the plan"
        seen = f"whether the policy of key {key.address} lets CloudWatch use it is open: {why}"
        return unproved(seen, f"Allow {_KEY_RIGHTS} without unknown conditions.")
    lacking = KEY_ACTIONS[answers.index(min(answers))]
    return broken(
        f"the policy of its key {key.address} does not allow {lacking} to cloudwatch.amazonaws.com",
        f"Allow {_KEY_RIGHTS} in the policy of {key.address}.",
    )


def role_may_use(evidence: Evidence, key: Key, role: Role, rights: Document) -> Check:
    """Whether a role may use a key: named in the key's policy, or by its own `rights` where that
    policy leaves it to IAM (allows the account)."""
    region = key.place.region
    # Known once the key is made: then a role's policy shows its ARN instead of a reference to it.
    named_so = f"key/{next(iter(key.ids))}" if len(key.ids) == 1 else None
    arn = ("arn", partition(region), "kms", region, evidence.account, named_so)
    own = key_policy(evidence, key)
    name = str(role.name.value) if isinstance(role.name, Known) else None
    answers = []
    for action in KEY_ACTIONS:
        sent = Request(
            action, resource=arn, address=key.address, context=role_context(evidence, region)
        )
        by_iam = rights.answer(sent)
        if own is None:
            answers.append(by_iam)  # the default key policy leaves it to IAM
            continue
        left_to_iam = own.answer(replace(sent, account_root=True))
        named = own.answer(replace(sent, role=name)) if name else Answer.NO
        answers.append(max(named, min(by_iam, left_to_iam)))
    fix = f"Allow {' and '.join(KEY_ACTIONS)} on {key.address} to {role.address}."
    if min(answers) is Answer.YES:
        return holds(f"{role.address} may use its key")
    if min(answers) is Answer.UNSURE:
        return unproved(f"whether {role.address} may use key {key.address} is open", fix)
    return broken(f"{role.address} may not use its key {key.address}", fix)


def key_of(evidence: Evidence, topic: Topic) -> Key | None:
    """The customer key that a topic's kms_master_key_id means, by key, alias or ARN."""
    found = _key_behind(evidence, topic.key)
    kind = {one.address for one in evidence.key_aliases}
    for alias in evidence.key_aliases:
        equal = partial(_is_alias, name=alias.name)
        if join(topic.key, alias.address, kind, equal).answer is Answer.YES:
            return found or _key_behind(evidence, alias.key)
    return found


def _is_alias(value: object, name: Value) -> Answer:
    arn = arns.parse(value)
    return same_name(name)(arn.resource if arn else value)


def _key_behind(evidence: Evidence, value: Value) -> Key | None:
    kind = {one.address for one in evidence.keys}
    for key in evidence.keys:
        if join(value, key.address, kind, partial(_is_key, key=key)).answer is Answer.YES:
            return key
    return None


def key_policy(evidence: Evidence, key: Key) -> Document | None:
    """A key's policy, set on it or by an aws_kms_key_policy."""
    kind = {one.address for one in evidence.keys}
    for one in evidence.key_policies:
        if join(one.key, key.address, kind, partial(_is_key, key=key)).answer is Answer.YES:
            return one.policy
    return key.policy


def _is_key(value: object, key: Key) -> Answer:
    return Answer.YES if str(value).rpartition("/")[2] in key.ids else Answer.NO
