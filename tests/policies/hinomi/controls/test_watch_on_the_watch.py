"""The watch on the watch, the user's view from outside, the search engine and the metric stream."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from hinomi.findings import Status
from hinomi.resource import Resource
from tests.policies.hinomi.controls.test_told import MAIL, ME, TOPIC, alarm
from tests.policies.hinomi.test_controls import judge, statuses
from tests.policies.hinomi.world import allow, arn, made_from, resource

PASS, FAIL, UNKNOWN, NONE = Status.PASS, Status.FAIL, Status.UNKNOWN, Status.NOT_APPLICABLE
QUEUE = resource(
    "aws_sqs_queue.q",
    name="q",
    redrive_policy=json.dumps({"deadLetterTargetArn": arn("sqs", "letters")}),
)
LETTERS = resource("aws_sqs_queue.letters", name="letters")
VISIBLE = "ApproximateNumberOfMessagesVisible"


def on_letters(**values: Any) -> Resource:
    return alarm(metric_name=VISIBLE, dimensions={"QueueName": "letters"}, **values)


# --- alarms on the watch ---


@pytest.mark.parametrize(
    ("resources", "status"),
    [
        ((on_letters(), TOPIC, MAIL), PASS),
        ((on_letters(), TOPIC), FAIL),
        ((on_letters(alarm_actions=made_from(opaque=("local.t",))), TOPIC, MAIL), UNKNOWN),
    ],
)
def test_an_alarm_on_the_watch_tells_somebody(
    resources: tuple[Resource, ...], status: Status
) -> None:
    found = judge("pipeline_alarms_reach_reader", ME, LETTERS, *resources)
    assert statuses(found) == {"aws_cloudwatch_metric_alarm.a": status}


def test_an_alarm_on_a_workload_is_none_on_the_watch_and_the_other_way_round() -> None:
    there = (ME, LETTERS, on_letters(), alarm("theirs"), TOPIC, MAIL)
    assert list(statuses(judge("pipeline_alarms_reach_reader", *there))) == [
        "aws_cloudwatch_metric_alarm.a"
    ]
    assert list(statuses(judge("metric_alarms_reach_reader", *there))) == [
        "aws_cloudwatch_metric_alarm.theirs"
    ]
    assert statuses(judge("pipeline_alarms_reach_reader", alarm())) == {"plan": FAIL}


FUNCTION = resource("aws_lambda_function.n", function_name="n", role=made_from("aws_iam_role.n"))
BY_FUNCTION = resource(
    "aws_sns_topic_subscription.n",
    topic_arn=arn("sns", "alarms"),
    protocol="lambda",
    endpoint=arn("lambda", "function:n"),
)


def test_one_alarm_takes_a_way_without_a_function() -> None:
    there = (ME, LETTERS, on_letters(), TOPIC, FUNCTION)
    assert statuses(judge("pipeline_told_without_notifier", *there, MAIL)) == {"plan": PASS}
    [found] = judge("pipeline_told_without_notifier", *there, BY_FUNCTION)
    assert (found.status, found.reason) == (FAIL, "every way goes through a function")
    assert statuses(judge("pipeline_told_without_notifier")) == {"plan": FAIL}


@pytest.mark.parametrize(
    ("alarms", "status"),
    [
        ((on_letters(),), PASS),
        ((), FAIL),
        ((on_letters(actions_enabled=False),), FAIL),
        ((alarm(metric_name="NumberOfMessagesSent", dimensions={"QueueName": "letters"}),), FAIL),
        ((alarm(metric_name=VISIBLE, dimensions={"QueueName": "q"}),), FAIL),
    ],
)
def test_dead_letters_have_an_alarm(alarms: tuple[Resource, ...], status: Status) -> None:
    found = judge("pipeline_watched", QUEUE, LETTERS, *alarms)
    assert statuses(found) == {"aws_sqs_queue.letters dead letters": status}


SHIPPER = resource("aws_lambda_function.s", function_name="s")
GROUP = resource("aws_cloudwatch_log_group.g", name="g")
SUBSCRIPTION = resource(
    "aws_cloudwatch_log_subscription_filter.s",
    name="s",
    log_group_name="g",
    destination_arn=arn("lambda", "function:s"),
)


def test_what_a_subscription_needs_is_named_part_by_part() -> None:
    found = judge("pipeline_watched", SHIPPER, GROUP, SUBSCRIPTION)
    assert statuses(found) == {
        "aws_lambda_function.s errors": FAIL,
        "aws_lambda_function.s throttles": FAIL,
        "aws_cloudwatch_log_group.g silence": FAIL,
        "aws_cloudwatch_log_group.g forwarding stopped": FAIL,
        "aws_cloudwatch_log_group.g forwarding errors": FAIL,
        "ledger": FAIL,
    }
    on = {
        "Errors": ("AWS/Lambda", {"FunctionName": "s"}),
        "Throttles": ("AWS/Lambda", {"FunctionName": "s"}),
        "IncomingLogEvents": ("AWS/Logs", {"LogGroupName": "g"}),
        "ForwardedLogEvents": ("AWS/Logs", {"LogGroupName": "g"}),
        "DeliveryErrors": ("AWS/Logs", {"LogGroupName": "g"}),
        "LedgerMismatch": ("x/pipeline", {"service": "shipper"}),
    }
    alarms = [
        alarm(name, metric_name=name, namespace=namespace, dimensions=dimensions)
        for name, (namespace, dimensions) in on.items()
    ]
    whole = judge("pipeline_watched", SHIPPER, GROUP, SUBSCRIPTION, *alarms)
    assert set(statuses(whole).values()) == {PASS}


def test_a_domain_and_a_stream_have_their_parts() -> None:
    stream = resource(
        "aws_cloudwatch_metric_stream.m", name="m", firehose_arn=arn("firehose", "deliverystream/f")
    )
    found = judge(
        "pipeline_watched",
        resource("aws_opensearch_domain.d", domain_name="d"),
        stream,
        resource("aws_kinesis_firehose_delivery_stream.f", name="f"),
    )
    assert set(statuses(found)) == {
        "aws_opensearch_domain.d health",
        "aws_opensearch_domain.d storage",
        "aws_cloudwatch_metric_stream.m errors",
        "aws_kinesis_firehose_delivery_stream.f delivery",
    }
    assert statuses(judge("pipeline_watched")) == {"plan": FAIL}


# --- from outside ---


def check(name: str = "c", **values: Any) -> Resource:
    return resource(f"aws_route53_health_check.{name}", id=..., **values)


def on_check(**values: Any) -> Resource:
    given = {
        "namespace": "AWS/Route53",
        "metric_name": "HealthCheckStatus",
        "dimensions": made_from("aws_route53_health_check.c"),
    }
    region = values.pop("region", "us-east-1")
    return replace(alarm(**{**given, **values}), region=region)


@pytest.mark.parametrize(
    ("resources", "status", "words"),
    [
        ((check(), on_check(), TOPIC, MAIL), PASS, "reaches email"),
        ((check(), on_check(), TOPIC), FAIL, "no subscription"),
        ((check(), TOPIC, MAIL), FAIL, "no alarm on it"),
        ((check(), on_check(metric_name="TimeToFirstByte"), TOPIC, MAIL), FAIL, "no alarm on it"),
        ((check(), on_check(region="eu-west-1"), TOPIC, MAIL), FAIL, "the metric is in us-east-1"),
        ((check(disabled=True), on_check(), TOPIC, MAIL), FAIL, "it does not run"),
        (
            (check(), on_check(alarm_actions=made_from(opaque=("local.t",))), TOPIC, MAIL),
            UNKNOWN,
            "local.t",
        ),
    ],
)
def test_a_health_check(resources: tuple[Resource, ...], status: Status, words: str) -> None:
    [found] = judge("health_checks_reach_reader", ME, *resources)
    assert found.status is status, found.reason
    assert words in found.reason


@pytest.mark.parametrize(("canary", "status"), [("page", PASS), ("other", FAIL)])
def test_a_canary(canary: str, status: Status) -> None:
    on_it = alarm(
        namespace="CloudWatchSynthetics",
        metric_name="SuccessPercent",
        dimensions={"CanaryName": canary},
    )
    page = resource("aws_synthetics_canary.page", name="page", start_canary=True)
    [found] = judge("canaries_reach_reader", ME, page, on_it, TOPIC, MAIL)
    assert found.status is status, found.reason


@pytest.mark.parametrize("control", ["health_checks_reach_reader", "canaries_reach_reader"])
def test_nothing_looks_from_outside(control: str) -> None:
    assert statuses(judge(control)) == {"plan": FAIL}


# --- search ---


def shipper(**variables: Any) -> Resource:
    given = {"OPENSEARCH_ENDPOINT": "https://search.example.com", "OPENSEARCH_AUTH": "sigv4"}
    return resource(
        "aws_lambda_function.s",
        function_name="s",
        role=made_from("aws_iam_role.s"),
        environment=[{"variables": {**given, **variables}}],
    )


@pytest.mark.parametrize(
    ("variables", "status", "words"),
    [
        ({}, PASS, "reaches engine https://search.example.com"),
        ({"OPENSEARCH_ENDPOINT": "http://search.example.com"}, FAIL, "no TLS"),
        ({"OPENSEARCH_AUTH": "none"}, FAIL, "not signed"),
        ({"OPENSEARCH_ENDPOINT": None}, FAIL, "OPENSEARCH_ENDPOINT is not set"),
        ({"OPENSEARCH_ENDPOINT": "http://127.0.0.1:9200", "OPENSEARCH_AUTH": "none"}, PASS, ""),
    ],
)
def test_a_subscription_leads_to_the_engine(
    variables: dict[str, Any], status: Status, words: str
) -> None:
    [found] = judge("search_entrances", GROUP, SUBSCRIPTION, shipper(**variables))
    assert found.status is status, found.reason
    assert words in found.reason


@pytest.mark.parametrize(
    ("https_only", "action", "status", "words"),
    [
        (True, "es:ESHttpPost", PASS, "reaches domain d"),
        (False, "es:ESHttpPost", FAIL, "plain HTTP"),
        (True, "es:ESHttpGet", UNKNOWN, "known after apply"),
    ],
)
def test_a_domain_of_the_plan_is_told_by_what_the_role_may_do(
    https_only: bool, action: str, status: Status, words: str
) -> None:
    [found] = judge(
        "search_entrances",
        ME,
        GROUP,
        SUBSCRIPTION,
        resource(
            "aws_lambda_function.s",
            function_name="s",
            role=made_from("aws_iam_role.s"),
            environment=made_from(opaque=("local.endpoint",)),
        ),
        resource("aws_iam_role.s", name="s"),
        resource(
            "aws_iam_role_policy.s",
            role=made_from("aws_iam_role.s"),
            policy=allow(action, "*", Resource=arn("es", "domain/d/*")),
        ),
        resource(
            "aws_opensearch_domain.d",
            domain_name="d",
            domain_endpoint_options=[{"enforce_https": https_only}],
        ),
    )
    assert found.status is status, found.reason
    assert words in found.reason


def test_two_entrances_for_one_log_group() -> None:
    second = replace(SUBSCRIPTION, address="aws_cloudwatch_log_subscription_filter.t")
    found = judge("search_entrances", GROUP, SUBSCRIPTION, second, shipper())
    assert statuses(found)["aws_cloudwatch_log_group.g"] is FAIL


MAPPING = resource(
    "aws_lambda_event_source_mapping.m", event_source_arn=arn("sqs", "q"), function_name="s"
)
ANNOUNCED = resource(
    "aws_s3_bucket_notification.b",
    bucket="b",
    topic=[{"topic_arn": arn("sns", "alarms"), "filter_prefix": "AWSLogs/"}],
)
TO_QUEUE = resource(
    "aws_sns_topic_subscription.q",
    topic_arn=arn("sns", "alarms"),
    protocol="sqs",
    endpoint=arn("sqs", "q"),
)


@pytest.mark.parametrize(
    ("resources", "status", "words"),
    [
        ((ANNOUNCED, TOPIC, TO_QUEUE), PASS, "reaches engine"),
        ((TOPIC, TO_QUEUE), FAIL, "no bucket of the plan announces"),
        ((ANNOUNCED, TOPIC), FAIL, "no bucket of the plan announces"),
    ],
)
def test_announced_objects_lead_to_the_engine(
    resources: tuple[Resource, ...], status: Status, words: str
) -> None:
    [found] = judge("search_entrances", QUEUE, MAPPING, shipper(), *resources)
    assert found.status is status, found.reason
    assert words in found.reason


def test_the_engine_is_set_up() -> None:
    call = resource("aws_lambda_invocation.s", function_name="s")
    assert statuses(judge("search_set_up", shipper(), call)) == {"aws_lambda_invocation.s": PASS}
    [found] = judge("search_set_up", shipper(), MAPPING)
    assert (found.status, found.reason) == (FAIL, "nothing sets the search engine up")
    open_engine = shipper(OPENSEARCH_AUTH="none")
    assert statuses(judge("search_set_up", open_engine, call)) == {"aws_lambda_invocation.s": FAIL}
    assert statuses(judge("search_entrances")) == {"plan": FAIL}


# --- the metric stream ---

STREAM = resource(
    "aws_cloudwatch_metric_stream.m", name="m", firehose_arn=arn("firehose", "deliverystream/f")
)


def firehose(prefix: Any = "metrics/1/") -> Resource:
    to = [{"bucket_arn": "arn:aws:s3:::b", "prefix": prefix}]
    return resource(
        "aws_kinesis_firehose_delivery_stream.f", name="f", extended_s3_configuration=to
    )


def announces(prefix: str) -> Resource:
    topic = [{"topic_arn": "t", "filter_prefix": prefix}]
    return resource("aws_s3_bucket_notification.b", bucket="b", topic=topic)


BUCKET = resource("aws_s3_bucket.b", bucket="b")


@pytest.mark.parametrize(
    ("resources", "status", "words"),
    [
        ((STREAM, firehose(), BUCKET, announces("metrics/")), PASS, "reaches bucket b"),
        ((STREAM, firehose(), BUCKET, announces("AWSLogs/")), FAIL, "announces nothing under"),
        ((STREAM, firehose(), BUCKET), FAIL, "announces nothing under"),
        ((STREAM, firehose()), UNKNOWN, "does not declare it"),
        ((STREAM,), UNKNOWN, "does not declare it"),
    ],
)
def test_the_metric_stream(resources: tuple[Resource, ...], status: Status, words: str) -> None:
    [found] = judge("metric_stream_reaches_shipper", *resources)
    assert found.status is status, found.reason
    assert words in found.reason


def test_no_metric_stream() -> None:
    assert statuses(judge("metric_stream_reaches_shipper")) == {"plan": FAIL}
