from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import Stubber

from notifier import log_events
from notifier.log_events import LogLookupError, MetricFilter
from notifier.window import Window

_WINDOW = Window(datetime(2025, 7, 8, 3, 1, tzinfo=UTC), datetime(2025, 7, 8, 3, 2, tzinfo=UTC))
_START = 1_751_943_660_000
_FILTER = MetricFilter("root-user-used", "/hinomi-test/cloudtrail", '{ $.a = "b" }')
_REQUEST = {
    "logGroupName": _FILTER.log_group,
    "filterPattern": _FILTER.pattern,
    "startTime": _START,
    "endTime": _START + 59_999,  # FilterLogEvents includes its end
}


@pytest.fixture(scope="module")
def logs() -> Any:
    return boto3.client(
        "logs",
        region_name="ap-northeast-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.fixture
def stub(logs: Any) -> Any:
    with Stubber(logs) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def _event(number: int, timestamp: int = _START) -> dict[str, Any]:
    return {"eventId": str(number), "timestamp": timestamp, "message": f"event {number}"}


def test_the_filter_is_found_by_the_metric_that_it_makes(logs: Any, stub: Stubber) -> None:
    stub.add_response(
        "describe_metric_filters",
        {
            "metricFilters": [
                {
                    "filterName": _FILTER.name,
                    "logGroupName": _FILTER.log_group,
                    "filterPattern": _FILTER.pattern,
                }
            ]
        },
        {"metricName": "root-user-used", "metricNamespace": "hinomi-test/detections"},
    )

    filters = log_events.metric_filters(logs, "root-user-used", "hinomi-test/detections")

    assert filters == (_FILTER,)


def test_a_metric_that_no_filter_makes_is_said(logs: Any, stub: Stubber) -> None:
    stub.add_response("describe_metric_filters", {"metricFilters": []})

    with pytest.raises(LogLookupError) as error:
        log_events.metric_filters(logs, "gone", "hinomi-test/detections")

    assert (error.value.reason, error.value.detail) == (
        "no_filter",
        "hinomi-test/detections / gone",
    )


def test_an_empty_page_does_not_end_the_search(logs: Any, stub: Stubber) -> None:
    stub.add_response("filter_log_events", {"events": [], "nextToken": "1"}, _REQUEST)
    stub.add_response(
        "filter_log_events",
        {"events": [_event(2, _START + 2), _event(1, _START + 1)]},
        {**_REQUEST, "nextToken": "1"},
    )

    found = log_events.search(logs, (_FILTER,), _WINDOW, lambda: True)

    assert [event.id for event in found.events] == ["1", "2"]  # in order of time
    assert found.complete


def test_every_filter_of_the_metric_is_searched(logs: Any, stub: Stubber) -> None:
    other = MetricFilter("copy", "/other/cloudtrail", "ERROR")
    stub.add_response("filter_log_events", {"events": [_event(1)]}, _REQUEST)
    stub.add_response(
        "filter_log_events",
        {"events": [_event(2)]},
        {**_REQUEST, "logGroupName": other.log_group, "filterPattern": "ERROR"},
    )

    found = log_events.search(logs, (_FILTER, other), _WINDOW, lambda: True)

    assert len(found.events) == 2
    assert found.complete


def test_the_search_ends_at_the_most_pages(
    logs: Any, stub: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_events, "MOST_PAGES", 3)
    for token in ("1", "2", "3"):
        stub.add_response("filter_log_events", {"events": [_event(1)], "nextToken": token})

    found = log_events.search(logs, (_FILTER,), _WINDOW, lambda: True)

    assert len(found.events) == 3
    assert not found.complete


@pytest.mark.parametrize(
    ("page", "most", "kept", "complete"),
    [
        ({"events": [_event(1), _event(2)], "nextToken": "1"}, 2, 2, False),
        ({"events": [_event(1), _event(2), _event(3)]}, 2, 2, False),
        ({"events": [_event(1), _event(2)]}, 2, 2, True),
    ],
)
def test_the_search_ends_at_the_most_events(
    logs: Any,
    stub: Stubber,
    monkeypatch: pytest.MonkeyPatch,
    page: dict[str, Any],
    most: int,
    kept: int,
    complete: bool,
) -> None:
    monkeypatch.setattr(log_events, "MOST_EVENTS", most)
    stub.add_response("filter_log_events", page)

    found = log_events.search(logs, (_FILTER,), _WINDOW, lambda: True)

    assert (len(found.events), found.complete) == (kept, complete)


def test_the_search_ends_when_the_messages_are_too_large_to_hold(
    logs: Any, stub: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_events, "MOST_CHARACTERS", 10)
    page = {"events": [_event(1), _event(2)], "nextToken": "1"}
    stub.add_response("filter_log_events", page)

    found = log_events.search(logs, (_FILTER,), _WINDOW, lambda: True)

    assert (len(found.events), found.complete) == (2, False)


def test_the_search_ends_when_time_runs_out(logs: Any, stub: Stubber) -> None:
    stub.add_response("filter_log_events", {"events": [_event(1)], "nextToken": "1"})

    found = log_events.search(logs, (_FILTER,), _WINDOW, lambda: False)

    assert (len(found.events), found.complete) == (1, False)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("AccessDeniedException", "denied"),
        ("ResourceNotFoundException", "refused"),
        ("ThrottlingException", "refused"),
    ],
)
def test_a_refusal_names_call_and_code(logs: Any, stub: Stubber, code: str, reason: str) -> None:
    stub.add_client_error("filter_log_events", code)

    with pytest.raises(LogLookupError) as error:
        log_events.search(logs, (_FILTER,), _WINDOW, lambda: True)

    assert (error.value.reason, error.value.detail) == (reason, f"logs:FilterLogEvents: {code}")


def test_an_endpoint_out_of_reach_is_said() -> None:
    class Unreachable:
        def filter_log_events(self, **_request: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="https://logs.example.com")

    with pytest.raises(LogLookupError) as error:
        log_events.search(Unreachable(), (_FILTER,), _WINDOW, lambda: True)

    assert error.value.reason == "unreachable"
