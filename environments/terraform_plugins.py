"""Where provider plugins come from, when a mirror on this machine makes a download needless.

Order: HINOMI_TF_PLUGIN_DIR, Terraform's own implied mirrors, then any mirror directly under /opt.
A user's CLI configuration (TF_CLI_CONFIG_FILE or ~/.terraformrc) is left to decide by itself
unless HINOMI_TF_PLUGIN_DIR is set.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from pathlib import Path

REGISTRY = "registry.terraform.io"
PROVIDER = f"{REGISTRY}/hashicorp/aws"
VERSION = "5.100."


def target_platform() -> str:
    """This machine as Terraform names it, such as linux_amd64."""
    machine = platform.machine().lower()
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
    return f"{platform.system().lower()}_{architecture}"


def _holds_provider(directory: Path) -> bool:
    """Unpacked (version/platform/) or packed (a zip) layout, for this platform."""
    provider = directory / PROVIDER
    return any(provider.glob(f"{VERSION}*/{target_platform()}")) or any(
        provider.glob(f"terraform-provider-aws_{VERSION}*_{target_platform()}.zip")
    )


def plugin_directory(environment: Mapping[str, str]) -> Path | None:
    """The first mirror that holds the pinned provider for this platform, if there is one."""
    home = Path(environment.get("HOME", "~")).expanduser()
    candidates = [
        Path(environment["HINOMI_TF_PLUGIN_DIR"])
        if environment.get("HINOMI_TF_PLUGIN_DIR")
        else None,
        home / ".terraform.d/plugins",
        Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / "terraform/plugins",
        home / "Library/Application Support/io.terraform/plugins",
        *(
            Path(entry) / "terraform/plugins"
            for entry in (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(
                ":"
            )
        ),
        *(found.parent for found in sorted(Path("/opt").glob(f"*/{REGISTRY}"))),
    ]
    return next((path for path in candidates if path and _holds_provider(path)), None)


def plugin_configuration(work: Path, environment: Mapping[str, str]) -> Path | None:
    """Writes a CLI configuration that names the mirror beside direct installation.

    None where no mirror was found, or where the user's own configuration is to decide. The mirror
    is *excluded* from direct installation: with both, Terraform asks the registry as well, and
    fails without a network although the plugin is on the disk.
    """
    chosen = environment.get("HINOMI_TF_PLUGIN_DIR")
    home = Path(environment.get("HOME", "~")).expanduser()
    if not chosen and (environment.get("TF_CLI_CONFIG_FILE") or (home / ".terraformrc").is_file()):
        return None
    mirror = plugin_directory(environment)
    if mirror is None:
        return None
    configuration = work / "terraform.rc"
    configuration.write_text(
        "provider_installation {\n"
        "  filesystem_mirror {\n"
        f'    path    = "{mirror}"\n'
        f'    include = ["{PROVIDER}"]\n'
        "  }\n"
        "  direct {\n"
        f'    exclude = ["{PROVIDER}"]\n'
        "  }\n"
        "}\n",
        encoding="utf-8",
    )
    return configuration
