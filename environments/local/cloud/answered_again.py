"""A call that is sent once more after its answer was lost gets the answer of the first time.

AWS SDKs name each call (`amz-sdk-invocation-id`) and try it again, by that name, when a connection
breaks. What the first try has carried out would be refused then as already there, and an apply on a
busy machine fails for a thing that it made itself. AWS does not promise this of every service; here
it keeps a machine's weather out of what Terraform is told. Ours, not AWS behaviour.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

INVOCATION = b"amz-sdk-invocation-id"
KEPT = 4096  # calls; a client that tries again does so within seconds
LONGEST = 65_536  # bytes of an answer; what makes something is answered with far less
REFUSED = 400  # a refused call has made nothing: it is tried again in earnest

log = logging.getLogger("cloud.answered_again")


class AnsweredAgain:
    """An ASGI application around another one."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._answers: OrderedDict[bytes, asyncio.Future[list[Message]]] = OrderedDict()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        call = dict(scope.get("headers", ())).get(INVOCATION)
        if scope["type"] != "http" or call is None:
            await self._app(scope, receive, send)
            return
        known = self._answers.get(call)
        if known is not None and (answer := await known):
            log.warning("answered again: %s %s", scope["method"], scope["path"])
            await _drain(receive)
            for message in answer:
                await send(message)
            return
        await self._first(call, scope, receive, send)

    async def _first(self, call: bytes, scope: Message, receive: Receive, send: Send) -> None:
        self._answers[call] = pending = asyncio.get_running_loop().create_future()
        while len(self._answers) > KEPT:
            self._answers.popitem(last=False)
        said: list[Message] = []

        async def heard(message: Message) -> None:
            said.append(message)
            await send(message)

        try:
            await self._app(scope, receive, heard)
        finally:
            pending.set_result(said if _may_be_repeated(said) else [])


def _may_be_repeated(answer: list[Message]) -> bool:
    """A whole, short answer of a call that was carried out."""
    if not answer or answer[0].get("status", REFUSED) >= REFUSED:
        return False
    if answer[-1]["type"] != "http.response.body" or answer[-1].get("more_body"):
        return False
    return sum(len(message.get("body", b"")) for message in answer) <= LONGEST


async def _drain(receive: Receive) -> None:
    """Read the request to its end, so that the connection can take the next one."""
    while (await receive()).get("more_body"):
        pass
