"""CloudFront's access logs, where a log delivery in us-east-1 sends those of the distribution."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from demo.clients import Clients
from demo.workload.expected import CLOUDFRONT
from demo.workload.log import NotConfigured, ObjectPlace, Outcome, Written
from demo.workload.players.workload import Workload
from demo.workload.records.cloudfront import log_lines
from demo.workload.visits import Visit

CLOUDFRONT_REGION = "us-east-1"
"""CloudFront's deliveries are made there, and only there."""


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    logs = clients.client("logs", CLOUDFRONT_REGION)
    arn = workload.distribution_arn
    sources = {
        source["name"]
        for source in logs.describe_delivery_sources()["deliverySources"]
        if arn in source["resourceArns"] and source["logType"] == "ACCESS_LOGS"
    }
    if not sources:
        yield NotConfigured(CLOUDFRONT, f"no delivery source in {CLOUDFRONT_REGION} names {arn}")
        return
    destinations = {
        one["arn"]: one for one in logs.describe_delivery_destinations()["deliveryDestinations"]
    }
    deliveries = [
        one
        for one in logs.describe_deliveries()["deliveries"]
        if one["deliverySourceName"] in sources
    ]
    if not deliveries:
        yield NotConfigured(CLOUDFRONT, f"no delivery has the source {', '.join(sorted(sources))}")
    for number, delivery in enumerate(deliveries):
        destination = destinations[delivery["deliveryDestinationArn"]]
        where = destination["deliveryDestinationConfiguration"]["destinationResourceArn"]
        if not where.startswith("arn:aws:s3:::"):
            yield NotConfigured(CLOUDFRONT, f"its delivery goes to {where}, which is no bucket")
            continue
        lines = log_lines(
            visits,
            delivery.get("recordFields", ()),
            destination.get("outputFormat", "w3c"),
            _distribution(clients, arn),
        )
        place = ObjectPlace(
            where.removeprefix("arn:aws:s3:::"), object_key(delivery, workload, now, number)
        )
        body = gzip.compress("".join(f"{line}\n" for line in lines).encode())
        # What log delivery sends, and the bucket's policy asks for.
        clients.client("s3").put_object(
            Bucket=place.bucket, Key=place.key, Body=body, ACL="bucket-owner-full-control"
        )
        yield Written(CLOUDFRONT, place, tuple(lines), now)


def object_key(delivery: Mapping[str, Any], workload: Workload, now: datetime, number: int) -> str:
    """The prefix that log delivery adds, the delivery's own suffix path, and the file's name.

    Once made, a delivery shows its path with the prefix already before it.
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html#send-logs-s3
    """
    prefix = f"AWSLogs/{workload.account}/CloudFront/"
    distribution = workload.distribution_arn.rpartition("/")[2]
    path = delivery.get("s3DeliveryConfiguration", {}).get("suffixPath", "")
    path = prefix + path.removeprefix(prefix)
    for name, value in {
        "{DistributionId}": distribution,
        "{distributionid}": distribution,
        "{account-id}": workload.account,
        "{accountid}": workload.account,
        "{yyyy}": f"{now:%Y}",
        "{MM}": f"{now:%m}",
        "{dd}": f"{now:%d}",
        "{HH}": f"{now:%H}",
    }.items():
        path = path.replace(name, value)
    unique = hashlib.sha256(f"cloudfront {number} {now.isoformat()}".encode()).hexdigest()[:8]
    return f"{path.rstrip('/')}/{distribution}.{now:%Y-%m-%d-%H}.{unique}.gz"


def _distribution(clients: Clients, arn: str) -> dict[str, str]:
    identity = arn.rpartition("/")[2]
    answer = clients.client("cloudfront").get_distribution(Id=identity)["Distribution"]
    aliases = answer["DistributionConfig"].get("Aliases", {}).get("Items") or [answer["DomainName"]]
    return {"id": identity, "domain": answer["DomainName"], "host": aliases[0]}
