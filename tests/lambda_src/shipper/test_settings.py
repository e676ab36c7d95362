"""The environment is checked at once, and each message names what to change."""

import pytest

from shipper import settings
from shipper.errors import SettingsError

GOOD = {
    "OPENSEARCH_ENDPOINT": "https://search.example.com",
    "OPENSEARCH_AUTH": "sigv4",
    "AWS_REGION": "ap-northeast-1",
    "QUARANTINE_BUCKET": "audit",
    "QUARANTINE_PREFIX": "quarantine/",
    "AWS_LAMBDA_FUNCTION_NAME": "hinomi-test-shipper",
}


def test_a_good_environment_is_read() -> None:
    found = settings.load(GOOD)
    assert found.search.endpoint == "https://search.example.com"
    assert found.quarantine_prefix == "quarantine/"
    assert found.own_log_group == "/aws/lambda/hinomi-test-shipper"
    assert found.flow_log_fields == settings.DEFAULT_FLOW_LOG_FIELDS


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"OPENSEARCH_ENDPOINT": ""}, "OPENSEARCH_ENDPOINT"),
        ({"OPENSEARCH_ENDPOINT": "search.example.com"}, "OPENSEARCH_ENDPOINT"),
        ({"OPENSEARCH_ENDPOINT": "http://search.example.com"}, "loopback"),
        ({"OPENSEARCH_AUTH": "none"}, "loopback"),
        (
            {"OPENSEARCH_ENDPOINT": "http://127.0.0.1.example.com", "OPENSEARCH_AUTH": "none"},
            "loopback",
        ),
        ({"OPENSEARCH_AUTH": "basic"}, "OPENSEARCH_AUTH"),
        ({"AWS_REGION": ""}, "AWS_REGION"),
        ({"QUARANTINE_BUCKET": ""}, "QUARANTINE_BUCKET"),
        ({"QUARANTINE_PREFIX": "/"}, "QUARANTINE_PREFIX"),
        ({"VPC_FLOW_LOG_FORMAT": "version account-id"}, "VPC_FLOW_LOG_FORMAT"),
        ({"VPC_FLOW_LOG_FORMAT": "${version} ${version}"}, "VPC_FLOW_LOG_FORMAT"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        settings.load(GOOD | change)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(SettingsError, match=r"OPENSEARCH_ENDPOINT.*QUARANTINE_BUCKET"):
        settings.load({"AWS_REGION": "ap-northeast-1"})


@pytest.mark.parametrize("host", ["127.0.0.1:9200", "localhost:9200", "[::1]:9200"])
def test_the_loopback_needs_neither_tls_nor_a_signature(host: str) -> None:
    found = settings.load(
        GOOD | {"OPENSEARCH_ENDPOINT": f"http://{host}", "OPENSEARCH_AUTH": "none"}
    )
    assert found.search.auth == "none"


def test_a_flow_log_format_is_read_as_the_flow_log_has_it() -> None:
    found = settings.load(GOOD | {"VPC_FLOW_LOG_FORMAT": "${version} ${pkt-srcaddr} ${action}"})
    assert found.flow_log_fields == ("version", "pkt-srcaddr", "action")
