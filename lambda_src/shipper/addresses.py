"""Is this text an IP address? OpenSearch refuses a whole document for one bad `ip` value."""

import socket
from functools import lru_cache


@lru_cache(maxsize=16_384)
def is_address(text: str) -> bool:
    """Tell whether `text` is an IPv4 or IPv6 address.

    inet_pton, because `ipaddress` takes ten times as long; both refuse leading zeros, as
    OpenSearch does.
    """
    family = socket.AF_INET6 if ":" in text else socket.AF_INET
    try:
        socket.inet_pton(family, text)
    except (OSError, ValueError):
        return False
    return True
