"""The page's colours, in light and dark.

Charts are drawn once, in the light colours; a style sheet turns each of them into a variable, so
that a chart follows the reader's setting as the text does.
"""

from __future__ import annotations

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#fbf9f4", "#14161b"),
    "card": ("#ffffff", "#1c1f26"),
    "ink": ("#1d1f24", "#ece8df"),
    "faint": ("#6b6a66", "#a19d94"),
    "line": ("#e3dfd5", "#31353e"),
    "fire": ("#c2391b", "#ff7d5c"),
    "ember": ("#9a5b00", "#f0b04f"),
    "calm": ("#2f6f5e", "#6fc2a8"),
    "sky": ("#2d5d8f", "#83b6ea"),
    "plum": ("#75508a", "#c5a0dc"),
    "moss": ("#6d7a2e", "#b9c872"),
    "stone": ("#a8a49a", "#5d616b"),
    "wash": ("#f3e7e1", "#33231f"),
    "band": ("#efece4", "#22252d"),
}
"""Name -> (light, dark). Contrast on paper and card: text 4.5 to 1, marks 3 to 1."""

SEVERITIES = {"critical": "fire", "high": "ember", "medium": "sky", "low": "stone"}


def light(name: str) -> str:
    return COLOURS[name][0]


def style_sheet() -> str:
    """The variables for both settings, and the rules that lend them to the charts."""
    lines = [":root{color-scheme:light dark;" + _variables(0) + "}"]
    lines.append("@media (prefers-color-scheme:dark){:root{" + _variables(1) + "}}")
    for name, (colour, _) in COLOURS.items():
        lines.append(f'.chart [fill="{colour}"]{{fill:var(--{name})}}')
        lines.append(f'.chart [stroke="{colour}"]{{stroke:var(--{name})}}')
    return "\n".join(lines)


def _variables(setting: int) -> str:
    return ";".join(f"--{name}:{colours[setting]}" for name, colours in COLOURS.items())
