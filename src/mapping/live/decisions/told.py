"""Decisions as the reader sees them: names for codes, days and quarters in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mapping.live.decisions.decision import Decision
from mapping.live.decisions.measures import imported
from mapping.live.decisions.offers import names_of
from mapping.model import wording
from mapping.model.locale import Lang, text
from mapping.model.periods import Quarter
from mapping.model.vocabulary import TermKind
from mapping.store import Snapshot
from mapping.store.kept import kept
from mapping.views.map.names import term_names


@kept(most=4096)
def told(snapshot: Snapshot, decision: Decision, lang: Lang) -> Mapping[str, Any]:
    """Every field with its code, and with `_name` or `_text` in words; ready for JSON. Texts are as typed: escape them.

    Kept, for every page that is open asks for the whole list again and again.
    """
    content = decision.content
    return {
        "id": decision.id,
        "version": decision.version,
        "withdrawn": decision.withdrawn,
        "imported": imported(snapshot, decision),
        "taken": decision.taken.isoformat(timespec="seconds"),
        "taken_text": wording.moment(decision.taken, lang),
        "changed_text": wording.moment(decision.changed, lang),
        **content.model_dump(mode="json"),
        "area_name": names_of(snapshot, [content.area], lang)[content.area],
        "mahalla_names": list(names_of(snapshot, content.mahallas, lang).values()),
        "post_name": post_name(snapshot, decision, lang),
        "post_shown": content.post_words or _term(snapshot, TermKind.POST, content.post, lang),
        "agency_name": _term(snapshot, TermKind.AGENCY, content.agency, lang),
        "deadline_text": wording.day(content.deadline, lang),
        "meeting_text": wording.day(content.meeting, lang),
        "quarter_text": wording.quarter(Quarter.parse(content.quarter), lang),
    }


def post_name(snapshot: Snapshot, decision: Decision, lang: Lang) -> str:
    """Who answers, in words: the post, the member of the mahalla seven, or both; the agency where neither is named."""
    content = decision.content
    member = text(f"seven_member.{content.seven_member}", lang) if content.seven_member else ""
    post = content.post_words or _term(snapshot, TermKind.POST, content.post, lang)
    named = [part for part in (post, member) if part]
    return ", ".join(named) or _term(snapshot, TermKind.AGENCY, content.agency, lang)


def _term(snapshot: Snapshot, kind: TermKind, code: str, lang: Lang) -> str:
    return term_names(snapshot, kind, lang).get(code, code)
