"""The outcome ledger: what was read of one object or batch, and what became of each record."""

import msgspec


class Ledger(msgspec.Struct):
    """Counts of one batch. `read` is counted where records appear, the rest where they end."""

    source: str
    read: int = 0
    indexed: int = 0
    duplicate: int = 0
    filtered: int = 0
    quarantined: int = 0
    deferred: int = 0

    def balanced(self) -> bool:
        """Tell whether read = indexed + duplicate + filtered + quarantined + deferred."""
        ended = self.indexed + self.duplicate + self.filtered + self.quarantined + self.deferred
        return self.read == ended
