"""CloudTrail trails: log group, role, topic and tags of CreateTrail are kept.

ministack (services/cloudtrail.py) keeps them on UpdateTrail only (tags not even there), so a trail
that Terraform has just made has no log group. It answers with no SnsTopicARN either.
"""

import json
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail

from cloud.emulator.patch import need, replace_action

Answer = tuple[int, dict[str, str], bytes]
Body = dict[str, Any]

_KEPT = ("CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "SnsTopicName")


def apply() -> None:
    """Patch CreateTrail and UpdateTrail."""
    need(cloudtrail, "_trails", "_trail_tags", "_find_visible_trail", "_ok")
    _patch("CreateTrail")
    _patch("UpdateTrail")


def _patch(action: str) -> None:
    def mended(body: Body) -> Answer:
        answer: Answer = original(body)
        if answer[0] != 200:
            return answer
        _name, _region, trail = cloudtrail._find_visible_trail(body["Name"].strip())
        for field in _KEPT:
            if field in body:
                trail[field] = body[field]
        _name_topic(trail)
        if body.get("TagsList"):
            cloudtrail._trail_tags[trail["TrailARN"]] = {
                tag["Key"]: tag.get("Value", "") for tag in body["TagsList"]
            }
        kept = {field: trail[field] for field in (*_KEPT, "SnsTopicARN") if trail.get(field)}
        completed: Answer = cloudtrail._ok({**json.loads(answer[2]), **kept})
        return completed

    original = replace_action(cloudtrail, "_DISPATCH", action, mended)


def _name_topic(trail: Body) -> None:
    topic = trail.get("SnsTopicName") or ""
    if not topic:
        trail.pop("SnsTopicARN", None)
    elif topic.startswith("arn:"):
        trail["SnsTopicARN"] = topic
    else:
        home = trail["HomeRegion"]
        trail["SnsTopicARN"] = f"arn:aws:sns:{home}:{get_account_id()}:{topic}"
