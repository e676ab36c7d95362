"""One CloudTrail record from a few decisive fields: who, what, from where, with which answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.clock import cloudtrail_time
from demo.scene import Record

EVENT_VERSION = "1.11"
"""The current record version.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""


@dataclass(frozen=True)
class Scripted:
    """A record that is whole but for its times; `age` is seconds between event and delivery."""

    fields: Mapping[str, Any]
    age: float = 0.0

    def at(self, sent: datetime) -> Record:
        """eventTime is the sending time less the age; so is the start of a session."""
        moment = sent - timedelta(seconds=self.age)
        fields = dict(self.fields)
        fields["eventTime"] = cloudtrail_time(moment)
        session = fields["userIdentity"].get("sessionContext")
        if session is not None:
            began = moment - timedelta(seconds=session["attributes"]["creationDate"])
            attributes = session["attributes"] | {"creationDate": cloudtrail_time(began)}
            identity = fields["userIdentity"] | {
                "sessionContext": session | {"attributes": attributes}
            }
            fields["userIdentity"] = identity
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
        return Record(fields["eventID"], body)


@dataclass(frozen=True)
class Actor:
    """Someone of the cast: `identity` is the record's userIdentity, `address` and `agent` theirs.

    In a session's identity, `creationDate` is the age of the session in seconds.
    """

    name: str
    identity: Mapping[str, Any]
    address: str
    agent: str
    console: bool = False


def scripted(
    event: Mapping[str, Any],
    actor: Actor,
    *,
    account: str,
    region: str,
    event_id: str,
    request_id: str,
    age: float = 0.0,
) -> Scripted:
    """A record from `event`: api (such as ec2:RunInstances), request, response, error, and more.

    The keys come in CloudTrail's usual order. `readOnly` follows the name of the call unless given.
    """
    service, _, name = event["api"].partition(":")
    source = event.get("source", f"{service}.amazonaws.com")
    event_type = event.get("type", "AwsApiCall")
    fields: dict[str, Any] = {
        "eventVersion": EVENT_VERSION,
        "userIdentity": dict(event.get("identity", actor.identity)),
        "eventTime": None,
        "eventSource": source,
        "eventName": name,
        "awsRegion": event.get("region", region),
        "sourceIPAddress": event.get("address", actor.address),
        "userAgent": event.get("agent", actor.agent),
    }
    if "error" in event:
        fields["errorCode"] = event["error"]["code"]
        fields["errorMessage"] = event["error"]["message"]
    fields["requestParameters"] = event.get("request")
    fields["responseElements"] = _answered(event.get("response"), request_id)
    if "additional" in event:
        fields["additionalEventData"] = event["additional"]
    if event_type == "AwsApiCall":
        fields["requestID"] = request_id
    fields["eventID"] = event_id
    fields["readOnly"] = event.get("read_only", _reads(name))
    if "resources" in event:
        fields["resources"] = event["resources"]
    fields["eventType"] = event_type
    fields["managementEvent"] = True
    fields["recipientAccountId"] = account
    if "service_event_details" in event:
        fields["serviceEventDetails"] = event["service_event_details"]
    fields["eventCategory"] = "Management"
    if event_type != "AwsServiceEvent" and "invokedBy" not in fields["userIdentity"]:
        fields["tlsDetails"] = {
            "tlsVersion": "TLSv1.3",
            "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": event.get("host", f"{service}.{region}.amazonaws.com"),
        }
    if actor.console and event_type == "AwsApiCall":
        fields["sessionCredentialFromConsole"] = "true"
    return Scripted(fields, age)


def _answered(response: Any, request_id: str) -> Any:
    """The answer with the request's own id wherever EC2 repeats it."""
    if not isinstance(response, Mapping):
        return response
    return {
        key: request_id if key == "requestId" else _answered(value, request_id)
        for key, value in response.items()
    }


def _reads(name: str) -> bool:
    return name.startswith(("Describe", "List", "Get", "Lookup", "Head", "AssumeRole"))
