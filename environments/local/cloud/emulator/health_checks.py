"""What Route 53's checkers report of a health check: HealthCheckStatus, each minute.

ministack (services/route53.py) keeps health checks and reports nothing, so an alarm that takes
silence for an outage would ring for ever. Nothing here can be asked from outside, and nobody is:
every endpoint counts as well, unless `Inverted` says the opposite; a disabled check counts as well
too (as in AWS). Whoever wants to see the page down inverts the check.
https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
"""

import threading
import time
from typing import Any

from ministack.core.responses import get_account_id, request_scope
from ministack.services import route53

from cloud.emulator import alarm_states, metrics
from cloud.emulator.patch import Answer, need, replace

HealthCheck = dict[str, Any]

_INTERVAL_SECONDS = 60
_METRICS_REGION = "us-east-1"  # where Route 53 publishes, whoever asks


def apply() -> None:
    """Report a check as soon as it is made or changed, and from then on each minute."""
    need(route53, "_health_checks")

    def mended_create(body: bytes) -> Answer:
        answer: Answer = original_create(body)
        _report(get_account_id())
        return answer

    def mended_update(hc_id: str, body: bytes) -> Answer:
        answer: Answer = original_update(hc_id, body)
        _report(get_account_id())
        return answer

    original_create = replace(route53, "_create_health_check", mended_create)
    original_update = replace(route53, "_update_health_check", mended_update)
    threading.Thread(target=_report_forever, name="health-checks", daemon=True).start()


def _report_forever() -> None:
    while True:
        time.sleep(_INTERVAL_SECONDS)
        for account in {key[0] for key in list(route53._health_checks._data)}:
            _report(account)


def _report(account: str) -> None:
    with request_scope(account, _METRICS_REGION):
        for check in list(route53._health_checks.values()):
            config = check["config"]
            down = config.get("Inverted", False) and not config.get("Disabled", False)
            metrics.publish(
                "AWS/Route53",
                "HealthCheckStatus",
                0 if down else 1,
                time=time.time(),
                dimensions={"HealthCheckId": check["id"]},
            )
    alarm_states.data_arrived()
