"""Roles: who led, decided, prosecuted, investigated, took part or is a party, read from the words around a name."""

from __future__ import annotations

import re
from typing import Final

from kg.mentions.signals import Signals

_CLAUSE_END: Final = re.compile(r"[。；\n]")

BY_TYPE: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "court": (("decides", "decidedBy"),),
    "procuratorate": (("prosecutes", "prosecutedBy"),),
    "police": (("investigates", "investigatedBy"),),
    "customs": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "market-regulator": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "ip-administration": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "copyright-administration": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "culture": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "agriculture": (("penalises", "decidedBy"), ("investigates", "investigatedBy")),
    "arbitration": (("decides", "decidedBy"),),
}
"""For each type of body, the signals that give it a role in a proceeding, the first that holds."""

LEADING: Final = {
    "court": "decidedBy",
    "procuratorate": "prosecutedBy",
    "police": "investigatedBy",
    "customs": "investigatedBy",
    "market-regulator": "investigatedBy",
    "ip-administration": "decidedBy",
    "copyright-administration": "investigatedBy",
}
"""What a body did in a proceeding that it opens as the subject, where no word says more."""

PARTIES: Final = ("enterprise",)
"""Types that are parties of a proceeding where nothing else says what they did."""


def is_proceeding(title: str, signals: Signals) -> bool:
    """Tell whether a case is an actual proceeding, by its title."""
    return title.endswith("案") or signals.within(title, 0, len(title), "proceeding-title")


def role_of(top: str, text: str, start: int, end: int, proceeding: bool, leads: bool, signals: Signals) -> str | None:
    """Return the role of a body named at ``start`` to ``end``, or ``None`` where a proceeding only mentions it.

    ``leads`` says that the body opens the title or the first sentence, as its subject.
    """
    closing = _CLAUSE_END.search(text, end)
    stop = closing.start() if closing else len(text)
    if proceeding:
        for signal, role in BY_TYPE.get(top, ()):
            if signals.within(text, end, min(stop, end + 80), signal):
                return role
        beside = signals.within(text, max(0, start - 6), start, "party-word") or signals.starts(text, end, "party-word")
        if top in PARTIES or (beside and top not in BY_TYPE):
            return "party"
        return LEADING.get(top, "ledBy") if leads else None
    # A body that a practice names does or receives something, unless it is part of another's name.
    return "ledBy" if leads else "participant"
