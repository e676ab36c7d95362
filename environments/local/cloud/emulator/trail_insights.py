"""CloudTrail Insights: PutInsightSelectors and GetInsightSelectors.

ministack (services/cloudtrail.py) knows neither, so a trail with Insights cannot be made. They are
kept and read back; no Insights event is ever written, as no other event of the trail is.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html
"""

from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id
from ministack.services import cloudtrail

from cloud.emulator.patch import Answer, need

Body = dict[str, Any]

_TYPES = ("ApiCallRateInsight", "ApiErrorRateInsight")

_selectors = AccountRegionScopedDict()


def apply() -> None:
    """Add both actions."""
    need(cloudtrail, "_DISPATCH", "_find_mutable_trail", "_find_visible_trail", "_ok", "_err")
    cloudtrail._DISPATCH |= {"GetInsightSelectors": get, "PutInsightSelectors": put}


def put(body: Body) -> Answer:
    """Keep a trail's selectors; an empty list turns Insights off."""
    name, region, trail, error = cloudtrail._find_mutable_trail(body.get("TrailName") or "")
    if error:
        refusal: Answer = error
        return refusal
    selectors = body.get("InsightSelectors")
    types = [selector.get("InsightType") for selector in selectors or []]
    if selectors is None or len(set(types)) != len(types) or not set(types) <= set(_TYPES):
        return _refused(
            "InvalidInsightSelectorsException",
            f"InsightSelectors has the types {types}: each of {', '.join(_TYPES)} may stand once.",
        )
    _selectors.set_scoped(get_account_id(), region, name, selectors)
    trail["HasInsightSelectors"] = bool(selectors)
    return _answer(trail, selectors)


def get(body: Body) -> Answer:
    """The selectors of a trail that has some."""
    wanted = body.get("TrailName") or ""
    try:
        name, region, trail = cloudtrail._find_visible_trail(wanted)
    except ValueError as error:
        return _refused("CloudTrailARNInvalidException", str(error))
    if trail is None:
        return _refused("TrailNotFoundException", f"Unknown trail: {wanted!r}", 404)
    if not trail["HasInsightSelectors"]:
        return _refused(
            "InsightNotEnabledException",
            f"Trail {trail['TrailARN']} does not have Insights enabled. Edit the trail settings to "
            "enable Insights, and then try the operation again.",
        )
    return _answer(trail, _selectors.get_scoped(get_account_id(), region, name))


def _answer(trail: Body, selectors: list[Body]) -> Answer:
    answer: Answer = cloudtrail._ok({"TrailARN": trail["TrailARN"], "InsightSelectors": selectors})
    return answer


def _refused(code: str, message: str, status: int = 400) -> Answer:
    refusal: Answer = cloudtrail._err(code, message, status)
    return refusal
