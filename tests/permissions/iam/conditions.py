"""Condition operators and keys, as the IAM user guide's "Condition operators" defines them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence


class NotUnderstoodError(Exception):
    """The policy or request holds something that this evaluator does not know."""


# Every key that a policy here may ask about, and what it holds. A key that is not listed raises:
# add it with its kind once you have read its page.
KINDS = {
    "aws:principalaccount": "string",
    "aws:principalarn": "arn",
    "aws:principalisawsservice": "bool",
    "aws:principalorgid": "string",
    "aws:resourceaccount": "string",
    "aws:securetransport": "bool",
    "aws:sourceaccount": "string",
    "aws:sourcearn": "arn",
    "aws:sourceorgid": "string",
    "cloudwatch:namespace": "string",
    "iam:passedtoservice": "string",
    "kms:calleraccount": "string",
    "kms:encryptioncontext:aws:cloudtrail:arn": "string",
    "kms:encryptioncontext:aws:logs:arn": "string",
    "kms:encryptioncontext:aws:s3:arn": "string",
    "kms:encryptioncontext:aws:sns:topicarn": "string",
    "kms:encryptioncontext:aws:sqs:arn": "string",
    "kms:viaservice": "string",
    "lambda:sourcefunctionarn": "arn",
    "s3:prefix": "string",
    "s3:x-amz-acl": "string",
    "sns:endpoint": "string",
    "sns:protocol": "string",
    "sts:externalid": "string",
}


def holds(operator: str, key: str, wanted: Sequence[str], context: Mapping[str, str]) -> bool:
    """Whether one line of a Condition block holds. `context` has its keys in lower case."""
    understood(operator, key, wanted)
    actual = context.get(key.lower())
    name = operator.lower()
    if name == "null":
        return (actual is None) is (wanted[0] == "true")
    _, negated, matches = OPERATORS[name.removesuffix("ifexists")]
    if actual is None:
        return negated or name.endswith("ifexists")
    return any(matches(value, actual) for value in wanted) is not negated


def understood(operator: str, key: str, wanted: Sequence[str]) -> None:
    """Raises unless this evaluator knows what the line means."""
    kind = kind_of(key)
    name = operator.lower()
    if name == "null":
        if list(wanted) not in (["true"], ["false"]):
            raise NotUnderstoodError(f"Null with {wanted!r}")
        return
    name = name.removesuffix("ifexists")
    if name not in OPERATORS:  # among them the set operators, ForAllValues: and ForAnyValue:
        raise NotUnderstoodError(f"condition operator {operator}")
    if kind not in OPERATORS[name][0]:
        raise NotUnderstoodError(f"{operator} on {key}, which holds a {kind}")


def kind_of(key: str) -> str:
    """What a condition key holds; raises on one that is not listed."""
    kind = KINDS.get(key.lower())
    if kind is None:
        raise NotUnderstoodError(f"condition key {key}")
    return kind


def glob(pattern: str, text: str) -> bool:
    """IAM's wildcards: `*` is any run of characters, `?` any single one, nothing else."""
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), text, re.DOTALL) is not None


def arn_glob(pattern: str, arn: str) -> bool:
    """ARNs are compared part by part; a wildcard does not cross the first five colons."""
    if pattern == "*":
        return True
    want, have = pattern.split(":", 5), arn.split(":", 5)
    if len(want) != 6 or len(have) != 6:
        raise NotUnderstoodError(f"not two ARNs: {pattern!r} and {arn!r}")
    return all(glob(one, other) for one, other in zip(want, have, strict=True))


def _equals(value: str, actual: str) -> bool:
    return value == actual


def _equals_any_case(value: str, actual: str) -> bool:
    return value.lower() == actual.lower()


# Context keys that hold an ARN as a text (kms:EncryptionContext:...) take both kinds of operator.
_TEXT = frozenset({"arn", "string"})
Operator = tuple[frozenset[str], bool, Callable[[str, str], bool]]
# name -> the kinds of key it is for, whether it is negated, the comparison
OPERATORS: dict[str, Operator] = {
    "arnequals": (frozenset({"arn"}), False, arn_glob),  # AWS treats it as ArnLike
    "arnlike": (_TEXT, False, arn_glob),
    "arnnotequals": (frozenset({"arn"}), True, arn_glob),
    "arnnotlike": (frozenset({"arn"}), True, arn_glob),
    "bool": (frozenset({"bool"}), False, _equals_any_case),
    "stringequals": (_TEXT, False, _equals),
    "stringequalsignorecase": (_TEXT, False, _equals_any_case),
    "stringlike": (_TEXT, False, glob),
    "stringnotequals": (_TEXT, True, _equals),
    "stringnotequalsignorecase": (_TEXT, True, _equals_any_case),
    "stringnotlike": (_TEXT, True, glob),
}
