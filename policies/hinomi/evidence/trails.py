"""CloudTrail trails, and which events they select."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..iam import Answer
from ..resource import Absent, Known, Path, Resource, Value
from .place import Place

# Services whose events CloudTrail records in us-east-1 only: a trail leaves them out unless
# include_global_service_events is set (CloudTrail user guide, "About global service events").
GLOBAL_SERVICES = {
    "cloudfront.amazonaws.com",
    "iam.amazonaws.com",
    "organizations.amazonaws.com",
    "signin.amazonaws.com",
    "sts.amazonaws.com",
}
_FIELD_TESTS: dict[str, Callable[[str, str], bool]] = {
    "equals": str.__eq__,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
}


@dataclass(frozen=True, slots=True)
class Trail:
    """A trail as planned; `enable_logging` and the selectors have the provider's defaults."""

    address: str
    place: Place
    name: Value
    enable_logging: Value
    multi_region: Value
    global_services: Value
    log_file_validation: Value
    kms_key: Value
    log_group_arn: Value
    log_role_arn: Value
    bucket: Value
    selectors: Selectors

    @classmethod
    def of(cls, resource: Resource) -> Trail:
        return cls(
            address=resource.address,
            place=Place.of(resource),
            name=resource.value("name"),
            enable_logging=_or(resource.value("enable_logging"), True),
            multi_region=_or(resource.value("is_multi_region_trail"), False),
            global_services=_or(resource.value("include_global_service_events"), True),
            log_file_validation=_or(resource.value("enable_log_file_validation"), False),
            kms_key=resource.value("kms_key_id"),
            log_group_arn=resource.value("cloud_watch_logs_group_arn"),
            log_role_arn=resource.value("cloud_watch_logs_role_arn"),
            bucket=resource.value("s3_bucket_name"),
            selectors=Selectors(resource),
        )

    def selects(self, event: Mapping[str, Any]) -> Answer:
        """Whether the trail records `event` (a CloudTrail record)."""
        if event.get("eventSource") in GLOBAL_SERVICES:
            home = Answer.YES if self.place.region == "us-east-1" else Answer.NO
            there = max(_is_true(self.multi_region), home)
            return min(_is_true(self.global_services), there, self.selectors.selects(event))
        return self.selectors.selects(event)


@dataclass(frozen=True, slots=True)
class Selectors:
    """A trail's event selectors. Without any, it records all management events."""

    resource: Resource

    def selects(self, event: Mapping[str, Any]) -> Answer:
        """Whether any selector takes `event`."""
        advanced = self.resource.blocks("advanced_event_selector")
        basic = self.resource.blocks("event_selector")
        if advanced is None or basic is None:
            return Answer.UNSURE
        if advanced:
            return max(self._advanced(index, event) for index in range(advanced))
        if basic:
            return max(self._basic(index, event) for index in range(basic))
        return Answer.YES if _is_management(event) else Answer.NO

    def _basic(self, index: int, event: Mapping[str, Any]) -> Answer:
        here: Path = ("event_selector", index)
        if not _is_management(event):
            return Answer.UNSURE if self.resource.blocks(*here, "data_resource") else Answer.NO
        wanted = _is_true(_or(self.resource.value(*here, "include_management_events"), True))
        kind = _or(self.resource.value(*here, "read_write_type"), "All")
        excluded = self.resource.members(*here, "exclude_management_event_sources")
        return min(wanted, _read_write(kind, event), _is_not_among(excluded, event))

    def _advanced(self, index: int, event: Mapping[str, Any]) -> Answer:
        here: Path = ("advanced_event_selector", index, "field_selector")
        count = self.resource.blocks(*here)
        if count is None:
            return Answer.UNSURE
        return min((self._field(here, n, event) for n in range(count)), default=Answer.NO)

    def _field(self, here: Path, number: int, event: Mapping[str, Any]) -> Answer:
        name = self.resource.value(*here, number, "field")
        if not isinstance(name, Known):
            return Answer.UNSURE
        if name.value == "eventCategory":
            actual = event.get("eventCategory", "Management" if _is_management(event) else "Data")
        elif name.value in ("readOnly", "eventName", "eventSource", "eventType"):
            actual = event.get(name.value)
        else:
            return Answer.UNSURE  # resources.type and the like: only data events carry them
        text = str(actual).lower() if isinstance(actual, bool) else str(actual)
        answer = Answer.YES
        for operator, test in _FIELD_TESTS.items():
            for attribute, negated in ((operator, False), (f"not_{operator}", True)):
                values = self.resource.members(*here, number, attribute)
                if values == ():
                    continue
                if values is None or not all(isinstance(value, Known) for value in values):
                    answer = min(answer, Answer.UNSURE)
                    continue
                known = [str(value.value) for value in values if isinstance(value, Known)]
                found = any(test(text, want) for want in known)
                answer = min(answer, Answer.YES if found is not negated else Answer.NO)
        return answer


def _or(value: Value, default: Any) -> Value:
    return Known(default) if isinstance(value, Absent) else value


def _is_true(value: Value) -> Answer:
    if isinstance(value, Known):
        return Answer.YES if value.value is True else Answer.NO
    return Answer.UNSURE if not isinstance(value, Absent) else Answer.NO


def _is_management(event: Mapping[str, Any]) -> bool:
    category = event.get("eventCategory")
    return category == "Management" if category else event.get("managementEvent", True) is not False


def _read_write(kind: Value, event: Mapping[str, Any]) -> Answer:
    if not isinstance(kind, Known):
        return Answer.UNSURE
    if kind.value == "All":
        return Answer.YES
    read_only = event.get("readOnly")
    if read_only is None:
        return Answer.UNSURE
    return Answer.YES if (kind.value == "ReadOnly") == bool(read_only) else Answer.NO


def _is_not_among(excluded: tuple[Value, ...] | None, event: Mapping[str, Any]) -> Answer:
    if excluded is None or not all(isinstance(value, Known) for value in excluded):
        return Answer.UNSURE
    sources = {value.value for value in excluded if isinstance(value, Known)}
    return Answer.NO if event.get("eventSource") in sources else Answer.YES
