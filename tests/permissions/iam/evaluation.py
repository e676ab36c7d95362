"""Whether a request is let through, by every policy that has a say.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
A matching Deny anywhere wins. Else, within one account either side may allow; across accounts both
must. A service has no policy of its own, so the resource's decides. A key's policy must always have
a say: it names the role, or lets the account in, and then the role's own policy decides
(https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html).
Boundaries, session policies and those of an organisation are not part of it: they only take away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conditions import NotUnderstoodError, kind_of
from .documents import Statement


@dataclass(frozen=True, slots=True)
class Principal:
    """A service by its name, or a role by its ARN with what its own policies say."""

    service: str = ""
    role: str = ""
    own: tuple[Statement, ...] = ()

    @property
    def account(self) -> str:
        return self.role.split(":")[4] if self.role else ""


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks to do something to a resource; `context` is what the request carries."""

    principal: Principal
    action: str
    resource: str
    context: Mapping[str, str] = field(default_factory=dict)

    def whole_context(self) -> dict[str, str]:
        """With what AWS itself adds. Keys are in lower case; one that is not known raises."""
        context = {"aws:SecureTransport": "true", **self.context}
        if self.principal.role:
            context["aws:PrincipalArn"] = self.principal.role
            context["aws:PrincipalAccount"] = self.principal.account
            context["kms:CallerAccount"] = self.principal.account
        for key in context:
            kind_of(key)
        return {key.lower(): value for key, value in context.items()}


@dataclass(frozen=True, slots=True)
class Policies:
    """What is attached to a resource: who owns it, and its policy (None: it has none)."""

    owner: str
    statements: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    because: str

    def __bool__(self) -> bool:
        return self.allowed


def decide(request: Request, resource: Policies) -> Decision:
    """The answer, with the statement that decided it."""
    context = request.whole_context()
    own = _matching(request.principal.own, request, context)
    attached = [
        statement
        for statement in _matching(resource.statements or (), request, context)
        if _names(statement, request.principal)
    ]
    for statement in (*own, *attached):
        if not statement.allows:
            return Decision(False, f"denied by {statement.sid}")
    direct = [s for s in attached if _names_itself(s, request.principal)]
    if request.principal.service:
        return _first(direct, "no statement of the resource's policy lets it")
    here = request.principal.account == resource.owner
    of_a_key = request.action.lower().startswith("kms:")
    if here and (direct or not of_a_key):
        return _first([*direct, *own], "neither its own policy nor the resource's lets it")
    if not attached:
        return Decision(False, "the resource's policy lets neither it nor its account")
    return _first(own, "the resource's policy lets its account, its own policy does not let it")


def _matching(
    statements: Iterable[Statement], request: Request, context: Mapping[str, str]
) -> list[Statement]:
    concerned = [one for one in statements if one.concerns(request.action, request.resource)]
    return [one for one in concerned if one.conditions_hold(context)]


def _first(statements: list[Statement], otherwise: str) -> Decision:
    if statements:
        return Decision(True, f"allowed by {statements[0].sid or 'a statement without Sid'}")
    return Decision(False, otherwise)


def _names(statement: Statement, principal: Principal) -> bool:
    """Whether it speaks of this principal: itself, or the account it is of."""
    account = principal.account
    of_account = {account, f"arn:aws:iam::{account}:root"}
    return _names_itself(statement, principal) or bool(
        principal.role and of_account & set((statement.principals or {}).get("AWS", ()))
    )


def _names_itself(statement: Statement, principal: Principal) -> bool:
    if statement.principals is None:
        raise NotUnderstoodError(f"{statement.sid}: a resource's policy without Principal")
    names = statement.principals.get("AWS", ())
    if "*" in names:
        return True
    if principal.service:
        return principal.service in statement.principals.get("Service", ())
    return principal.role in names
