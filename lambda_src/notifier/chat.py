"""A notification as Amazon Q Developer in chat applications takes it.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html

It renders Markdown of Slack or Teams, and drops without a word what is not in this form. Text from
events must not become a mention or a link there: in Slack both are written between angle brackets.
"""

from typing import Any

from notifier.headline import headline
from notifier.mail_text import text
from notifier.notification import Limits, Notification
from notifier.safe_text import line
from notifier.settings import Settings
from notifier.speech import Speech

# Well below what the schema takes; Slack shows 3,000 characters of one block.
_TITLE, _DESCRIPTION, _STEP, _MOST_STEPS = 200, 2_800, 240, 5
_LIMITS = Limits(entries=3, points=4, width=160, text=6_000)
_CIRCLES = {"critical": "🔴", "high": "🟠", "medium": "🟡", "low": "🔵"}
_PLAIN = str.maketrans({"<": "‹", ">": "›", "`": "ʼ", "*": "∗", "~": "∼"})


def message(notification: Notification, settings: Settings) -> dict[str, Any]:
    """The whole message; every text in the first language, the description in all of them."""
    first = Speech(settings.languages[0], settings.zone)
    title = _plain(headline(notification, first))
    if notification.rang or notification.alarm.health:
        title = f"{_CIRCLES.get(notification.severity, '⚪')} {title}"
    rated = notification.rated
    runbook = rated.runbook.get(first.language) if rated and notification.rang else None
    content: dict[str, Any] = {
        "textType": "client-markdown",
        "title": line(title, _TITLE),
        "description": _description(notification, settings),
    }
    if runbook:
        content["nextSteps"] = [line(_plain(step), _STEP) for step in runbook.do[:_MOST_STEPS]]
    return {
        "version": "1.0",
        "source": "custom",
        "content": content,
        "metadata": {
            # What happens to one alarm stays in one thread, where the channel wants threads.
            "threadId": line(notification.alarm.name or notification.severity, 100),
            "summary": line(title, _TITLE),
            "eventType": notification.severity,
        },
    }


def _description(notification: Notification, settings: Settings) -> str:
    """The mail's sections without its first line; links of ours first, for they must not be cut."""
    links = [
        f"{Speech(settings.languages[0], settings.zone).phrase(f'link_{kind}')}: {link}"
        for kind, link in notification.links.items()
        if len(link) <= 900
    ]
    room = _DESCRIPTION - sum(len(link) + 1 for link in links)
    each = max(room // len(settings.languages), 200)
    parts = []
    for language in settings.languages:
        whole = _plain(text(notification, language, settings.zone, _LIMITS))
        heading = _plain(Speech(language, settings.zone).words.headings["links"])
        lines = whole.splitlines()[1:]
        if heading in lines:
            lines = lines[: lines.index(heading)]
        parts.append(_cut("\n".join(lines).strip(), each))
    return "\n\n".join([*parts, "\n".join(links)]).strip()


def _cut(whole: str, limit: int) -> str:
    """At a line's end, so that nothing is shown in half."""
    if len(whole) <= limit:
        return whole
    return whole[: limit - 2].rpartition("\n")[0] + "\n…"


def _plain(whole: str) -> str:
    return whole.translate(_PLAIN)
