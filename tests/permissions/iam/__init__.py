"""A strict evaluator of IAM policies: it answers yes or no, or raises.

It is for tests, and written apart from `hinomi.iam`, which judges plans with unknown parts and may
say "unsure": two readings of AWS's rules that have to agree. What it does not know (an operator, a
condition key, an element, a principal type, a policy variable) raises NotUnderstoodError, because a
condition that is skipped would turn a refusal into a pass.
"""

from .conditions import NotUnderstoodError
from .documents import Statement, parse
from .evaluation import Decision, Policies, Principal, Request, decide

__all__ = [
    "Decision",
    "NotUnderstoodError",
    "Policies",
    "Principal",
    "Request",
    "Statement",
    "decide",
    "parse",
]
