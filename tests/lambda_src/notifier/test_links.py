from dataclasses import replace
from datetime import UTC, datetime

import pytest

from notifier import alarm, links
from notifier.catalogue import Detection
from notifier.enrichment import NOTHING, Enrichment
from notifier.facts.model import Facts
from notifier.log_events import MetricFilter
from notifier.window import Window
from tests.lambda_src.notifier.alarm_notifications import (
    alarm_message,
    health_message,
    metric_message,
    sns_record,
)

_ALARM = alarm.read(sns_record(alarm_message(AlarmName="root used / 1")))
_DETECTION = Detection("m", {"en": "t", "ja": "t"}, "high", "cloudtrail", {})
_ENRICHMENT = Enrichment(
    facts=Facts(1, True, None, None, regions=("us-east-1",), event_ids=("ee041bdc",)),
    filters=(MetricFilter("f", "/hinomi-test/cloudtrail", ""),),
    window=Window(datetime(2025, 7, 8, 3, 1, tzinfo=UTC), datetime(2025, 7, 8, 3, 2, tzinfo=UTC)),
)


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws", "ap-northeast-1", "ap-northeast-1.console.aws.amazon.com"),
        ("aws-cn", "cn-north-1", "cn-north-1.console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"),
    ],
)
def test_each_partition_has_its_own_console(partition: str, region: str, host: str) -> None:
    built = links.build(replace(_ALARM, partition=partition, region=region), None, NOTHING)

    assert built["alarm"] == (
        f"https://{host}/cloudwatch/home?region={region}#alarmsV2:alarm/root%20used%20%2F%201"
    )
    assert all(link.startswith(f"https://{host}/") for link in built.values())


def test_log_events_of_the_window_and_the_event_in_its_own_region() -> None:
    built = links.build(_ALARM, _DETECTION, _ENRICHMENT)

    assert built["cloudtrail_event"] == (
        "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1"
        "#/events/ee041bdc"
    )
    assert built["log_events"].startswith(
        "https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1"
        "#logsV2:logs-insights$3FqueryDetail$3D~(end~'2025-07-08T03*3a02*3a00.000Z"
        "~start~'2025-07-08T03*3a01*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields*20"
    )
    assert built["log_events"].endswith("~source~(~'*2fhinomi-test*2fcloudtrail))")
    assert "*22ee041bdc*22" in built["log_events"]


def test_a_metric_is_shown_as_its_alarm_watches_it() -> None:
    built = links.build(alarm.read(sns_record(metric_message())), None, NOTHING)

    assert built["metric"] == (
        "https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1"
        "#metricsV2:graph=~(metrics~(~(~'AWS*2fEC2~'CPUUtilization~'InstanceId"
        "~'i-0a1b2c3d4e5f60718))~view~'timeSeries~stacked~false~region~'ap-northeast-1"
        "~stat~'Average~period~300~start~'-PT3H~end~'P0D)"
    )


def test_a_health_event_is_shown_on_its_dashboard_and_only_where_there_is_one() -> None:
    event = alarm.read(sns_record(health_message()))

    assert links.build(event, None, NOTHING)["health"].startswith(
        "https://health.aws.amazon.com/health/home#/account/event-log?eventID=arn%3Aaws%3Ahealth%3A"
    )
    assert links.build(replace(event, partition="aws-cn"), None, NOTHING) == {}


def test_no_link_is_made_where_no_console_is_known() -> None:
    assert links.build(replace(_ALARM, partition="aws-iso"), _DETECTION, _ENRICHMENT) == {}


def test_an_event_id_cannot_break_out_of_query_or_address() -> None:
    facts = Facts(1, True, None, None, regions=("evil.example/",), event_ids=('a"] | limit 1 #~(',))
    built = links.build(_ALARM, _DETECTION, replace(_ENRICHMENT, facts=facts))

    assert " " not in "".join(built.values())
    assert "#/events/a%22%5D%20%7C%20limit%201%20%23~%28" in built["cloudtrail_event"]
    assert "*5b*22a*5d*20*7c*20limit*201*20*23*7e*28*22*5d" in built["log_events"]
    assert built["cloudtrail_event"].startswith("https://ap-northeast-1.console.aws.amazon.com/")
