"""The bucket of Terraform's state: there as soon as the emulator answers, and gone with it.

No mend: an account has such a bucket before anything is applied to it, and this one begins empty.
A state in a bucket is also written every 20 seconds, not after each resource as a file is, which
for hundreds of resources costs Terraform more than all the rest.
"""

from ministack.core.responses import request_scope
from ministack.services import s3

from cloud.emulator.patch import MendError, need
from cloud.state import ACCOUNT, REGION

NAME = "terraform-state"  # as environments/local/backend.tf has it


def apply() -> None:
    """Make the bucket."""
    need(s3, "_create_bucket")
    with request_scope(ACCOUNT, REGION):
        status, _headers, body = s3._create_bucket(NAME, b"")
    if status != 200:
        raise MendError(f"the bucket {NAME} could not be made: {body.decode()}")
