"""What can stop a batch, by what becomes of it."""


class SettingsError(Exception):
    """The environment of the function is not usable; the message names each variable to change."""


class UnsupportedEventError(Exception):
    """The function was invoked with an event that no source here knows."""


class UnreadableError(Exception):
    """The rest of an object or payload cannot be read and never will be: it goes to quarantine.

    `offset` counts decompressed bytes up to which records could still be read.
    """

    def __init__(self, reason: str, offset: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.offset = offset


class HandedBackError(Exception):
    """Work that could not be finished now; the source delivers it again, and ids make that safe."""
