"""The first line of a message, which tells all, and the mail's subject made from it."""

from zoneinfo import ZoneInfo

from notifier.facts.model import Facts
from notifier.notification import Notification
from notifier.safe_text import ascii_line, line, without_live_links
from notifier.speech import Speech
from notifier.units import written

SUBJECT_LIMIT = 99  # SNS: "less than 100 characters"
_LIMIT = 900
_BRIEF_NAME = 30
_SEEN_NAME = 160
# What of lines without an actor says most in few words: from where, by whom, on what.
_TELLING = ("address", "user", "target", "function", "host")


def headline(notification: Notification, speech: Speech) -> str:
    """[severity] what: who, from where, when, how many times."""
    facts, alarm = notification.enrichment.facts, notification.alarm
    values: dict[str, str] = {}
    if alarm.state == "UNKNOWN":
        kind = "headline_notice"
    elif alarm.state == "OK":
        kind = "headline_ok"
    elif notification.rang and facts:
        kind, values = _of_facts(facts, notification, speech)
    elif notification.rang and notification.detection:
        kind = "headline_plain"
    elif alarm.health:
        kind = "headline_health"
    elif notification.rang and notification.watch and alarm.measured.values:
        kind = "headline_measured"
        values["value"] = written(alarm.measured.values[0], notification.watch.unit)
    else:
        kind = "headline_alarm"
    whole = speech.phrase(
        kind,
        severity=_severity(notification, speech),
        title=notification.title(speech.language),
        account=notification.account or speech.phrase("unknown"),
        region=notification.region or speech.phrase("unknown"),
        time=speech.local_time(facts.first if facts and facts.first else alarm.changed_at),
        **values,
    )
    return line(without_live_links(whole), _LIMIT)


def subject(notification: Notification, zone: ZoneInfo) -> str:
    """English, ASCII and short, as mail by SNS asks: who and from where, without the rest."""
    speech, facts = Speech("en", zone), notification.enrichment.facts
    whole = headline(notification, speech)
    names = _names(facts) if facts else []
    if notification.rang and facts and names:
        kind = "brief" if facts.who else "brief_sources"
        whole = speech.phrase(
            kind,
            severity=_severity(notification, speech),
            failed=speech.phrase("brief_failed") if _failed(facts) == facts.count else "",
            title=notification.title("en"),
            account=notification.account,
            who=speech.several(names, _BRIEF_NAME),
            address=speech.several(_addresses(facts, speech), _BRIEF_NAME),
        )
    return ascii_line(whole, SUBJECT_LIMIT)


def _of_facts(
    facts: Facts, notification: Notification, speech: Speech
) -> tuple[str, dict[str, str]]:
    account = notification.account or speech.phrase("unknown")
    times = _times(facts, speech)
    if facts.who:
        actor = speech.several([speech.actor(counted.item) for counted in facts.who])
        return "headline", {
            "times": times,
            "subject": speech.phrase("subject", actor=actor, account=account),
            "address": speech.several(_addresses(facts, speech)),
        }
    names = _names(facts)
    if names:
        kind = "source" if facts.sources else "seen"
        words = f"{kind}_one" if len(names) == 1 else f"{kind}_others"
        first, more = line(names[0], _SEEN_NAME), str(len(names) - 1)
        about = speech.phrase(words, first=first, more=more, account=account)
    else:
        about = speech.phrase("account", account=account)
    return "headline_sources", {"times": times, "subject": about}


def _times(facts: Facts, speech: Speech) -> str:
    """How many times, and whether AWS refused: an attempt is not a deed."""
    times = speech.times(facts)
    failed = _failed(facts)
    if not failed:
        return times
    kind = "failed_all" if failed == facts.count else "failed_some"
    return speech.phrase(kind, times=times, failed=str(failed))


def _failed(facts: Facts) -> int:
    return sum(counted.count for counted in facts.what if counted.item.error)


def _names(facts: Facts) -> list[str]:
    """The shortest name that tells a person: a role's session rather than the role."""
    if facts.sources:
        return [source.address for source in facts.sources]
    if facts.seen:
        told = {tally.label: tally.values for tally in facts.seen}
        values = next((told[label] for label in _TELLING if label in told), ())
        return [counted.item for counted in values]
    actors = (counted.item for counted in facts.who)
    return [actor.session or actor.name or actor.principal or actor.type for actor in actors]


def _addresses(facts: Facts, speech: Speech) -> list[str]:
    addresses = dict.fromkeys(counted.item.address for counted in facts.origins)
    return [address or speech.phrase("unknown") for address in addresses] or [""]


def _severity(notification: Notification, speech: Speech) -> str:
    rings = notification.rang or notification.alarm.state == "EVENT"
    rated = rings and notification.rated is not None
    key = notification.severity if rated else notification.alarm.state
    return speech.words.severities.get(key, key.upper())
