"""From a metric to an object in a bucket: metric streams and Firehose. And health checks."""

import gzip
import json
import time
import uuid

import pytest

pytestmark = pytest.mark.cloud

ROLE = "arn:aws:iam::111122223333:role/delivery"
NAMESPACE = "test/streamed"


@pytest.fixture
def bucket(emulator):
    name = f"streamed-{uuid.uuid4()}"
    location = {"LocationConstraint": "ap-northeast-1"}
    emulator.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=location)
    return name


@pytest.fixture
def delivery(emulator, bucket):
    """A delivery stream into the bucket: `delivery(CompressionFormat="GZIP")` gives its name."""
    firehose = emulator.client("firehose")
    made = []

    def make(**settings):
        name = f"delivery-{uuid.uuid4()}"
        configuration = {"RoleARN": ROLE, "BucketARN": f"arn:aws:s3:::{bucket}", **settings}
        firehose.create_delivery_stream(
            DeliveryStreamName=name, ExtendedS3DestinationConfiguration=configuration
        )
        made.append(name)
        return name

    yield make
    for name in made:
        firehose.delete_delivery_stream(DeliveryStreamName=name)


def objects(emulator, bucket):
    s3 = emulator.client("s3")
    keys = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def test_records_come_together_in_one_compressed_object(emulator, bucket, delivery, eventually):
    name = delivery(CompressionFormat="GZIP", Prefix="metrics/!{timestamp:yyyy}/")
    records = [{"Data": f"{number}\n".encode()} for number in range(3)]
    emulator.client("firehose").put_record_batch(DeliveryStreamName=name, Records=records)
    [(key, body)] = eventually(lambda: objects(emulator, bucket)).items()
    assert key.startswith(f"metrics/{time.gmtime().tm_year}/{name}-1-")
    assert key.endswith(".gz")
    assert gzip.decompress(body) == b"0\n1\n2\n"


def test_a_description_says_the_time_zone_and_the_extension(emulator, delivery):
    def described(name):
        answer = emulator.client("firehose").describe_delivery_stream(DeliveryStreamName=name)
        [destination] = answer["DeliveryStreamDescription"]["Destinations"]
        return destination["ExtendedS3DestinationDescription"]

    assert described(delivery())["CustomTimeZone"] == "UTC"
    set_so = {"CustomTimeZone": "Asia/Tokyo", "FileExtension": ".json"}
    assert described(delivery(**set_so)).items() >= set_so.items()


def test_a_minute_that_is_over_is_sent_once_by_each_stream_that_wants_it(
    emulator, bucket, delivery, eventually
):
    metrics = emulator.client("cloudwatch")
    arn = f"arn:aws:firehose:ap-northeast-1:111122223333:deliverystream/{delivery()}"
    common = {"FirehoseArn": arn, "RoleArn": ROLE, "OutputFormat": "json"}
    wanted = [{"Namespace": NAMESPACE, "MetricNames": ["Wanted"]}]
    metrics.put_metric_stream(Name="some", IncludeFilters=wanted, **common)
    others = [{"Namespace": space} for space in ("AWS/SQS", "AWS/Logs", NAMESPACE)]
    metrics.put_metric_stream(Name="none", ExcludeFilters=others, **common)

    over = int(time.time()) // 60 * 60 - 120
    queue = [{"Name": "Queue", "Value": "orders"}]
    data = [
        {"MetricName": name, "Value": value, "Timestamp": moment, "Dimensions": queue}
        for name, value, moment in [
            ("Wanted", 1.0, over),
            ("Wanted", 4.0, over + 59),
            ("Wanted", 9.0, over + 240),  # its minute is not over for long
            ("Unwanted", 1.0, over),
        ]
    ]
    metrics.put_metric_data(Namespace=NAMESPACE, MetricData=data)
    [body] = eventually(lambda: objects(emulator, bucket)).values()
    metrics.delete_metric_stream(Name="some")
    metrics.delete_metric_stream(Name="none")
    [line] = body.decode().splitlines()
    assert json.loads(line) == {
        "metric_stream_name": "some",
        "account_id": "111122223333",
        "region": "ap-northeast-1",
        "namespace": NAMESPACE,
        "metric_name": "Wanted",
        "dimensions": {"Queue": "orders"},
        "timestamp": over * 1000,
        "value": {"max": 4.0, "min": 1.0, "sum": 5.0, "count": 2.0},
        "unit": "None",
    }


def test_a_health_check_is_well_until_it_is_inverted(emulator):
    route53 = emulator.client("route53")
    config = {"Type": "HTTPS", "FullyQualifiedDomainName": "www.example.com", "Port": 443}
    check = route53.create_health_check(CallerReference="one", HealthCheckConfig=config)
    identity = check["HealthCheck"]["Id"]

    def lowest():
        answer = emulator.client("cloudwatch", region="us-east-1").get_metric_statistics(
            Namespace="AWS/Route53",
            MetricName="HealthCheckStatus",
            Dimensions=[{"Name": "HealthCheckId", "Value": identity}],
            StartTime=time.time() - 120,
            EndTime=time.time() + 60,
            Period=300,
            Statistics=["Minimum"],
        )
        return min(point["Minimum"] for point in answer["Datapoints"])

    assert lowest() == 1
    route53.update_health_check(HealthCheckId=identity, Inverted=True)
    assert lowest() == 0
    route53.delete_health_check(HealthCheckId=identity)
