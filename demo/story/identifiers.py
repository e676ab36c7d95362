"""Identifiers in AWS's shapes, the same ones at each run of the same seed."""

from __future__ import annotations

import random
import string
import uuid


class Identifiers:
    """A seeded source of ids: no demo depends on chance, and no two records share an id."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose, guards nothing

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def resource(self, prefix: str) -> str:
        """Such as snap-0a1b2c3d4e5f60718: a prefix and 17 hexadecimal digits."""
        return f"{prefix}-0{self.random.getrandbits(64):016x}"

    def access_key(self, prefix: str) -> str:
        """AKIA for a long-lived key, ASIA for a session's; 20 characters."""
        letters = string.ascii_uppercase + "234567"
        return prefix + "".join(self.random.choices(letters, k=16))
