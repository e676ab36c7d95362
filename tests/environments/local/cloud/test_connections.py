"""A connection to the emulator stays open for as long as its client wants it."""

import socket
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.cloud

MANY = 1200  # Hypercorn's own limit is 1,000
REQUEST = b"GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\n\r\n"


def test_a_connection_takes_more_requests_than_its_server_would_grant(emulator):
    address = urlsplit(emulator.endpoint)
    answered, tail = 0, b""
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(REQUEST * MANY)
        while answered < MANY and (data := connection.recv(1 << 16)):
            seen = tail + data
            answered += seen.count(b"HTTP/1.1 200")
            tail = seen[-11:]  # a status line may be cut in two
    assert answered == MANY
