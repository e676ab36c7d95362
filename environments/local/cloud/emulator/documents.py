"""Systems Manager documents: made, read, changed, deleted.

ministack (services/ssm.py) has none, and of Run Command's documents it runs the shell alone.
Here they are kept with their versions; nothing runs them. Documents of AWS's own (AWS-..., and
those of its agents) are there by their names, with nothing in them.
https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
"""

import hashlib
import json
import re
import time
from typing import Any

from ministack.core.responses import (
    AccountRegionScopedDict,
    error_response_json,
    get_account_id,
    json_response,
)
from ministack.services import ssm

from cloud.emulator.patch import Answer, add_actions

Body = dict[str, Any]

_NAME = re.compile(r"[A-Za-z0-9_.-]{3,128}")
_AWS_OWN = re.compile(r"(AWS|Amazon)[A-Za-z]*-.+")
_LARGEST = 64 * 1024
_COMMAND_SCHEMAS = ("1.2", "2.0", "2.2")

_documents = AccountRegionScopedDict()


def apply() -> None:
    """Add the actions on documents but DeleteDocument, which associations.py adds."""
    add_actions(
        ssm,
        {
            "CreateDocument": create,
            "DescribeDocument": describe,
            "DescribeDocumentPermission": describe_permission,
            "GetDocument": get,
            "UpdateDocument": update,
            "UpdateDocumentDefaultVersion": update_default_version,
        },
    )


def known(name: str) -> bool:
    """Whether an association may name this document."""
    return name in _documents or _AWS_OWN.fullmatch(name) is not None


def create(body: Body) -> Answer:
    """Keep the first version of a document."""
    name = body.get("Name") or ""
    if not _NAME.fullmatch(name):
        return refused("ValidationException", f"Name is {name!r}: it has to match {_NAME.pattern}")
    if _AWS_OWN.fullmatch(name):
        return refused("ValidationException", f"Name is {name!r}: that prefix is AWS's own.")
    if name in _documents:
        return refused(
            "DocumentAlreadyExists", f"Document with the same name {name} already exists"
        )
    version = _version(body, "1")
    if isinstance(version, tuple):
        return version
    _documents[name] = {
        "default": "1",
        "tags": body.get("Tags") or [],
        "type": body.get("DocumentType") or "Command",
        "versions": {"1": version},
    }
    return _answer({"DocumentDescription": _description(name, "1")})


def update(body: Body) -> Answer:
    """Add a version; the default stays what it is."""
    name = body.get("Name") or ""
    if name not in _documents:
        return _not_there(name)
    versions = _documents[name]["versions"]
    based_on = body.get("DocumentVersion") or ""
    if based_on != "$LATEST" and based_on not in versions:
        return _no_version(name, based_on)
    number = str(len(versions) + 1)
    version = _version(body, number)
    if isinstance(version, tuple):
        return version
    if any(version["content"] == one["content"] for one in versions.values()):
        return refused(
            "DuplicateDocumentContent",
            "The content of the association document matches another document. Change the content "
            "of the document and try again.",
        )
    versions[number] = version
    return _answer({"DocumentDescription": _description(name, number)})


def update_default_version(body: Body) -> Answer:
    """Make one version what is used where none is named."""
    name, version = body.get("Name") or "", body.get("DocumentVersion") or ""
    if name not in _documents:
        return _not_there(name)
    if version not in _documents[name]["versions"]:
        return _no_version(name, version)
    _documents[name]["default"] = version
    return _answer({"Description": {"Name": name, "DefaultVersion": version}})


def describe(body: Body) -> Answer:
    """What is known of a document beside its content."""
    found = _found(body)
    if isinstance(found, tuple):
        return found
    return _answer({"Document": _description(body["Name"], found)})


def get(body: Body) -> Answer:
    """The content of a version, as it was given."""
    found = _found(body)
    if isinstance(found, tuple):
        return found
    document = _documents[body["Name"]]
    version = document["versions"][found]
    return _answer(
        {
            "Name": body["Name"],
            "Content": version["content"],
            "CreatedDate": version["created"],
            "DocumentFormat": version["format"],
            "DocumentType": document["type"],
            "DocumentVersion": found,
            "Status": "Active",
        }
    )


def describe_permission(body: Body) -> Answer:
    """Whom a document is shared with: nobody here, since nothing shares one."""
    if body.get("Name") not in _documents:
        return _not_there(body.get("Name") or "")
    if body.get("PermissionType") != "Share":
        return refused("InvalidPermissionType", "The permission type isn't supported. Use Share.")
    return _answer({"AccountIds": [], "AccountSharingInfoList": []})


def delete(body: Body) -> Answer:
    """Forget a document with all its versions."""
    name = body.get("Name") or ""
    if name not in _documents:
        return _not_there(name)
    del _documents[name]
    return _answer({})


def refused(code: str, message: str) -> Answer:
    """A refusal as Systems Manager writes it."""
    refusal: Answer = error_response_json(code, message, 400)
    return refusal


def _version(body: Body, number: str) -> Body | Answer:
    """What CreateDocument and UpdateDocument keep, or why they refuse."""
    content = body.get("Content") or ""
    if len(content.encode()) > _LARGEST:
        return refused("MaxDocumentSizeExceeded", "The size limit of a document is 64 KB.")
    kind = body.get("DocumentFormat") or "JSON"
    schema, description = "", ""
    if kind == "JSON":
        try:
            document = json.loads(content)
            schema, description = document["schemaVersion"], document.get("description", "")
        except (ValueError, KeyError, TypeError, AttributeError):
            return refused("InvalidDocumentContent", "The content is no JSON with a schemaVersion.")
        if (body.get("DocumentType") or "Command") == "Command" and schema not in _COMMAND_SCHEMAS:
            return refused(
                "InvalidDocumentSchemaVersion",
                f"schemaVersion is {schema}: use one of {', '.join(_COMMAND_SCHEMAS)}",
            )
    return {
        "content": content,
        "created": time.time(),
        "description": description,
        "format": kind,
        "number": number,
        "schema": schema,
        "target_type": body.get("TargetType"),
        "version_name": body.get("VersionName"),
    }


def _found(body: Body) -> str | Answer:
    """The number of the version that a request means, or why there is none."""
    name, asked = body.get("Name") or "", body.get("DocumentVersion") or "$DEFAULT"
    if name not in _documents:
        return _not_there(name)
    document = _documents[name]
    named: dict[str, str] = {
        "$DEFAULT": document["default"],
        "$LATEST": str(len(document["versions"])),
    }
    number = named.get(asked, asked)
    return number if number in document["versions"] else _no_version(name, asked)


def _description(name: str, number: str) -> Body:
    document = _documents[name]
    version = document["versions"][number]
    shown = {
        "Name": name,
        "CreatedDate": version["created"],
        "DefaultVersion": document["default"],
        "Description": version["description"],
        "DocumentFormat": version["format"],
        "DocumentType": document["type"],
        "DocumentVersion": number,
        "Hash": hashlib.sha256(version["content"].encode()).hexdigest(),
        "HashType": "Sha256",
        "LatestVersion": str(len(document["versions"])),
        "Owner": get_account_id(),
        "PlatformTypes": ["Windows", "Linux", "MacOS"],
        "SchemaVersion": version["schema"],
        "Status": "Active",
        "Tags": document["tags"],
        "TargetType": version["target_type"],
        "VersionName": version["version_name"],
    }
    return {field: value for field, value in shown.items() if value not in (None, "")}


def _not_there(name: str) -> Answer:
    return refused("InvalidDocument", f"Document with name {name} does not exist.")


def _no_version(name: str, version: str) -> Answer:
    return refused("InvalidDocumentVersion", f"Document {name} has no version {version!r}.")


def _answer(document: Body) -> Answer:
    answer: Answer = json_response(document)
    return answer
