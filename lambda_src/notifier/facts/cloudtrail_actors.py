"""CloudTrail's userIdentity -> Actor.

Types and fields: "CloudTrail userIdentity element" in the CloudTrail user guide.
"""

from collections.abc import Mapping
from typing import Any

from notifier.facts.model import Actor
from notifier.safe_text import line

_ARN_LIMIT = 512
# CloudTrail hides what a person typed as a user name when a sign-in fails.
_HIDDEN_NAME = "HIDDEN_DUE_TO_SECURITY_REASONS"


def read(record: Mapping[str, Any]) -> Actor:
    identity = _object(record.get("userIdentity"))
    context = _object(identity.get("sessionContext"))
    issuer = _object(context.get("sessionIssuer"))
    kind = line(identity.get("type"), 40)
    invoked_by = line(identity.get("invokedBy"), 128)
    if not kind and invoked_by:
        kind = "AWSService"  # service events carry accountId and invokedBy only
    arn = line(identity.get("arn"), _ARN_LIMIT)
    return Actor(
        principal=arn or _principal(identity, kind, invoked_by),
        type=kind or "Unknown",
        name=_name(identity, issuer, kind, invoked_by, arn),
        session=_session(kind, arn, line(identity.get("principalId"), _ARN_LIMIT)),
        issuer=line(issuer.get("arn"), _ARN_LIMIT),
        mfa=_mfa(record, context),
        access_key_id=line(identity.get("accessKeyId"), 128),
        account=line(identity.get("accountId"), 20),
        invoked_by=invoked_by,
        source_identity=line(context.get("sourceIdentity"), 64),
    )


def _principal(identity: Mapping[str, Any], kind: str, invoked_by: str) -> str:
    behalf = _object(identity.get("onBehalfOf"))
    if behalf.get("userId"):
        return line(f"{line(behalf.get('identityStoreArn'))}/{line(behalf['userId'])}", _ARN_LIMIT)
    if kind == "AWSService" and invoked_by:
        return invoked_by
    return line(identity.get("principalId") or identity.get("userName") or "", _ARN_LIMIT)


def _name(
    identity: Mapping[str, Any], issuer: Mapping[str, Any], kind: str, invoked_by: str, arn: str
) -> str:
    user = line(identity.get("userName"), 128)
    if kind == "Root":
        return "root"
    if kind == "AssumedRole":
        # arn:aws:sts::111122223333:assumed-role/<role>/<session>
        role = arn.split("/")[1] if arn.count("/") >= 2 else ""
        return line(issuer.get("userName"), 128) or role or user
    if kind == "FederatedUser":
        return arn.rpartition("/")[2] or user
    if kind == "AWSService":
        return invoked_by
    if kind == "AWSAccount":
        return user or line(identity.get("accountId"), 20)
    if kind == "IdentityCenterUser":
        return user or line(_object(identity.get("onBehalfOf")).get("userId"), 128)
    if user == _HIDDEN_NAME:
        return ""
    return user or arn.rpartition("/")[2]


def _session(kind: str, arn: str, principal_id: str) -> str:
    if kind != "AssumedRole":
        return ""
    if arn.count("/") >= 2:
        return arn.split("/", 2)[2]
    return principal_id.partition(":")[2]


def _mfa(record: Mapping[str, Any], context: Mapping[str, Any]) -> bool | None:
    """From the session's attributes, or from a console sign-in's MFAUsed ("Yes", once "YES")."""
    said = _object(context.get("attributes")).get("mfaAuthenticated")
    if said is None:
        said = _object(record.get("additionalEventData")).get("MFAUsed")
    return {"true": True, "yes": True, "false": False, "no": False}.get(line(said, 8).lower())


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
