"""A verdict as text: for people (terminal, Markdown) and for machines (JSON, SARIF, JUnit)."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ..verdict import Verdict

FORMATS = ("terminal", "markdown", "json", "sarif", "junit")
_MODULES = {"json": "json_report"}


def render(verdict: Verdict, form: str) -> str:
    """The verdict in one of FORMATS. Each format's module is imported when it is asked for."""
    module = import_module(f"{__name__}.{_MODULES.get(form, form)}")
    make: Callable[[Verdict], str] = module.render
    return make(verdict)
