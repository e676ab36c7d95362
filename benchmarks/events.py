"""Deterministic log objects for the benchmarks, under the names that AWS gives them in S3.

    python -m benchmarks.events DIR [COUNT]

CloudTrail: reads of instances, role changes, object access, decryption, launches with nested
parameters, and refused policy changes, a tenth each or more. VPC flow logs: the default format,
one record in 200 without data.
"""

import gzip
import json
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

COUNT = 50_000
PER_OBJECT = 5_000
ACCOUNT, REGION = "123456789012", "eu-west-1"
BEGIN = datetime(2026, 7, 1, tzinfo=UTC)
FLOW_FIELDS = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes "
    "start end action log-status"
)
AGENTS = (
    "aws-cli/2.17.0 md/awscrt#0.20.11 ua/2.0 os/linux#6.1.94 md/arch#x86_64 lang/python#3.11.8",
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.2 (+https://www.terraform.io) aws-sdk-go-v2/1.30.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "lambda.amazonaws.com",
)


class _Maker:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 -- data, not secrets
        self._addresses = [
            ".".join(map(str, (self._random.choice((18, 52, 81, 203)), *self._bytes(3))))
            for _ in range(4_000)
        ]

    def _bytes(self, number: int) -> list[int]:
        return [self._random.randrange(1, 255) for _ in range(number)]

    def _hex(self, digits: int) -> str:
        return f"{self._random.getrandbits(4 * digits):0{digits}x}"

    def _uuid(self) -> str:
        return str(uuid.UUID(int=self._random.getrandbits(128), version=4))

    def _identity(self) -> dict[str, Any]:
        kind = self._random.random()
        if kind < 0.2:
            service = self._random.choice(("autoscaling", "config", "elasticloadbalancing"))
            return {"type": "AWSService", "invokedBy": f"{service}.amazonaws.com"}
        if kind < 0.35:
            name = f"user{self._random.randrange(40)}"
            return {
                "type": "IAMUser",
                "principalId": f"AIDA{self._hex(16).upper()}",
                "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}",
                "accountId": ACCOUNT,
                "accessKeyId": f"AKIA{self._hex(16).upper()}",
                "userName": name,
            }
        role, session = f"app-{self._random.randrange(30)}", f"i-{self._hex(17)}"
        return {
            "type": "AssumedRole",
            "principalId": f"AROA{self._hex(16).upper()}:{session}",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{session}",
            "accountId": ACCOUNT,
            "accessKeyId": f"ASIA{self._hex(16).upper()}",
            "sessionContext": {
                "sessionIssuer": {
                    "type": "Role",
                    "principalId": f"AROA{self._hex(16).upper()}",
                    "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}",
                    "accountId": ACCOUNT,
                    "userName": role,
                },
                "attributes": {"creationDate": "2026-07-01T00:00:00Z", "mfaAuthenticated": "false"},
            },
        }

    def cloudtrail(self, number: int) -> dict[str, Any]:
        identity = self._identity()
        deed = self._deed()
        host = f"{str(deed['eventSource']).partition('.')[0]}.{REGION}.amazonaws.com"
        return {
            "eventVersion": "1.11",
            "userIdentity": identity,
            "eventTime": f"{BEGIN + timedelta(milliseconds=150 * number):%Y-%m-%dT%H:%M:%SZ}",
            **deed,
            "awsRegion": REGION,
            "sourceIPAddress": identity.get("invokedBy") or self._random.choice(self._addresses),
            "userAgent": self._random.choice(AGENTS),
            "requestID": self._uuid(),
            "eventID": self._uuid(),
            "eventType": "AwsApiCall",
            "managementEvent": True,
            "recipientAccountId": ACCOUNT,
            "eventCategory": "Data" if deed["eventName"] == "GetObject" else "Management",
            "tlsDetails": {
                "tlsVersion": "TLSv1.3",
                "cipherSuite": "TLS_AES_128_GCM_SHA256",
                "clientProvidedHostHeader": host,
            },
        }

    def _deed(self) -> dict[str, Any]:
        """What was called, with parameters and answer."""
        kind = self._random.random()
        if kind < 0.3:
            ids = [{"instanceId": f"i-{self._hex(17)}"} for _ in range(2)]
            parameters = {"instancesSet": {"items": ids}, "filterSet": {"items": []}}
            return _deed("ec2", "DescribeInstances", parameters, None)
        if kind < 0.5:
            parameters = {
                "roleArn": f"arn:aws:iam::{ACCOUNT}:role/app-{self._random.randrange(30)}",
                "roleSessionName": f"session-{self._random.randrange(500)}",
                "durationSeconds": 3600,
            }
            credentials = {"accessKeyId": "ASIAEXAMPLE", "sessionToken": self._hex(128)}
            return _deed("sts", "AssumeRole", parameters, {"credentials": credentials})
        if kind < 0.7:
            parameters = {"bucketName": "my-app-data", "key": f"data/{self._uuid()}.parquet"}
            more = {"bytesTransferredOut": self._random.randrange(1 << 20), "x": self._hex(80)}
            arn = f"arn:aws:s3:::{parameters['bucketName']}"
            resources = [{"type": "AWS::S3::Bucket", "ARN": arn}]
            found = _deed("s3", "GetObject", parameters, None)
            return {**found, "additionalEventData": more, "resources": resources}
        if kind < 0.8:
            context = {"encryptionContext": {"aws:s3:arn": "arn:aws:s3:::my-app-data/x"}}
            return _deed("kms", "Decrypt", context, None)
        if kind < 0.9:
            tags = [{"key": "Name", "value": "web"}, {"key": "env", "value": "prod"}]
            parameters = {
                "instancesSet": {"items": [{"imageId": "ami-0abc", "minCount": 1, "maxCount": 1}]},
                "instanceType": self._random.choice(("m6i.large", "t3.micro", "c7g.xlarge")),
                "tagSpecificationSet": {"items": [{"resourceType": "instance", "tags": tags}]},
                "subnetId": f"subnet-{self._hex(8)}",
                "monitoring": {"enabled": True},
            }
            made = {"instanceId": f"i-{self._hex(17)}", "instanceState": {"code": 0}}
            answer = {"requestId": self._uuid(), "instancesSet": {"items": [made]}}
            return _deed("ec2", "RunInstances", parameters, answer)
        refused = {
            "errorCode": "AccessDenied",
            "errorMessage": f"User: arn:aws:iam::{ACCOUNT}:user/user{self._random.randrange(40)} "
            "is not authorized to perform: iam:AttachRolePolicy",
        }
        return {**_deed("iam", "AttachRolePolicy", None, None), **refused}

    def flow_record(self, number: int) -> str:
        begin = int(BEGIN.timestamp()) + number // 50
        eni = f"eni-{self._hex(17)}"
        if number % 200 == 199:
            return f"2 {ACCOUNT} {eni} - - - - - - - {begin} {begin + 60} - NODATA"
        choice = self._random.choice
        ports = f"{self._random.randrange(1024, 65_535)} {choice((443, 80, 22, 3306, 5432))}"
        packets = self._random.randrange(1, 500)
        action = "REJECT" if self._random.random() < 0.1 else "ACCEPT"
        return (
            f"2 {ACCOUNT} {eni} {choice(self._addresses)} 10.0.{'.'.join(map(str, self._bytes(2)))}"
            f" {ports} {choice((6, 6, 6, 17, 1))} {packets} {packets * 700}"
            f" {begin} {begin + 60} {action} OK"
        )


def _deed(service: str, name: str, parameters: Any, answer: Any) -> dict[str, Any]:
    return {
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "requestParameters": parameters,
        "responseElements": answer,
        "readOnly": answer is None,
    }


def make(folder: Path, count: int = COUNT) -> None:
    """Write `count` events of each kind; the same bytes on every machine with the same zlib."""
    maker = _Maker(20260701)
    for number, events in enumerate(_parts(maker.cloudtrail, count)):
        text = json.dumps({"Records": events}, separators=(",", ":"))
        _write(folder, f"CloudTrail/{REGION}", f"CloudTrail_{REGION}", number, "json", text)
    for number, lines in enumerate(_parts(maker.flow_record, count)):
        text = "\n".join([FLOW_FIELDS, *lines]) + "\n"
        _write(folder, f"vpcflowlogs/{REGION}", f"vpcflowlogs_{REGION}", number, "log", text)


def _parts(make_one: Callable[[int], Any], count: int) -> Iterator[list[Any]]:
    for start in range(0, count, PER_OBJECT):
        yield [make_one(number) for number in range(start, min(start + PER_OBJECT, count))]


def _write(root: Path, below: str, name: str, number: int, ending: str, text: str) -> None:
    folder = root / "AWSLogs" / ACCOUNT / below / "2026/07/01"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{ACCOUNT}_{name}_20260701T{number:04}Z.{ending}.gz"
    file.write_bytes(gzip.compress(text.encode(), 6, mtime=0))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
