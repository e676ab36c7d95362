"""The connection to OpenSearch: opensearch-py's transport, signed, without its own retries."""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from shipper.settings import SearchSettings

LONGEST_REQUEST = 30.0  # seconds
_EVERY_STATUS = range(300, 600)


class UnreachableError(Exception):
    """No answer: refused, reset, or too late. Whether the request was carried out is unknown."""


class Answer(msgspec.Struct, frozen=True):
    """An HTTP answer; `retry_after` in seconds where the server asked for a pause."""

    status: int
    retry_after: float | None
    body: str


class SearchClient:
    """Sends one request at a time, once. Who asks decides what is tried again, and until when."""

    def __init__(self, settings: SearchSettings) -> None:
        from opensearchpy import OpenSearch

        # They write whole request bodies, which hold log records: the first at DEBUG, the second,
        # a curl command for each request, at INFO already.
        logging.getLogger("opensearch").setLevel(logging.WARNING)
        logging.getLogger("opensearchpy.trace").setLevel(logging.CRITICAL)
        self._compress = settings.endpoint.startswith("https:")
        client = OpenSearch(
            hosts=[settings.endpoint],
            http_auth=_signer(settings),
            max_retries=0,
            pool_maxsize=1,
        )
        self._connection: Any = client.transport.get_connection()

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        *,
        content_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
        parameters: Mapping[str, str] | None = None,
        timeout: float = LONGEST_REQUEST,
    ) -> Answer:
        """Send one request and return its answer, whatever its status; raises UnreachableError."""
        from opensearchpy.exceptions import ConnectionError as NoAnswer

        sent = {"content-type": content_type, **(headers or {})}
        # A form goes to Dashboards, which does not unpack it.
        if body and self._compress and not content_type.startswith("multipart/"):
            # Level 1: 8 % more CPU than none where level 9 costs 40 %, and a tenth of the bytes.
            from isal import igzip

            body, sent["content-encoding"] = igzip.compress(body, 1), "gzip"
        try:
            # The connection itself, since the transport drops the headers of an error.
            status, answer_headers, text = self._connection.perform_request(
                method,
                path,
                params=parameters,
                body=body,
                timeout=min(max(timeout, 0.1), LONGEST_REQUEST),
                ignore=_EVERY_STATUS,
                headers=sent,
            )
        except NoAnswer as error:
            raise UnreachableError(f"{type(error.info).__name__}") from error
        return Answer(status, _seconds(answer_headers.get("retry-after")), text)


def _seconds(header: str | None) -> float | None:
    # The other form of Retry-After is a date; OpenSearch and its load balancers send seconds.
    return float(header) if header and header.isascii() and header.isdecimal() else None


def _signer(settings: SearchSettings) -> Any:
    if settings.auth == "none":
        return None
    import boto3
    from opensearchpy import Urllib3AWSV4SignerAuth

    host = urlsplit(settings.endpoint).hostname or ""
    service = "aoss" if host.endswith(".aoss.amazonaws.com") else "es"
    return Urllib3AWSV4SignerAuth(boto3.Session().get_credentials(), settings.region, service)
