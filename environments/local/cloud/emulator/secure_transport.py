"""The condition key `aws:SecureTransport` is true for every request.

ministack (core/iam_evaluator.py) gives it the scheme of the request, and its endpoint is plain
HTTP. A policy that denies what does not come by TLS, as every bucket, queue and topic should have
one, would then lock everybody out. The loopback stands for TLS here; that such a policy really
keeps plain HTTP out is not shown by the local cloud.
"""

from typing import Any

from ministack.core import iam_evaluator

from cloud.emulator.patch import replace


def apply() -> None:
    """Patch the look-up of global condition keys."""

    def mended(key: str, ctx: Any) -> Any:
        if key.lower() == "aws:securetransport":
            return "true"
        return original(key, ctx)

    original = replace(iam_evaluator, "_resolve_condition_key", mended)
