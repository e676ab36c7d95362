"""Actions that the emulator has from us alone: kept as given, read back, refused as AWS refuses."""

import json
import time

import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.cloud

CONTENT = json.dumps(
    {"schemaVersion": "2.2", "description": "Nothing at all", "mainSteps": [{"name": "one"}]}
)
TARGETS = [{"Key": "tag:logs", "Values": ["linux"]}]
FIREHOSE = "arn:aws:firehose:ap-northeast-1:111122223333:deliverystream/metrics"
ROLE = "arn:aws:iam::111122223333:role/metric-stream"


def refusal(call, **arguments):
    """The code of the error that a call is answered with."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


class TestSavedQueries:
    def test_one_is_made_written_over_found_by_prefix_and_deleted(self, emulator):
        logs = emulator.client("logs")
        given = {"name": "saved/b", "queryString": "fields @message", "logGroupNames": ["/one"]}
        identity = logs.put_query_definition(**given)["queryDefinitionId"]
        logs.put_query_definition(name="saved/a", queryString="limit 1")
        logs.put_query_definition(name="other", queryString="limit 1")

        def found(**arguments):
            return logs.describe_query_definitions(queryDefinitionNamePrefix="saved/", **arguments)

        assert [one["name"] for one in found()["queryDefinitions"]] == ["saved/a", "saved/b"]
        assert found()["queryDefinitions"][1].items() >= given.items()
        first = found(maxResults=1)
        rest = found(maxResults=1, nextToken=first["nextToken"])
        assert [one["name"] for one in rest["queryDefinitions"]] == ["saved/b"]
        assert "nextToken" not in rest

        logs.put_query_definition(queryDefinitionId=identity, name="saved/b", queryString="limit 2")
        [changed] = logs.describe_query_definitions(queryDefinitionNamePrefix="saved/b")[
            "queryDefinitions"
        ]
        assert (changed["queryString"], changed["logGroupNames"]) == ("limit 2", [])
        assert logs.delete_query_definition(queryDefinitionId=identity)["success"] is True
        assert [one["name"] for one in found()["queryDefinitions"]] == ["saved/a"]

    def test_an_id_that_is_not_there_and_a_text_that_is_too_long(self, emulator):
        logs = emulator.client("logs")
        gone = {"queryDefinitionId": "gone"}
        assert refusal(logs.delete_query_definition, **gone) == "ResourceNotFoundException"
        put = {"name": "a", "queryString": "limit 1"}
        assert refusal(logs.put_query_definition, **put, **gone) == "ResourceNotFoundException"
        put["queryString"] = "x" * 10_001
        assert refusal(logs.put_query_definition, **put) == "InvalidParameterException"


class TestDocumentsAndAssociations:
    def test_a_document_keeps_its_versions(self, emulator):
        ssm = emulator.client("ssm")
        made = ssm.create_document(Name="versions", Content=CONTENT, DocumentType="Command")
        assert made["DocumentDescription"]["Status"] == "Active"
        assert made["DocumentDescription"]["SchemaVersion"] == "2.2"
        assert refusal(ssm.create_document, Name="versions", Content=CONTENT) == (
            "DocumentAlreadyExists"
        )
        again = {"Name": "versions", "Content": CONTENT, "DocumentVersion": "$LATEST"}
        assert refusal(ssm.update_document, **again) == "DuplicateDocumentContent"

        newer = CONTENT.replace("Nothing", "Little")
        ssm.update_document(Name="versions", Content=newer, DocumentVersion="1")
        assert ssm.get_document(Name="versions")["Content"] == CONTENT
        assert ssm.get_document(Name="versions", DocumentVersion="$LATEST")["Content"] == newer
        ssm.update_document_default_version(Name="versions", DocumentVersion="2")
        described = ssm.describe_document(Name="versions")["Document"]
        assert described["Description"] == "Little at all"
        assert (described["DefaultVersion"], described["LatestVersion"]) == ("2", "2")
        assert refusal(ssm.get_document, Name="versions", DocumentVersion="3") == (
            "InvalidDocumentVersion"
        )
        shared = ssm.describe_document_permission(Name="versions", PermissionType="Share")
        assert shared["AccountIds"] == []

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            ("no JSON", "InvalidDocumentContent"),
            ('{"mainSteps": []}', "InvalidDocumentContent"),
            ('{"schemaVersion": "9"}', "InvalidDocumentSchemaVersion"),
            ('{"schemaVersion": "2.2", "x": "%s"}' % ("x" * 65_536), "MaxDocumentSizeExceeded"),
        ],
    )
    def test_content_that_systems_manager_does_not_take(self, emulator, content, code):
        create = emulator.client("ssm").create_document
        assert refusal(create, Name="wrong", Content=content) == code

    def test_an_association_is_kept_until_it_is_deleted_and_its_document_with_it(self, emulator):
        ssm = emulator.client("ssm")
        ssm.create_document(Name="associated", Content=CONTENT)
        given = {
            "Name": "associated",
            "AssociationName": "fleet",
            "ScheduleExpression": "rate(1 day)",
            "ComplianceSeverity": "HIGH",
            "Targets": TARGETS,
        }
        made = ssm.create_association(**given, Tags=[{"Key": "team", "Value": "audit"}])
        one = {"AssociationId": made["AssociationDescription"]["AssociationId"]}

        def described():
            return ssm.describe_association(**one)["AssociationDescription"]

        assert described().items() >= given.items()
        assert described()["DocumentVersion"] == "$DEFAULT"
        tags = ssm.list_tags_for_resource(
            ResourceType="Association", ResourceId=one["AssociationId"]
        )
        assert tags["TagList"] == [{"Key": "team", "Value": "audit"}]
        filters = [{"key": "Name", "value": "associated"}]
        [listed] = ssm.list_associations(AssociationFilterList=filters)["Associations"]
        assert listed["AssociationName"] == "fleet"

        # What an update leaves out is lost: AWS says so, and Terraform therefore sends everything.
        ssm.update_association(**one, Targets=TARGETS)
        assert described()["Name"] == "associated"
        assert described()["AssociationVersion"] == "2"
        assert "ScheduleExpression" not in described()

        assert refusal(ssm.delete_document, Name="associated") == "AssociatedInstances"
        ssm.delete_association(**one)
        assert refusal(ssm.describe_association, **one) == "AssociationDoesNotExist"
        ssm.delete_document(Name="associated")
        assert refusal(ssm.describe_document, Name="associated") == "InvalidDocument"

    def test_what_an_association_cannot_name(self, emulator):
        create = emulator.client("ssm").create_association
        given = {"Name": "AWS-RunPatchBaseline", "Targets": TARGETS}  # one of AWS's own is there
        assert create(**given)["AssociationDescription"]["Overview"] == {"Status": "Pending"}
        assert refusal(create, Targets=TARGETS, Name="gone") == "InvalidDocument"
        assert refusal(create, **given, ScheduleExpression="daily") == "InvalidSchedule"
        nobody = [{"Key": "tag:logs", "Values": []}]
        assert refusal(create, Name=given["Name"], Targets=nobody) == "InvalidTarget"


class TestInsightSelectors:
    def test_they_are_kept_and_turned_off(self, emulator):
        trails = emulator.client("cloudtrail")
        trails.create_trail(Name="insights", S3BucketName="audit")
        get, put = trails.get_insight_selectors, trails.put_insight_selectors
        assert refusal(get, TrailName="insights") == "InsightNotEnabledException"
        selectors = [{"InsightType": "ApiCallRateInsight"}]
        put(TrailName="insights", InsightSelectors=selectors)
        assert get(TrailName="insights")["InsightSelectors"] == selectors
        assert trails.get_trail(Name="insights")["Trail"]["HasInsightSelectors"] is True
        assert refusal(put, TrailName="insights", InsightSelectors=[{"InsightType": "Other"}]) == (
            "InvalidInsightSelectorsException"
        )
        put(TrailName="insights", InsightSelectors=[])
        assert refusal(get, TrailName="insights") == "InsightNotEnabledException"
        assert refusal(get, TrailName="gone") == "TrailNotFoundException"


STREAM = {
    "Name": "kept",
    "FirehoseArn": FIREHOSE,
    "RoleArn": ROLE,
    "OutputFormat": "json",
    "IncludeFilters": [{"Namespace": "AWS/SQS", "MetricNames": ["One", "Two"]}],
    "StatisticsConfigurations": [
        {
            "IncludeMetrics": [{"Namespace": "AWS/SQS", "MetricName": "One"}],
            "AdditionalStatistics": ["p90"],
        }
    ],
}


class TestMetricStreams:
    def test_one_is_made_stopped_written_over_and_deleted(self, emulator):
        metrics = emulator.client("cloudwatch")
        tags = [{"Key": "team", "Value": "audit"}]
        arn = metrics.put_metric_stream(**STREAM, Tags=tags)["Arn"]
        found = metrics.get_metric_stream(Name="kept")
        assert found.items() >= STREAM.items()
        assert (found["Arn"], found["State"]) == (arn, "running")
        assert found["IncludeLinkedAccountsMetrics"] is False
        assert abs(found["CreationDate"].timestamp() - time.time()) < 60
        assert metrics.list_tags_for_resource(ResourceARN=arn)["Tags"] == tags

        metrics.stop_metric_streams(Names=["kept"])
        metrics.put_metric_stream(**{**STREAM, "IncludeFilters": []})
        found = metrics.get_metric_stream(Name="kept")
        assert "IncludeFilters" not in found
        [entry] = metrics.list_metric_streams()["Entries"]
        assert (entry["Name"], entry["State"]) == ("kept", "stopped")
        metrics.start_metric_streams(Names=["kept"])
        assert metrics.get_metric_stream(Name="kept")["State"] == "running"

        metrics.delete_metric_stream(Name="kept")
        metrics.delete_metric_stream(Name="kept")
        assert refusal(metrics.get_metric_stream, Name="kept") == "ResourceNotFoundException"
        assert refusal(metrics.list_tags_for_resource, ResourceARN=arn) == "ResourceNotFound"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"OutputFormat": "csv"}, "InvalidParameterValue"),
            ({"Name": "with space"}, "InvalidParameterValue"),
            ({"ExcludeFilters": [{"Namespace": "AWS/EC2"}]}, "InvalidParameterCombination"),
        ],
    )
    def test_what_cloudwatch_does_not_take(self, emulator, changed, code):
        put = emulator.client("cloudwatch").put_metric_stream
        assert refusal(put, **{**STREAM, **changed}) == code


class TestLogDeliveries:
    def test_the_first_delivery_of_a_source_is_made_and_a_second_refused(self, emulator):
        logs = emulator.client("logs", region="us-east-1")
        logs.put_delivery_source(
            name="web",
            resourceArn="arn:aws:cloudfront::111122223333:distribution/E1",
            logType="ACCESS_LOGS",
        )
        destination = logs.put_delivery_destination(
            name="bucket",
            outputFormat="w3c",
            deliveryDestinationConfiguration={"destinationResourceArn": "arn:aws:s3:::delivery"},
        )["deliveryDestination"]["arn"]
        given = {"deliverySourceName": "web", "deliveryDestinationArn": destination}
        made = logs.create_delivery(**given, s3DeliveryConfiguration={"suffixPath": "{yyyy}"})
        kept = logs.get_delivery(id=made["delivery"]["id"])["delivery"]
        assert kept["s3DeliveryConfiguration"]["suffixPath"] == "{yyyy}"
        assert refusal(logs.create_delivery, **given) == "ConflictException"


class TestHealthEvents:
    def test_aws_health_can_be_played_and_no_other_service(self, emulator):
        def put(*sources):
            entries = [
                {"Source": source, "DetailType": "Any", "Detail": "{}"} for source in sources
            ]
            answer = emulator.client("events").put_events(Entries=entries)
            return [one.get("ErrorCode") for one in answer["Entries"]]

        assert put("aws.health", "aws.health") == [None, None]
        assert put("aws.ec2") == ["NotAuthorizedForSourceException"]
        assert put("aws.health", "aws.ec2") == ["NotAuthorizedForSourceException"] * 2
