"""The command line: `hinomi <command>`, each command a module of `hinomi.commands`."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import click

from . import commands
from .errors import HinomiError

COULD_NOT = 2  # the exit status of every command that could not do its work


class Commands(click.Group):
    """Finds commands by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{commands.__name__}.{cmd_name}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hinomi")
def cli() -> None:
    """Hinomi proves that the watch over an AWS account is complete."""


def main() -> None:
    """Run the command line. Nothing that goes wrong ends in a traceback."""
    try:
        cli()
    except HinomiError as error:
        click.echo(f"hinomi: {error}", err=True)
        sys.exit(COULD_NOT)
    except Exception as error:  # noqa: BLE001 -- a fault must not look like a verdict
        click.echo(f"hinomi: {type(error).__name__}: {error}. This is a fault of hinomi.", err=True)
        sys.exit(COULD_NOT)


if __name__ == "__main__":
    main()
