"""State Manager associations: made, read, changed, deleted.

ministack (services/ssm.py) has none. They are kept, and nothing is ever applied to an instance: the
status stays Pending, as in AWS where no instance is meant.
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
"""

import re
import time
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, json_response, new_uuid
from ministack.services import ssm

from cloud.emulator import documents
from cloud.emulator.patch import Answer, add_actions

Body = dict[str, Any]

# What a request may hold and the description gives back.
_KEPT = (
    "ApplyOnlyAtCronInterval",
    "AssociationName",
    "AutomationTargetParameterName",
    "CalendarNames",
    "ComplianceSeverity",
    "DocumentVersion",
    "Duration",
    "InstanceId",
    "MaxConcurrency",
    "MaxErrors",
    "Name",
    "OutputLocation",
    "Parameters",
    "ScheduleExpression",
    "ScheduleOffset",
    "SyncCompliance",
    "TargetLocations",
    "TargetMaps",
    "Targets",
)
_SCHEDULE = re.compile(r"rate\([1-9][0-9]* (minutes?|hours?|days?)\)|(cron|at)\([^()]+\)")
_MOST_TARGETS = 5

_associations = AccountRegionScopedDict()


def apply() -> None:
    """Add the actions on associations; a document that one names cannot be deleted."""
    add_actions(
        ssm,
        {
            "CreateAssociation": create,
            "DeleteAssociation": delete,
            "DeleteDocument": delete_document,
            "DescribeAssociation": describe,
            "ListAssociations": list_all,
            "UpdateAssociation": update,
        },
    )


def create(body: Body) -> Answer:
    """Keep a new association."""
    wrong = _wrong(body, body.get("Name") or "")
    if wrong is not None:
        return wrong
    now = time.time()
    identity = new_uuid()
    _associations[identity] = {
        "ApplyOnlyAtCronInterval": False,
        "AssociationId": identity,
        "AssociationVersion": "1",
        "Date": now,
        "DocumentVersion": "$DEFAULT",
        "LastUpdateAssociationDate": now,
        "Overview": {"Status": "Pending"},
        **{field: body[field] for field in _KEPT if field in body},
    }
    if body.get("Tags"):
        ssm._tags[identity] = {tag["Key"]: tag["Value"] for tag in body["Tags"]}
    return _answer({"AssociationDescription": _associations[identity]})


def update(body: Body) -> Answer:
    """Write a new version: what the request leaves out is lost, the name of the document is not."""
    identity = body.get("AssociationId") or ""
    if identity not in _associations:
        return _not_there()
    old = _associations[identity]
    wrong = _wrong(body, body.get("Name") or old["Name"])
    if wrong is not None:
        return wrong
    stays = ("AssociationId", "Date", "InstanceId", "Name", "Overview")
    _associations[identity] = {
        "ApplyOnlyAtCronInterval": False,
        "DocumentVersion": "$DEFAULT",
        **{field: old[field] for field in stays if field in old},
        **{field: body[field] for field in _KEPT if field in body},
        "AssociationVersion": str(int(old["AssociationVersion"]) + 1),
        "LastUpdateAssociationDate": time.time(),
    }
    return _answer({"AssociationDescription": _associations[identity]})


def describe(body: Body) -> Answer:
    """An association by its id."""
    identity = body.get("AssociationId") or ""
    if identity not in _associations:
        return _not_there()
    return _answer({"AssociationDescription": _associations[identity]})


def list_all(body: Body) -> Answer:
    """The associations that pass all filters, on one page."""
    fields = {
        "AssociationId": "AssociationId",
        "AssociationName": "AssociationName",
        "Name": "Name",
    }
    filters = body.get("AssociationFilterList") or []
    for one in filters:
        if one["key"] not in fields:
            return documents.refused(
                "ValidationException", f"The local cloud filters by {', '.join(fields)} only."
            )
    shown = ("AssociationId", "AssociationName", "AssociationVersion", "DocumentVersion", "Name",
             "Overview", "ScheduleExpression", "Targets")  # fmt: skip
    found = [
        {field: association[field] for field in shown if field in association}
        for association in _associations.values()
        if all(association.get(fields[one["key"]]) == one["value"] for one in filters)
    ]
    return _answer({"Associations": found})


def delete(body: Body) -> Answer:
    """Forget an association."""
    identity = body.get("AssociationId") or ""
    if identity not in _associations:
        return _not_there()
    del _associations[identity]
    ssm._tags.pop(identity, None)
    return _answer({})


def delete_document(body: Body) -> Answer:
    """Forget a document that no association names."""
    if any(one["Name"] == body.get("Name") for one in _associations.values()):
        return documents.refused(
            "AssociatedInstances",
            "You must disassociate a document from all managed nodes before you can delete it.",
        )
    return documents.delete(body)


def _wrong(body: Body, document: str) -> Answer | None:
    if not documents.known(document):
        return documents.refused("InvalidDocument", f"The document {document} does not exist.")
    schedule = body.get("ScheduleExpression")
    if schedule is not None and not _SCHEDULE.fullmatch(schedule):
        return documents.refused("InvalidSchedule", f"Invalid schedule expression: {schedule}")
    targets = body.get("Targets") or []
    if len(targets) > _MOST_TARGETS or not all(one.get("Values") for one in targets):
        return documents.refused(
            "InvalidTarget", f"Name 1 to {_MOST_TARGETS} targets, each with its values."
        )
    return None


def _not_there() -> Answer:
    return documents.refused("AssociationDoesNotExist", "The specified association doesn't exist.")


def _answer(document: Body) -> Answer:
    answer: Answer = json_response(document)
    return answer
