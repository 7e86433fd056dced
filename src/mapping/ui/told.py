"""Sentences whose numbers lead to where they come from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mapping.model.locale.plural import Counted
from mapping.model.markup import Markup, joined
from mapping.ui.links import along, page_path
from mapping.ui.state import Screen

LINK = Markup('<a class="from" data-page="{}" {}>{}</a>')
_OPEN, _CLOSE = "\ue000", "\ue001"  # for private use: no text of the catalogue or of a file that is shown holds them
_MARKED = re.compile(f"({_OPEN}[0-9]+{_CLOSE})")


@dataclass(frozen=True)
class Lead:
    """What stands in a sentence, written, with the number by which words go, and the page that it comes from; `view` is what that
    page's link says otherwise than the present one.
    """

    words: str
    number: float
    page: str
    view: Mapping[str, str] = field(default_factory=dict)


def told(screen: Screen, key: str, **parts: object) -> Markup:
    """A text of the catalogue; each part that is a `Lead` becomes a link, with the words around it in the form of its number."""
    leads = [name for name, part in parts.items() if isinstance(part, Lead)]
    filled = {
        name: _marked(part, leads.index(name), screen) if isinstance(part, Lead) else part
        for name, part in parts.items()
    }
    pieces = _MARKED.split(screen.text(key, **filled))
    return joined(_linked(parts[leads[int(one[1:-1])]]) if _MARKED.fullmatch(one) else one for one in pieces)


def _marked(lead: Lead, place: int, screen: Screen) -> Counted:
    return Counted(f"{_OPEN}{place}{_CLOSE}", lead.number, screen.lang)


def _linked(lead: object) -> Markup:
    assert isinstance(lead, Lead)
    return LINK.format(lead.page, along(page_path(lead.page), lead.view), lead.words)
