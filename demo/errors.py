"""Why the demo could not be played at all, as opposed to played and found wanting."""

from __future__ import annotations


class DemoError(Exception):
    """The message says what was seen, where, and what to do next."""
