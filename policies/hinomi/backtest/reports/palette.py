"""The page's colours, light and dark. Charts are drawn once, in the light ones; the style sheet
lends each of them its variable, so that a chart follows the reader's setting as the text does."""

from __future__ import annotations

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#fbf9f4", "#14161b"),
    "card": ("#ffffff", "#1c1f26"),
    "ink": ("#1d1f24", "#ece8df"),
    "faint": ("#6b6a66", "#a19d94"),
    "line": ("#e3dfd5", "#31353e"),
    "fire": ("#c2391b", "#ff7d5c"),
    "ember": ("#9a5b00", "#f0b04f"),
    "sky": ("#2d5d8f", "#83b6ea"),
    "stone": ("#8f8b82", "#777b86"),
    "wash": ("#f3e7e1", "#33231f"),
}
"""Name -> (light, dark). Contrast on paper and card: text 4.5 to 1, marks 3 to 1."""

SEVERITIES = {"critical": "fire", "high": "ember", "medium": "sky", "low": "stone"}


def light(name: str) -> str:
    """The colour that a chart is drawn in."""
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
