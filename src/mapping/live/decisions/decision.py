"""A decision: what was settled at a meeting for an area, who does it and by when."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, PositiveInt, field_validator

from mapping.model.periods import Quarter
from mapping.model.vocabulary import Group, SevenMember


class Content(BaseModel):
    """What a person typed, after it was found right.

    `area`: code of any level; `mahallas`: codes of those in which it is to be carried out, the area itself for a mahalla,
    maybe none for a wider one. `post` is a code of terms.csv; `post_words` stands for a post that is not listed there.
    `seven_member` is a post too: that of a member of the mahalla seven. `snapshot`: what was looked at meanwhile.
    """

    model_config = ConfigDict(frozen=True)

    area: str
    text: str
    deadline: date
    quarter: str
    meeting: date
    snapshot: str = ""
    mahallas: tuple[str, ...] = ()
    agency: str = ""
    post: str = ""
    post_words: str = ""
    seven_member: SevenMember | None = None
    factor: str = ""
    sector: str = ""
    target_group: Group = Group.ALL

    @field_validator("quarter")
    @classmethod
    def _is_quarter(cls, written: str) -> str:
        """A line of the journal with another must not stop the list for everybody."""
        return str(Quarter.parse(written))


class Decision(BaseModel):
    """One version of a decision. `version` counts from 1; `taken` and `changed` (UTC): of the first version, of this one.

    `key`: what the one who sent it called it, so that sending it again does not take it twice; "" where it has none.
    `person`: the account of whoever wrote this version, "" where nobody signs in.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    version: PositiveInt
    taken: datetime
    changed: datetime
    content: Content
    withdrawn: bool = False
    key: str = ""
    person: str = ""

    def concerns(self, area: str) -> bool:
        """Whether it was taken for the area or one within it, or is to be carried out there."""
        content = self.content
        return content.area.startswith(area) or any(code.startswith(area) for code in content.mahallas)
