"""`python -m cloud up|down|status`: the local cloud between commands."""

import argparse
import shlex
import sys
from pathlib import Path

from cloud import lifecycle, lock
from cloud.errors import CloudError
from cloud.folders import DEFAULT_WORK, Folders
from cloud.state import Cloud


def main() -> int:
    """Exit code: 0 done or running, 1 not running or failed."""
    parser = argparse.ArgumentParser(prog="python -m cloud", description=__doc__)
    parser.add_argument("command", choices=["up", "down", "status"])
    parser.add_argument("--work", type=Path, default=DEFAULT_WORK, help="its folder")
    arguments = parser.parse_args()
    try:
        return _run(arguments.command, arguments.work.resolve())
    except CloudError as error:
        print(f"error: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted; nothing was left running", file=sys.stderr)
    return 1


def _run(command: str, work: Path) -> int:
    if command == "up":
        _show(lifecycle.up(work, print))
        return 0
    if command == "down":
        print("ended" if lifecycle.down(work) else f"no local cloud runs in {work}")
        return 0
    if (cloud := lifecycle.find(work)) is not None:
        _show(cloud)
        return 0
    holder = lock.holder(Folders(work).lock)
    print(f"starting (process {holder})" if holder else f"no local cloud runs in {work}")
    return 1


def _show(cloud: Cloud) -> None:
    print(f"AWS emulator  {cloud.aws_endpoint_url}  account {cloud.account}, {cloud.region}")
    print(f"OpenSearch    {cloud.search_endpoint}")
    print(f"mail          {cloud.mail_directory}")
    print(f"logs          {cloud.logs}")
    print(f"processes     supervisor {cloud.supervisor}, which ends the rest")
    print("for your shell:")
    for name, value in cloud.environment().items():
        print(f"  export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    raise SystemExit(main())
