"""Snapshots and images: whom they are shared with, and volumes made from them."""

from collections.abc import Iterator

from notifier.facts.cloudtrail_parameters import Parameters, at, fields, texts
from notifier.facts.model import Detail

_EVERYONE = "all"


def volume(request: Parameters, response: Parameters) -> Iterator[Detail]:
    """ec2:CreateVolume. The new volume's id stands among the resources."""
    for snapshot in texts(request.get("snapshotId")):
        yield Detail("from_snapshot", (("snapshot", snapshot),))
    for zone in texts(request.get("availabilityZone") or request.get("zone")):
        yield Detail("zone", (("zone", zone),))
    for encrypted in (request.get("encrypted"), response.get("encrypted")):
        if isinstance(encrypted, bool):
            yield Detail("encrypted" if encrypted else "not_encrypted")
            return


def permissions(request: Parameters, _response: Parameters) -> Iterator[Detail]:
    """ec2:ModifySnapshotAttribute (createVolumePermission), ModifyImageAttribute (launch...)."""
    for key in ("createVolumePermission", "launchPermission"):
        changes = fields(request.get(key))
        for way in ("add", "remove"):
            for element in at(changes.get(way)):
                for field in ("userId", "group", "organizationArn", "organizationalUnitArn"):
                    for name in texts(fields(element).get(field)):
                        yield _sharing(way, name)


def reset(_request: Parameters, _response: Parameters) -> Iterator[Detail]:
    """ec2:ResetSnapshotAttribute, ResetImageAttribute."""
    yield Detail("sharing_reset")


def attribute_values(request: Parameters, _response: Parameters) -> Iterator[Detail]:
    """rds:ModifyDB(Cluster)SnapshotAttribute: `restore` lists accounts, or `all`."""
    for key, way in (("valuesToAdd", "add"), ("valuesToRemove", "remove")):
        for name in texts(request.get(key)):
            yield _sharing(way, name)


def _sharing(way: str, name: str) -> Detail:
    if name == _EVERYONE:
        return Detail("shared_publicly" if way == "add" else "unshared_publicly")
    return Detail("shared_with" if way == "add" else "unshared_from", (("account", name),))
