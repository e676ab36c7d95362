from zoneinfo import ZoneInfo

import pytest

from notifier import settings
from tests.lambda_src.notifier.alarm_notifications import TOPIC


def test_all_settings() -> None:
    read = settings.read(
        {"NOTIFICATIONS_TOPIC_ARN": TOPIC, "LANGUAGES": "ja, en", "TIME_ZONE": "Asia/Tokyo"}
    )

    assert read == settings.Settings(TOPIC, ("ja", "en"), ZoneInfo("Asia/Tokyo"))


def test_english_and_utc_where_nothing_is_said() -> None:
    read = settings.read({"NOTIFICATIONS_TOPIC_ARN": TOPIC})

    assert (read.languages, read.zone.key) == (("en",), "UTC")


def test_chat_has_a_topic_and_severities_of_its_own() -> None:
    read = settings.read(
        {
            "NOTIFICATIONS_TOPIC_ARN": TOPIC,
            "CHAT_TOPIC_ARN": TOPIC.replace("notifications", "chat"),
            "CHAT_SEVERITIES": "critical, high",
        }
    )

    assert read.chat_topic_arn.endswith(":hinomi-test-chat")
    assert read.chat_severities == {"critical", "high"}


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("CHAT_TOPIC_ARN", "hinomi-chat", "ARN of the SNS topic"),
        ("CHAT_SEVERITIES", "urgent", "critical, high"),
        ("NOTIFICATIONS_TOPIC_ARN", "", "ARN of the SNS topic"),
        ("NOTIFICATIONS_TOPIC_ARN", "hinomi-notifications", "ARN of the SNS topic"),
        ("LANGUAGES", "", "en, ja"),
        ("LANGUAGES", "en,fr", "en, ja"),
        ("LANGUAGES", "en,en", "once"),
        ("TIME_ZONE", "", "Asia/Tokyo"),
        ("TIME_ZONE", "JST-9", "Asia/Tokyo"),
        ("TIME_ZONE", "Asia", "Asia/Tokyo"),
        ("TIME_ZONE", "../etc/passwd", "Asia/Tokyo"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_seen(name: str, value: str, wanted: str) -> None:
    environment = {"NOTIFICATIONS_TOPIC_ARN": TOPIC, "LANGUAGES": "en", "TIME_ZONE": "UTC"}

    with pytest.raises(settings.SettingsError) as error:
        settings.read({**environment, name: value})

    assert name in str(error.value)
    assert repr(value) in str(error.value)
    assert wanted in str(error.value)
