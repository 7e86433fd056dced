"""One truth for several servers: snapshots that all of them fetch, and which of them is current."""

from mapping.store.shared.errors import NotFetched, NotShared
from mapping.store.shared.sharing import Sharing, sharing

__all__ = ["NotFetched", "NotShared", "Sharing", "sharing"]
