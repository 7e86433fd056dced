"""What can go wrong with snapshots, told in the reader's language: `store.<rule>` in the catalogue."""

from __future__ import annotations

from mapping.model.problems import Ruled


class NoSnapshot(Ruled, LookupError):
    """There is no snapshot of this id (`snapshot`) in `home`."""

    texts = "store"
    rule = "unknown"


class NothingPublished(NoSnapshot):
    """Nothing was published into `home` yet."""

    rule = "nothing_published"


class Damaged(NoSnapshot):
    """`file` of a `snapshot` was changed: what is not whole is not shown."""

    rule = "damaged"


class Absent(Damaged):
    """`file` of a `snapshot` is not there."""

    rule = "damaged_absent"


class CutShort(Damaged):
    """`file` of a `snapshot` has another size (`found` bytes) than it was written with (`expected`)."""

    rule = "damaged_size"


class Unreadable(Damaged):
    """`file` of a `snapshot` is there, and what it says cannot be read."""

    rule = "damaged_unreadable"


class NoneNamed(Damaged):
    """The `file` that says which snapshot is current names none, although there are some in `home`."""

    rule = "none_named"


class StoreError(Ruled):
    """A snapshot could not be published; what was published before stands as it was."""

    texts = "store"


class PublisherBusy(StoreError):
    """Another process (`holder`) is publishing into the same `home` at this moment."""

    rule = "busy"


class Overtaken(StoreError):
    """Another snapshot than the one the data was put over is current by now: publishing would undo what it brought."""

    rule = "overtaken"


class NotWritten(StoreError):
    """Nothing could be written into `home` (`reason`): the disk is full, a folder is not writable, or the like."""

    rule = "not_written"

    def __init__(self, *, home: object, reason: object) -> None:
        super().__init__(home=home, reason=getattr(reason, "strerror", None) or reason)


class NotReadable(StoreError):
    """A `file` that people's work is kept in cannot be read (`reason`); it is left as it is."""

    rule = "not_readable"
