"""What the environment tells the notifier."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LANGUAGES = ("en", "ja")
SEVERITIES = frozenset({"critical", "high", "medium", "low", "unrated"})
_TOPIC_ARN = re.compile(r"arn:[a-z0-9-]+:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?")


class SettingsError(ValueError):
    """A setting is missing or wrong; the text says which, what was seen, what to change."""


@dataclass(frozen=True)
class Settings:
    """`languages` in the order in which a mail shows them."""

    topic_arn: str
    languages: tuple[str, ...]
    zone: ZoneInfo
    chat_topic_arn: str = ""  # empty: no chat
    chat_severities: frozenset[str] = frozenset()  # what goes to chat; empty: all


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables. Raises `SettingsError`."""
    return Settings(
        topic_arn=_topic_arn("NOTIFICATIONS_TOPIC_ARN", environment),
        languages=_languages(environment.get("LANGUAGES", "en")),
        zone=_zone(environment.get("TIME_ZONE", "UTC")),
        chat_topic_arn=(
            _topic_arn("CHAT_TOPIC_ARN", environment) if environment.get("CHAT_TOPIC_ARN") else ""
        ),
        chat_severities=_severities(environment.get("CHAT_SEVERITIES", "")),
    )


def _topic_arn(name: str, environment: Mapping[str, str]) -> str:
    text = environment.get(name, "")
    if not _TOPIC_ARN.fullmatch(text):
        raise SettingsError(
            f"{name} is {text!r}: set it to the ARN of the SNS topic that people "
            "subscribe to (arn:aws:sns:ap-northeast-1:111122223333:hinomi-prod-notifications)"
        )
    return text


def _severities(text: str) -> frozenset[str]:
    severities = frozenset(part.strip() for part in text.split(",") if part.strip())
    if severities - SEVERITIES:
        raise SettingsError(
            f"CHAT_SEVERITIES is {text!r}: choose from {', '.join(sorted(SEVERITIES))}"
        )
    return severities


def _languages(text: str) -> tuple[str, ...]:
    languages = tuple(part.strip() for part in text.split(",") if part.strip())
    unknown = [language for language in languages if language not in LANGUAGES]
    if not languages or unknown or len(set(languages)) != len(languages):
        raise SettingsError(
            f"LANGUAGES is {text!r}: name each language once, in the order wanted, out of "
            f"{', '.join(LANGUAGES)} (such as 'ja' or 'ja,en')"
        )
    return languages


def _zone(text: str) -> ZoneInfo:
    # An empty key, a path or a folder's name raise ValueError or OSError, not the zone error.
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingsError(
            f"TIME_ZONE is {text!r}: set it to an IANA time zone name, such as Asia/Tokyo"
        ) from None
