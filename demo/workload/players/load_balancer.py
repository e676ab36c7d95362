"""Access and connection logs, where the load balancer's own attributes send them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from demo.clients import Clients
from demo.workload.expected import ALB_ACCESS, ALB_CONNECTION
from demo.workload.log import NotConfigured, ObjectPlace, Outcome, Written
from demo.workload.players.workload import Workload
from demo.workload.records.load_balancer import Balancer, access_line, connection_line
from demo.workload.visits import Visit


def play(
    clients: Clients, workload: Workload, visits: Sequence[Visit], now: datetime
) -> Iterator[Outcome]:
    arn = workload.load_balancer_arn
    answer = clients.client("elbv2").describe_load_balancer_attributes(LoadBalancerArn=arn)
    attributes = {one["Key"]: one["Value"] for one in answer["Attributes"]}
    balancer = _balancer(clients, arn)
    for log, kind, lines in (
        (ALB_ACCESS, "access_logs", [access_line(visit, balancer) for visit in visits]),
        (ALB_CONNECTION, "connection_logs", [connection_line(visit) for visit in visits]),
    ):
        bucket = attributes.get(f"{kind}.s3.bucket", "")
        if attributes.get(f"{kind}.s3.enabled") != "true" or not bucket:
            yield NotConfigured(log, f"{kind}.s3.enabled is not true on {arn}")
            continue
        prefix = attributes.get(f"{kind}.s3.prefix", "")
        key = object_key(prefix, kind, workload, balancer.id, now)
        body = gzip.compress("".join(f"{line}\n" for line in lines).encode())
        clients.client("s3").put_object(Bucket=bucket, Key=key, Body=body)
        yield Written(log, ObjectPlace(bucket, key), tuple(lines), now)


def object_key(prefix: str, kind: str, workload: Workload, balancer_id: str, now: datetime) -> str:
    """The name of a log file, which ends at a five-minute mark.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#access-log-file-format
    """
    account, region = workload.account, workload.region
    end = now.replace(minute=now.minute - now.minute % 5)
    unique = hashlib.sha256(f"{kind} {now.isoformat()}".encode()).hexdigest()[:8]
    name = (
        f"{account}_elasticloadbalancing_{region}_{balancer_id.replace('/', '.')}_"
        f"{end:%Y%m%dT%H%MZ}_198.51.100.40_{unique}.log.gz"
    )
    if kind == "connection_logs":
        name = f"conn_log.{name}"
    before = f"{prefix}/" if prefix else ""
    return f"{before}AWSLogs/{account}/elasticloadbalancing/{region}/{now:%Y/%m/%d}/{name}"


def _balancer(clients: Clients, arn: str) -> Balancer:
    elb = clients.client("elbv2")
    listener = elb.describe_listeners(LoadBalancerArn=arn)["Listeners"][0]
    certificates = listener.get("Certificates") or [{"CertificateArn": "-"}]
    group = listener["DefaultActions"][0]["TargetGroupArn"]
    return Balancer(
        id=arn.partition(":loadbalancer/")[2],
        host="shop.example.com",
        target="10.60.16.20:80",
        target_group_arn=group,
        certificate_arn=certificates[0]["CertificateArn"],
    )
