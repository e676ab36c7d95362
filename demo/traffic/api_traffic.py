"""Ordinary API calls: many kinds, by people, pipelines and services, at no fixed rhythm."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from demo.errors import DemoError
from demo.story.cloudtrail_record import Actor, Scripted, scripted
from demo.story.identifiers import Identifiers

HERE = Path(__file__).parent


class ApiTraffic:
    """Makes ordinary CloudTrail records; the same seed makes the same ones."""

    def __init__(self, account: str, region: str, seed: str) -> None:
        self._account = account
        self._region = region
        self._identifiers = Identifiers(f"{seed} ordinary calls")
        values = {"account": account, "region": region}
        self._staff = {
            key: Actor(
                entry["name"],
                entry["identity"],
                entry["address"],
                entry["agent"],
                entry.get("console", False),
            )
            for key, entry in _yaml("staff.yaml", values).items()
        }
        self._calls: list[dict[str, Any]] = _yaml("api_calls.yaml", values)
        for call in self._calls:
            if call["by"] not in self._staff:
                raise DemoError(f"{HERE / 'api_calls.yaml'}: no `{call['by']}` in staff.yaml")
        self._weights = [call["weight"] for call in self._calls]

    def near_misses(self) -> list[str]:
        """What of the ordinary traffic looks like an incident and is none."""
        return [f"{c['api']}: {c['near_miss']}" for c in self._calls if "near_miss" in c]

    def records(self, count: int, oldest: float, newest: float = 0.0) -> Iterator[Scripted]:
        """`count` records between `oldest` and `newest` seconds before their sending, oldest first.

        Every kind of call comes at least once where `count` allows; a kind of weight 0 only then.
        """
        random = self._identifiers.random
        calls = list(self._calls) if count >= len(self._calls) else []
        calls += random.choices(self._calls, self._weights, k=count - len(calls))
        random.shuffle(calls)
        ages = sorted((random.uniform(newest, oldest) for _ in calls), reverse=True)
        for call, age in zip(calls, ages, strict=True):
            yield scripted(
                self._filled(call),
                self._staff[call["by"]],
                account=self._account,
                region=self._region,
                event_id=self._identifiers.uuid(),
                request_id=self._identifiers.uuid(),
                age=age,
            )

    def _filled(self, call: Mapping[str, Any]) -> Mapping[str, Any]:
        make = self._identifiers
        words = {
            "instance": make.resource("i"),
            "volume": make.resource("vol"),
            "snapshot": make.resource("snap"),
            "interface": make.resource("eni"),
            "group": make.resource("sg"),
            "session_key": make.access_key("ASIA"),
            "uuid": make.uuid(),
        }
        filled: Mapping[str, Any] = _fill(call, words)
        return filled


def _fill(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str) and value.startswith("$"):
        return words[value[1:]]
    if isinstance(value, dict):
        return {key: _fill(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_fill(inner, words) for inner in value]
    return value


def _yaml(name: str, values: Mapping[str, str]) -> Any:
    # safe_substitute leaves the $words alone: they are filled in for each record.
    text = (HERE / name).read_text(encoding="utf-8")
    return yaml.safe_load(string.Template(text).safe_substitute(values))
