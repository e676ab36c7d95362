"""The subcommands, one module each; the command line finds them here.

A module `x` of this package that defines `command` (a click command) is `hinomi x`. `--help`
imports every one of them, so a module imports what is heavy inside its functions.
"""
