"""A call that comes again by its own name is not carried out again."""

import asyncio

import pytest

from cloud.answered_again import LONGEST, AnsweredAgain

CALL = {
    "type": "http",
    "method": "POST",
    "path": "/",
    "headers": [(b"amz-sdk-invocation-id", b"a")],
}


class Emulator:
    """Counts what it carries out, and refuses what it has made."""

    def __init__(self, status=200, body=b"made"):
        self.made, self.status, self.body = 0, status, body

    async def __call__(self, scope, receive, send):
        await asyncio.sleep(0)
        self.made += 1
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": self.body + b"%d" % self.made})


async def _nothing():
    return {"type": "http.request", "body": b"", "more_body": False}


async def call(app, scope=CALL):
    """The answer's body."""
    said = []

    async def send(message):
        said.append(message)

    await app(scope, _nothing, send)
    return said[-1]["body"]


def test_the_second_try_gets_the_first_answer():
    emulator = Emulator()
    app = AnsweredAgain(emulator)

    async def twice():
        return [await call(app), await call(app)]

    assert asyncio.run(twice()) == [b"made1", b"made1"]
    assert emulator.made == 1


def test_a_try_that_comes_while_the_first_is_carried_out_waits_for_it():
    emulator = Emulator()
    app = AnsweredAgain(emulator)

    async def together():
        return await asyncio.gather(call(app), call(app))

    assert asyncio.run(together()) == [b"made1", b"made1"]
    assert emulator.made == 1


@pytest.mark.parametrize(
    "emulator",
    [
        Emulator(status=500),
        Emulator(status=429),
        Emulator(status=400),
        Emulator(body=b"x" * LONGEST),
    ],
    ids=["failed", "throttled", "refused", "long"],
)
def test_what_made_nothing_or_says_much_is_carried_out_again(emulator):
    app = AnsweredAgain(emulator)

    async def twice():
        return [await call(app), await call(app)]

    first, second = asyncio.run(twice())
    assert (first[-1:], second[-1:]) == (b"1", b"2")


def test_calls_of_other_names_and_of_none_are_other_calls():
    emulator = Emulator()
    app = AnsweredAgain(emulator)
    other = {**CALL, "headers": [(b"amz-sdk-invocation-id", b"b")]}
    nameless = {**CALL, "headers": []}

    async def all_of_them():
        for scope in (CALL, other, nameless, nameless):
            await call(app, scope)

    asyncio.run(all_of_them())
    assert emulator.made == 4
