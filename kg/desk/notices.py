"""What a reviewer should know of a case before going on."""

from __future__ import annotations

from collections.abc import Sequence

from kg.desk.checks import faults
from kg.desk.rows import Row
from kg.model import Case
from kg.review import CaseReview, text_sha256
from kg.vocabulary import Vocabulary


def notice(code: str, zh: str, en: str) -> dict[str, str]:
    """Return something that a reviewer should know, in Chinese and English; ``code`` names it for the page."""
    return {"code": code, "zh": zh, "en": en}


def told(case: Case, found: Sequence[Row], own: CaseReview | None, vocabulary: Vocabulary) -> list[dict[str, str]]:
    """Return what a reviewer should know of a case before going on."""
    notices = []
    lost = [row for row in found if row.own is not None and row.own.fault]
    if own is not None and own.text_sha256 not in (None, text_sha256(case)):
        notices.append(
            notice(
                "stale",
                f"案例文本与上次核对时不同：引文已重新查找，{len(lost)} 条找不到。"
                if lost
                else "案例文本与上次核对时不同：引文都已重新找到，请再看一遍。",
                f"The text has changed since the review: {len(lost)} quotes were not found again."
                if lost
                else "The text has changed since the review: all quotes were found again; please look once more.",
            )
        )
    if lost:
        notices.append(
            notice(
                "lost",
                "红色的几条引文在现在的文本里找不到，生成会因此停下：请选中新的字句按 E 换引文，或按 Backspace 撤回。",
                "The quotes of the red rows are not in the text, and a build would stop: select words and press E, or press Backspace.",
            )
        )
    if any(row.is_contested for row in found):
        notices.append(
            notice(
                "contested",
                "与另一位审核者的决定相反（标有“分歧”的几条）：生成会停下，请商定后改掉一方。",
                "Rows marked “conflict” contradict another reviewer; a build would stop until one of you changes it.",
            )
        )
    if own is not None:
        notices += [notice("unfinished", zh, en) for zh, en in faults(found, vocabulary)]
    return notices
