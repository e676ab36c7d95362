"""Reads the acts and the cast, and turns each act into a scene."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from demo.errors import DemoError
from demo.scene import Delivery, FlowDraft, Scene
from demo.story.cloudtrail_record import Actor, Scripted, scripted
from demo.story.flow_record import ScriptedFlow
from demo.story.identifiers import Identifiers

HERE = Path(__file__).parent
PUBLIC_SERVER = ("eni-0c3d5e7f9a1b2c4d6", "10.20.1.15")
"""Network interface and private address of the server that the probes knock on."""
SYN_OCTETS = 44


def cast(account: str, region: str) -> dict[str, Actor]:
    return {
        key: Actor(
            name=entry["name"],
            identity=entry["identity"],
            address=entry["address"],
            agent=entry["agent"],
            console=entry.get("console", False),
        )
        for key, entry in _read(HERE / "cast.yaml", account, region).items()
    }


def acts(account: str, region: str, seed: str) -> Iterator[Scene]:
    """The acts in the order of their files; a mistake in one names its file."""
    actors = cast(account, region)
    for file in sorted((HERE / "acts").glob("*.yaml")):
        try:
            # Seeded by file, so that a changed act leaves the ids of the others alone.
            yield _scene(
                _read(file, account, region),
                actors,
                account,
                region,
                Identifiers(f"{seed} {file.stem}"),
            )
        except (KeyError, TypeError) as error:
            raise DemoError(f"{file}: {error!r}; compare it with the other acts") from error


def _scene(
    act: Mapping[str, Any],
    actors: Mapping[str, Actor],
    account: str,
    region: str,
    identifiers: Identifiers,
) -> Scene:
    events = act.get("events", [])
    drafts = tuple(
        _draft(event, actors[event["by"]], account, region, identifiers) for event in events
    )
    flows = [
        flow for probe in act.get("probes", []) for flow in _probe(probe, account, identifiers)
    ]
    for connection in act.get("connections", []):
        flows += _connection(connection, account, identifiers)
    told = [
        f"{actors[event['by']].name}: {event['api']}"
        + (f" ({event['error']['code']})" if "error" in event else "")
        for event in events
    ]
    for probe in act.get("probes", []):
        first, last = probe["ports"]
        ports = f"ports {first} to {last}" if first != last else f"port {first}"
        times = f" {probe['repeat']} times" if probe["repeat"] > 1 else ""
        told.append(f"{probe['source']}: {ports}{times}, every packet refused")
    told += [
        f"{one['source']}: port {one['port']} of {one['destination']}, accepted"
        for one in act.get("connections", [])
    ]
    return Scene(
        id=act["id"],
        title=act["title"],
        caption=act["caption"] | {"ja": _unfolded(act["caption"]["ja"])},
        deliveries=(Delivery(drafts),) if drafts else (),
        flows=tuple(flows),
        hostile=act["hostile"],
        seconds=float(act["seconds"]),
        told=tuple(told),
    )


def _draft(
    event: Mapping[str, Any], actor: Actor, account: str, region: str, identifiers: Identifiers
) -> Scripted:
    return scripted(
        event,
        actor,
        account=account,
        region=region,
        event_id=identifiers.uuid(),
        request_id=identifiers.uuid(),
    )


def _probe(probe: Mapping[str, Any], account: str, identifiers: Identifiers) -> Iterator[FlowDraft]:
    interface, destination = PUBLIC_SERVER
    first, last = probe["ports"]
    for _ in range(probe["repeat"]):
        for port in range(first, last + 1):
            yield ScriptedFlow(
                account=account,
                interface=interface,
                source=probe["source"],
                destination=destination,
                source_port=identifiers.random.randint(32768, 60999),
                destination_port=port,
                protocol=6,
                packets=1,
                octets=SYN_OCTETS,
                action="REJECT",
                age=0.0,
            )


def _connection(
    connection: Mapping[str, Any], account: str, identifiers: Identifiers
) -> Iterator[FlowDraft]:
    """Accepted flows on the public server's interface, in and out."""
    for _ in range(connection["repeat"]):
        yield ScriptedFlow(
            account=account,
            interface=PUBLIC_SERVER[0],
            source=connection["source"],
            destination=connection["destination"],
            source_port=identifiers.random.randint(32768, 60999),
            destination_port=connection["port"],
            protocol=6,
            packets=connection["packets"],
            octets=connection["octets"],
            action="ACCEPT",
            age=0.0,
        )


def _unfolded(text: str) -> str:
    """Japanese without the spaces that YAML puts where a line was folded."""
    return re.sub(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])", "", text)


def _read(file: Path, account: str, region: str) -> Any:
    text = file.read_text(encoding="utf-8")
    try:
        return yaml.safe_load(string.Template(text).substitute(account=account, region=region))
    except (KeyError, ValueError, yaml.YAMLError) as error:
        raise DemoError(f"{file}: {error}; write a literal dollar sign as $$") from error
