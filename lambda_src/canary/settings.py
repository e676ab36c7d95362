"""What the environment tells the canary."""

from collections.abc import Mapping
from dataclasses import dataclass


class SettingsError(ValueError):
    """A setting is missing or wrong; the text says which, what was seen, what to change."""


@dataclass(frozen=True)
class Settings:
    """The page, the text that it must show, and after how long it counts as failed."""

    url: str
    text: str
    slow_seconds: float


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables. Raises `SettingsError`."""
    url = environment.get("PAGE_URL", "")
    if not url.startswith(("https://", "http://")):
        raise SettingsError(f"PAGE_URL is {url!r}: set it to the page's address, https://...")
    text = environment.get("PAGE_TEXT", "")
    if not text.strip():
        raise SettingsError(f"PAGE_TEXT is {text!r}: set it to words that the page must show")
    return Settings(url, text, _seconds(environment.get("PAGE_SLOW_SECONDS", "10")))


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 840:  # Synthetics ends a run after 14 minutes
        raise SettingsError(
            f"PAGE_SLOW_SECONDS is {text!r}: set it to seconds, above 0, at most 840"
        )
    return seconds
