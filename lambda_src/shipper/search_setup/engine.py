"""The search engine as the set-up sees it: requests that wait for it, and errors that say more."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from shipper.deadline import Deadline
from shipper.search_client import Answer, SearchClient, UnreachableError

PAUSE = 2.0
UNREACHABLE = "check OPENSEARCH_ENDPOINT, and in a VPC the security groups"
FORBIDDEN, NOT_FOUND, TOO_MANY_REQUESTS, SERVER_ERROR = 403, 404, 429, 500
# A role that was made in the same apply is not known everywhere at once.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
LONGEST_UNKNOWN_ROLE = 30.0


class SetUpError(Exception):
    """The search engine could not be set up; the message says what was asked and answered."""


class Engine:
    """Asks until there is an answer or no time is left. Raises SetUpError for a refusal."""

    def __init__(
        self,
        client: SearchClient,
        deadline: Deadline,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client, self._deadline, self._sleep = client, deadline, sleep
        self._known_by = deadline.remaining() - LONGEST_UNKNOWN_ROLE

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        allowed: tuple[int, ...] = (),
        hint: str = "",
        **options: Any,
    ) -> tuple[int, Any]:
        """Return status and answer, read as JSON.

        `body` is sent as JSON unless it is bytes. A status in `allowed` is the caller's to judge;
        any other that is not a success raises SetUpError, with `hint`.
        """
        content = body if body is None or isinstance(body, bytes) else msgspec.json.encode(body)
        while True:
            problem, answer = self._try(method, path, content, options)
            if answer is not None:
                break
            if self._deadline.remaining() <= PAUSE:
                raise SetUpError(f"{method} {path}: {problem}; no time is left to try again")
            self._sleep(PAUSE)
        if answer.status >= 300 and answer.status not in allowed:
            said = f"{method} {path}: status {answer.status}: {answer.body[:1000]}"
            raise SetUpError(f"{said} {hint}".strip())
        return answer.status, _json(answer.body)

    def _try(
        self, method: str, path: str, body: bytes | None, options: Mapping[str, Any]
    ) -> tuple[str, Answer | None]:
        """Send one request: the answer, or why there may be one at another try."""
        try:
            answer: Answer = self._client.request(
                method, path, body, timeout=self._deadline.remaining(), **options
            )
        except UnreachableError as error:
            return f"the endpoint gives no answer ({error}); {UNREACHABLE}", None
        too_early = answer.status == FORBIDDEN and self._deadline.remaining() > self._known_by
        if too_early or answer.status == TOO_MANY_REQUESTS or answer.status >= SERVER_ERROR:
            return f"answered with status {answer.status}: {answer.body[:300]}", None
        return "", answer


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
