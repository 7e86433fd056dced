"""The brief in words."""

from __future__ import annotations

from mapping import wording
from mapping.briefing.brief import Attention, Reason
from mapping.locale import Lang, text


def attention_sentence(one: Attention, lang: Lang) -> str:
    """Why a mahalla needs attention, in one sentence, the clearest reason first."""
    parts = [text(f"attention.{reason}", lang, **_words(one, reason, lang)) for reason in one.reasons]
    sentence = "; ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _words(one: Attention, reason: Reason, lang: Lang) -> dict[str, str]:
    match reason:
        case Reason.RAISED:
            return {
                "count": wording.number(one.count, lang),
                "expected": wording.number(one.expected, lang, digits=1),
                "risk": wording.number(one.rr, lang, digits=1),
                "interval": wording.interval(one.rr_lo, one.rr_hi, lang),
            }
        case Reason.ROSE:
            return {"before": wording.number(one.before, lang), "count": wording.number(one.count, lang)}
        case Reason.RED:
            return {"years": wording.number(one.red_years, lang)}
        case Reason.OVERDUE:
            return {"overdue": wording.number(one.overdue, lang)}
        case Reason.UNANSWERED:
            return {}
