"""Lambda entry: SNS alarm notifications in, messages that say who did what out.

alarm -> detection -> log events -> facts -> notification -> SNS; what is no detection's goes from
alarm -> what the watch knows of it -> notification. A record that fails is raised at the end, after
all the others went out, so that Lambda's asynchronous retry and the dead-letter queue see it.
"""

import os
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from notifier import alarm as alarms
from notifier import catalogue, links, publisher, settings
from notifier import watch as watches
from notifier.alarm import Alarm, UnreadableRecordError
from notifier.catalogue import CatalogueError, Detection, MetricAlarm
from notifier.enrichment import NOTHING, Enrichment, enrich
from notifier.notification import Notification
from notifier.settings import SettingsError

_SERVICE = os.environ.get("POWERTOOLS_SERVICE_NAME", "notifier")
logger = Logger(service=_SERVICE)
# A default: Metrics without a namespace raises, after the message has gone out.
metrics = Metrics(
    service=_SERVICE,
    namespace=os.environ.get("POWERTOOLS_METRICS_NAMESPACE") or "hinomi/pipeline",
)

# Kept for publishing when the search for log events takes long.
_RESERVED_MILLISECONDS = 10_000
_NETWORK = Config(
    connect_timeout=3, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}
)


class NotificationError(Exception):
    """At least one record did not go out."""


@metrics.log_metrics
def handler(event: Mapping[str, Any], context: Any) -> dict[str, int]:
    """Sends one message for each SNS record. Raises `NotificationError`, `SettingsError`."""
    try:
        chosen = settings.read(os.environ)
        records = _records(event)
    except (SettingsError, NotificationError):
        _count("NotificationsFailed")
        raise
    failures: list[str] = []
    for number, record in enumerate(records, start=1):
        try:
            _notify(record, chosen, _has_time(context))
        except Exception as error:  # noqa: BLE001 - the other records must go out first
            _count("NotificationsFailed")
            failures.append(f"record {number}: {type(error).__name__}")
            logger.error(  # noqa: TRY400 - a traceback may quote a record
                "record %d of %d failed: %s", number, len(records), _say(error)
            )
    if failures:
        raise NotificationError(f"{len(failures)} of {len(records)} failed: {', '.join(failures)}")
    return {"sent": len(records)}


def _records(event: Mapping[str, Any]) -> list[Any]:
    records = event.get("Records")
    if not isinstance(records, list) or not records:
        raise NotificationError("the event holds no Records: subscribe the function to SNS only")
    return records


def _notify(
    record: Mapping[str, Any], chosen: settings.Settings, has_time: Callable[[], bool]
) -> None:
    alarm = alarms.read(record)
    detection, enrichment = _explain(alarm, has_time)
    watch = None if detection else watches.find(alarm, _metric_alarms())
    if watch and watch.kind == "metric_alarm" and _is_new(alarm):
        _count("NotificationsLeftOut")
        logger.info("not sent: a new alarm saw its first data", alarm=alarm.name)
        return
    notification = Notification(
        alarm, detection, enrichment, links.build(alarm, detection, enrichment), watch
    )
    message_id = publisher.publish(_client("sns"), notification, chosen)
    publisher.publish_to_chat(_client("sns"), notification, chosen)
    _measure(notification)
    logger.info(
        "sent",
        alarm=alarm.name,
        state=alarm.state,
        detection=detection.id if detection else None,
        watch=watch.id if watch else None,
        enriched=notification.enriched,
        message_id=message_id,
    )


def _explain(alarm: Alarm, has_time: Callable[[], bool]) -> tuple[Detection | None, Enrichment]:
    """The detection whose metric the alarm watches, and what rang it."""
    try:
        detection = _detections().get(alarm.trigger.metric)
    except CatalogueError:
        logger.exception("no catalogue")
        return None, Enrichment(failure="no_catalogue")
    if detection is None or alarm.state != "ALARM":
        return detection, NOTHING
    return detection, enrich(_client("logs"), alarm, detection, has_time)


def _is_new(alarm: Alarm) -> bool:
    """An alarm that was just made goes from no data to OK, and would send a message for that."""
    return alarm.state == "OK" and alarm.old_state == "INSUFFICIENT_DATA"


def _measure(notification: Notification) -> None:
    _count("NotificationsSent")
    if notification.rang and not notification.enriched:
        _count("NotificationsPlain")
    if notification.enrichment.failure:
        _count("EnrichmentFailures")


def _count(metric: str) -> None:
    metrics.add_metric(metric, MetricUnit.Count, 1)


def _has_time(context: Any) -> Callable[[], bool]:
    return lambda: context.get_remaining_time_in_millis() > _RESERVED_MILLISECONDS


def _say(error: Exception) -> str:
    """Type and, where it cannot quote a record, text."""
    telling = isinstance(error, UnreadableRecordError | ClientError | BotoCoreError)
    return f"{type(error).__name__}: {error}" if telling else type(error).__name__


@cache
def _client(service: str) -> Any:
    return boto3.client(service, config=_NETWORK)


@cache
def _detections() -> dict[str, Detection]:
    return catalogue.load()


@cache
def _metric_alarms() -> dict[str, MetricAlarm]:
    """Without its file the alarms go out all the same, with the title that Terraform wrote."""
    try:
        return catalogue.load_metric_alarms()
    except CatalogueError:
        logger.exception("no metric alarms")
        return {}
