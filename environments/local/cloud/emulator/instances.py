"""Detailed monitoring of instances.

ministack (services/ec2.py) launches every instance without it, whatever RunInstances asks for, and
knows neither MonitorInstances nor UnmonitorInstances, which Terraform calls after each launch.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html
"""

import re
from typing import Any

from ministack.services import ec2

from cloud.emulator.patch import MendError, need, replace_action

Answer = tuple[int, dict[str, str], bytes]

_ID = re.compile(rb"<instanceId>(i-[0-9a-f]+)</instanceId>")


def apply() -> None:
    """Patch the launch, and add both actions."""
    need(ec2, "_instances", "_p", "_error", "_parse_member_list", "_xml")

    def run(p: dict[str, Any]) -> Answer:
        answer: Answer = original(p)
        if ec2._p(p, "Monitoring.Enabled").lower() == "true":
            for found in _ID.findall(answer[2]):
                ec2._instances[found.decode()]["Monitoring"] = {"State": "enabled"}
        return answer

    original = replace_action(ec2, "_ACTION_MAP", "RunInstances", run)
    for action, state in (("MonitorInstances", "enabled"), ("UnmonitorInstances", "disabled")):
        if action in ec2._ACTION_MAP:
            raise MendError(f"{ec2.__name__} knows {action} by itself now")
        ec2._ACTION_MAP[action] = _setter(action, state)


def _setter(action: str, state: str) -> Any:
    def mended(p: dict[str, Any]) -> Answer:
        wanted = ec2._parse_member_list(p, "InstanceId")
        unknown = [instance for instance in wanted if instance not in ec2._instances]
        if unknown or not wanted:
            refusal: Answer = ec2._error(
                "InvalidInstanceID.NotFound",
                f"The instance IDs '{', '.join(unknown)}' do not exist",
                400,
            )
            return refusal
        for instance in wanted:
            ec2._instances[instance]["Monitoring"] = {"State": state}
        items = "".join(
            f"<item><instanceId>{instance}</instanceId>"
            f"<monitoring><state>{state}</state></monitoring></item>"
            for instance in wanted
        )
        answer: Answer = ec2._xml(200, f"{action}Response", f"<instancesSet>{items}</instancesSet>")
        return answer

    return mended
