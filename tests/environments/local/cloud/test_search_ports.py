"""Clouds that start together do not take each other's ports."""

from collections.abc import Iterator
from socket import socket

import pytest

from cloud import search_process
from cloud.errors import CloudError

PORTS = range(29_200, 29_215, 5)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[socket]]:
    """The reservations of this test."""
    sockets: list[socket] = []
    monkeypatch.setattr(search_process, "_held", sockets)
    monkeypatch.setattr(search_process, "_BASE_PORTS", PORTS)
    yield sockets
    for one in sockets:
        one.close()


def test_a_base_is_given_once_as_long_as_it_is_held(held: list[socket]) -> None:
    assert {search_process._reserved_base_port() for _ in PORTS} == set(PORTS)
    with pytest.raises(CloudError, match=r"every port from 29200 to 29215 is taken.*make down"):
        search_process._reserved_base_port()
    held[0].close()
    assert search_process._reserved_base_port() in PORTS


def test_a_base_whose_first_node_has_no_port_is_passed_over(held: list[socket]) -> None:
    with socket() as stranger:
        stranger.bind(("127.0.0.1", PORTS[0] + 1))
        bases = {search_process._reserved_base_port() for _ in PORTS[1:]}
    assert bases == set(PORTS[1:])
