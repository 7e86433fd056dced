"""What can be wrong with a report; nothing was kept."""

from __future__ import annotations

from mapping.live.reports.report import Report
from mapping.model.locale import Lang, text
from mapping.model.problems import Told
from mapping.store import StoreError


class ReportRefused(Told):
    """A report that is not taken as it is: `key` of the catalogue says what is wrong and what to do, `field` where it was typed."""

    def __init__(self, field: str, key: str, **details: object) -> None:
        self.field, self.key, self.details = field, key, details
        super().__init__(self.told(Lang.EN))

    def told(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        return text(self.key, lang, **self.details)


class NoMeasure(ReportRefused, LookupError):
    """There is no measure of this id among the figures that are shown."""

    def __init__(self, measure: str) -> None:
        super().__init__("measure", "report_refused.measure_unknown", measure=measure[:60])


class NotYours(ReportRefused):
    """The right to report this here is lacking."""

    def __init__(self) -> None:
        super().__init__("", "report_refused.not_yours")


class Overtaken(ReportRefused):
    """Somebody else reported of the measure since it was looked at; `theirs` is their report, the latest."""

    def __init__(self, theirs: Report) -> None:
        self.theirs = theirs
        super().__init__("version", "report_refused.overtaken")


class FileNotKept(StoreError):
    """A file could not be written into `home` (`reason`): the disk is full, the folder not writable, or the like."""

    rule = "file_not_kept"


class KeyUsed(ReportRefused):
    """Another report was sent under this key: to give that one back would lose this one without a word."""

    def __init__(self) -> None:
        super().__init__("key", "report_refused.key_used")
