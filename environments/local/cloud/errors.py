"""What goes wrong with the local cloud, said so that a reader can act on it."""


class CloudError(Exception):
    """The local cloud could not be started, found or stopped; the text says what to do."""
