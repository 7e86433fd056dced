"""The brief in words."""

from __future__ import annotations

from typing import Any

from mapping.model import wording
from mapping.model.locale import Lang, name_column, text
from mapping.store import Snapshot
from mapping.views.briefing.brief import Attention, Brief, KeyFigure, Reason

TOTALS = ("asked", "done", "overdue", "cancelled", "gaps", "red")


def told_figures(one: Brief, snapshot: Snapshot, lang: Lang) -> list[dict[str, str]]:
    """Each key figure: name, count, rate, the count before, change in per cent, and the code of what can be said of it."""
    names = snapshot.indicators[name_column(lang)]
    return [
        {
            "name": str(names[figure.indicator]),
            "count": shown_or_hidden("count", figure.count, figure.hidden, lang),
            "rate": shown_or_hidden("rate", figure.rate, figure.rate_hidden, lang),
            "before": shown_or_hidden("count", figure.before, figure.before_hidden, lang),
            "change": change_in_words(figure, lang),
            "label": str(figure.label or ""),
        }
        for figure in one.figures
    ]


def shown_or_hidden(name: str, number: float, hidden: bool, lang: Lang) -> str:
    """The figure of this name in words, or that it is hidden: which is another thing than no figure."""
    return text("hidden.word", lang) if hidden else wording.figure(name, number, lang)


def change_in_words(figure: KeyFigure, lang: Lang) -> str:
    """The change of the rate in per cent, of few cases by the cases; a dash where nothing can be compared."""
    return wording.change(figure.before, figure.count, figure.ratio, lang)


def told_risk(one: Brief, lang: Lang) -> dict[str, str]:
    """The area's relative risk and its 95 % interval."""
    return {
        "risk": wording.figure("rr", one.risk, lang),
        "interval": wording.interval("rr", one.risk_lo, one.risk_hi, lang),
    }


def told_totals(one: Brief, lang: Lang) -> dict[str, str]:
    """Measures asked for, done, overdue and cancelled, gaps, red mahallas; `beside`: the cancelled in words, if any."""
    numbers = {name: wording.number(getattr(one, name), lang) for name in TOTALS}
    return {**numbers, "beside": cancelled_beside(one.cancelled, lang)}


def cancelled_beside(number: int, lang: Lang) -> str:
    """What stands beside a total of measures, in which the cancelled are not; nothing where there are none."""
    return text("measure.cancelled_beside", lang, count=wording.number(number, lang)) if number else ""


def told_brief(one: Brief, snapshot: Snapshot, lang: Lang) -> dict[str, Any]:
    """All of a brief in words, with a sentence for each mahalla that needs attention."""
    return {
        "figures": told_figures(one, snapshot, lang),
        "attention": [[who.area, attention_sentence(who, lang)] for who in one.attention],
        **told_risk(one, lang),
        **told_totals(one, lang),
    }


def attention_sentence(one: Attention, lang: Lang, most: int = len(Reason)) -> str:
    """Why a mahalla needs attention, in one sentence: at most so many reasons, the clearest first."""
    parts = [text(f"attention.{reason}", lang, **_words(one, reason, lang)) for reason in one.reasons[:most]]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _words(one: Attention, reason: Reason, lang: Lang) -> dict[str, str]:
    match reason:
        case Reason.RAISED:
            return {
                "count": wording.number(one.count, lang),
                "expected": wording.figure("expected", one.expected, lang),
                "risk": wording.figure("rr", one.rr, lang),
                "interval": wording.interval("rr", one.rr_lo, one.rr_hi, lang),
            }
        case Reason.ROSE:
            return {"before": wording.number(one.before, lang), "count": wording.number(one.count, lang)}
        case Reason.RED:
            return {"years": wording.number(one.red_years, lang)}
        case Reason.OVERDUE:
            return {"overdue": wording.number(one.overdue, lang)}
        case Reason.UNANSWERED:
            return {}
