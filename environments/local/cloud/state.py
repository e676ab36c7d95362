"""What a running local cloud tells its users, in memory and as `cloud.json`."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from cloud.errors import CloudError

ACCOUNT = "111122223333"
REGION = "ap-northeast-1"


@dataclass(frozen=True)
class Cloud:
    """A running local cloud: where its two services listen and where it writes."""

    aws_endpoint_url: str
    search_endpoint: str
    region: str
    account: str
    mail_directory: Path
    logs: Path
    supervisor: int
    """Process id of the supervisor, which ends everything when it is ended."""

    def environment(self) -> dict[str, str]:
        """AWS_* variables that point boto3 and Terraform at the emulator, and nowhere else.

        The emulator takes an access key of twelve digits for the account's root user.
        """
        return {
            "AWS_ENDPOINT_URL": self.aws_endpoint_url,
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            # Without these a profile or an instance role of the user could answer instead.
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


def to_json(cloud: Cloud) -> str:
    """`cloud` as the text of a state file."""
    return json.dumps(asdict(cloud), indent=2, default=str) + "\n"


def from_json(text: str, origin: Path) -> Cloud:
    """The cloud that a state file describes.

    Raises CloudError when `text` is not what `to_json` writes; `origin` is named in it.
    """
    try:
        fields = json.loads(text)
        fields["mail_directory"] = Path(fields["mail_directory"])
        fields["logs"] = Path(fields["logs"])
        return Cloud(**fields)
    except (ValueError, TypeError, KeyError) as error:
        raise CloudError(
            f"{origin} is not a state file of the local cloud ({error}). "
            "Remove it and run `python -m cloud up` again."
        ) from error
