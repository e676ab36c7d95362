# ruff: noqa: T201 - a function prints its log
"""The probe's function: reads what each of its sources sends and logs one line a finding."""

import base64
import gzip
import json
import time


def handler(event, context):
    if event.get("ask") == "boto3":
        import boto3

        return {"boto3": boto3.__name__, "account": context.invoked_function_arn.split(":")[4]}
    if "awslogs" in event:
        batch = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
        for log_event in batch["logEvents"]:
            print(f"flow {log_event['id']} {log_event['message']}")
        return None
    failures = []
    for record in event["Records"]:
        if "Sns" in record:
            print(f"alarm {record['Sns']['Subject']}")
        elif not read_objects(record):
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def read_objects(record):
    import boto3

    for found in json.loads(record["body"]).get("Records", []):
        where = {"Bucket": found["s3"]["bucket"]["name"], "Key": found["s3"]["object"]["key"]}
        body = boto3.client("s3").get_object(**where)["Body"].read()
        print(f"object {where['Key']} {body.decode(errors='replace')}")
        if body == b"broken":
            return False
        print(json.dumps(read_metric()))
    return True


def read_metric():
    return {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": "probe/pipeline",
                    "Dimensions": [["service"]],
                    "Metrics": [{"Name": "Read", "Unit": "Count"}],
                }
            ],
        },
        "service": "reader",
        "Read": 1,
    }
