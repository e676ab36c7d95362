"""The function's environment, checked once before any record is touched."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from shipper.errors import SettingsError

DEFAULT_FLOW_LOG_FIELDS = (
    "version",
    "account-id",
    "interface-id",
    "srcaddr",
    "dstaddr",
    "srcport",
    "dstport",
    "protocol",
    "packets",
    "bytes",
    "start",
    "end",
    "action",
    "log-status",
)


class SearchSettings(msgspec.Struct, frozen=True):
    """Where the search engine is and how requests to it are signed (`sigv4` or `none`)."""

    endpoint: str
    auth: str
    region: str


class Settings(msgspec.Struct, frozen=True):
    """Everything that the shipper reads from its environment."""

    search: SearchSettings
    quarantine_bucket: str
    quarantine_prefix: str
    own_log_group: str
    flow_log_fields: tuple[str, ...]


def load(environment: Mapping[str, str]) -> Settings:
    """Read the shipper's settings; raises SettingsError that lists every problem at once."""
    problems: list[str] = []
    search = _search(environment, problems)
    bucket = environment.get("QUARANTINE_BUCKET", "")
    if not bucket:
        problems.append("QUARANTINE_BUCKET is missing: set the name of the audit bucket")
    prefix = environment.get("QUARANTINE_PREFIX", "quarantine/").strip("/")
    if not prefix:
        problems.append("QUARANTINE_PREFIX is empty: set a prefix, for example quarantine/")
    fields = _flow_log_fields(environment.get("VPC_FLOW_LOG_FORMAT", ""), problems)
    _refuse(problems)
    function = environment.get("AWS_LAMBDA_FUNCTION_NAME", "")
    own_log_group = environment.get("AWS_LAMBDA_LOG_GROUP_NAME") or f"/aws/lambda/{function}"
    return Settings(search, bucket, f"{prefix}/", own_log_group, fields)


def load_search(environment: Mapping[str, str]) -> SearchSettings:
    """Read only what the set-up function needs; raises SettingsError."""
    problems: list[str] = []
    search = _search(environment, problems)
    _refuse(problems)
    return search


def _refuse(problems: list[str]) -> None:
    if problems:
        raise SettingsError("; ".join(problems))


def _search(environment: Mapping[str, str], problems: list[str]) -> SearchSettings:
    endpoint = environment.get("OPENSEARCH_ENDPOINT", "").rstrip("/")
    auth = environment.get("OPENSEARCH_AUTH", "sigv4")
    region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION", "")
    url = urlsplit(endpoint)
    if url.scheme not in ("http", "https") or not url.hostname:
        problems.append(
            f"OPENSEARCH_ENDPOINT is {endpoint!r}: set a URL such as https://search.example.com"
        )
    elif not _is_loopback(url.hostname) and (url.scheme != "https" or auth == "none"):
        problems.append(
            f"OPENSEARCH_ENDPOINT {endpoint} with OPENSEARCH_AUTH {auth}: only a loopback address "
            "may be used without TLS or without signing; use https and sigv4"
        )
    if auth not in ("sigv4", "none"):
        problems.append(f"OPENSEARCH_AUTH is {auth!r}: set sigv4, or none for a loopback address")
    if auth == "sigv4" and not region:
        problems.append("AWS_REGION is missing: requests cannot be signed without it")
    return SearchSettings(endpoint, auth, region)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _flow_log_fields(log_format: str, problems: list[str]) -> tuple[str, ...]:
    """Turn `${version} ${account-id} ...`, as a flow log's own setting writes it, into names."""
    if not log_format:
        return DEFAULT_FLOW_LOG_FIELDS
    words = log_format.split()
    names = tuple(word[2:-1] for word in words if word.startswith("${") and word.endswith("}"))
    if len(names) != len(words) or len(set(names)) != len(names):
        problems.append(
            "VPC_FLOW_LOG_FORMAT is not a list such as '${version} ${account-id}', each field once"
        )
    return names
