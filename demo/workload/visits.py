"""Visits to the shop: each is seen by CloudFront, the load balancer, nginx and the shop."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

COUNT = 12
SPREAD = 50.0
"""Seconds over which they are spread."""

_AGENTS = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "ShopApp/3.2 (iPhone; iOS 18.5)",
)
_PATHS = ("/", "/products/lamp", "/products/tea-set", "/cart", "/orders")


@dataclass(frozen=True)
class Visit:
    """One request. Addresses are those that RFC 5737 sets aside for documentation."""

    number: int
    at: datetime
    client: str
    port: int
    edge: str
    edge_port: int
    method: str
    path: str
    status: int
    size: int
    agent: str
    order: str

    def token(self, what: str, length: int) -> str:
        """An id of this visit for a service, the same each time it is asked for."""
        text = f"{what} {self.number} {self.at.isoformat()}"
        return hashlib.sha256(text.encode()).hexdigest()[:length]


def visits(now: datetime) -> list[Visit]:
    """The last minute's visits, oldest first."""
    made = []
    for number in range(COUNT):
        at = now.astimezone(UTC) - timedelta(seconds=SPREAD * (COUNT - number) / COUNT)
        path = _PATHS[number % len(_PATHS)]
        order = hashlib.sha256(f"order {number} {now.isoformat()}".encode()).hexdigest()[:12]
        missing = number == COUNT - 2  # one page that is not there
        made.append(
            Visit(
                number=number,
                at=at,
                client=f"203.0.113.{20 + number}",
                port=40_000 + 37 * number,
                edge=f"198.51.100.{7 + number % 3}",
                edge_port=50_000 + 11 * number,
                method="POST" if path == "/orders" else "GET",
                path=f"/old/{order}" if missing else path,
                status=404 if missing else 201 if path == "/orders" else 200,
                size=153 if missing else 2_048 + 97 * number,
                agent=_AGENTS[number % len(_AGENTS)],
                order=order,
            )
        )
    return made
