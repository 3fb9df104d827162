"""The numbers that Word puts before list paragraphs: they are not in the text, but readers see them."""

from __future__ import annotations

from typing import Any, Final

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE: Final = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
)
_DIGITS: Final = "零一二三四五六七八九"


class Numbering:
    """Counts list paragraphs as Word does: one counter a list and level.

    >>> Numbering({}, {}).label_of("1", 0) is None
    True
    >>> numbering = Numbering({"1": {0: ("japaneseCounting", "%1、", 1)}}, {})
    >>> numbering.label_of("1", 0), numbering.label_of("1", 0)
    ('一、', '二、')
    """

    def __init__(self, levels: dict[str, dict[int, tuple[str, str, int]]], styles: dict[str, tuple[str, int]]) -> None:
        self._levels = levels
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}

    def label(self, paragraph: Any) -> str | None:
        """Return the number before a paragraph and count it, or None."""
        properties = paragraph.find(f"{_WORD}pPr")
        if properties is None:
            return None
        own = properties.find(f"{_WORD}numPr")
        if own is not None:
            number, level = own.find(f"{_WORD}numId"), own.find(f"{_WORD}ilvl")
            identifier = "" if number is None else number.get(f"{_WORD}val") or ""
            depth = "0" if level is None else level.get(f"{_WORD}val") or "0"
            return self.label_of(identifier, int(depth) if depth.isdigit() else 0)
        style = properties.find(f"{_WORD}pStyle")
        if style is not None and (style.get(f"{_WORD}val") or "") in self._styles:
            return self.label_of(*self._styles[style.get(f"{_WORD}val")])
        return None

    def label_of(self, identifier: str, level: int) -> str | None:
        """Return the next number of a list at a level."""
        levels = self._levels.get(identifier)
        if not levels or level not in levels:
            return None
        counts = self._counts.setdefault(identifier, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        form, text, _ = levels[level]
        if form in ("bullet", "none"):
            return None
        for depth in range(9):
            if f"%{depth + 1}" in text:
                value = counts.get(depth, levels[depth][2] if depth in levels else 1)
                text = text.replace(f"%{depth + 1}", _write(value, levels[depth][0] if depth in levels else form))
        return text


def _write(value: int, form: str) -> str:
    """Write a number in one of Word's forms.

    >>> _write(12, "chineseCounting"), _write(20, "japaneseCounting"), _write(3, "decimal"), _write(6, "decimalZero")
    ('十二', '二十', '3', '06')
    """
    if form in _CHINESE and 0 < value < 100:
        tens, ones = divmod(value, 10)
        if not tens:
            return _DIGITS[ones]
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return f"{value:02d}" if form == "decimalZero" else str(value)


def numbering_of(document: Any) -> Numbering:
    """Return the numbering of a document; empty where it has none."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return Numbering({}, {})
    abstract: dict[str, dict[int, tuple[str, str, int]]] = {}
    for definition in root.findall(f"{_WORD}abstractNum"):
        levels: dict[int, tuple[str, str, int]] = {}
        for level in definition.findall(f"{_WORD}lvl"):
            values = {
                name: (found.get(f"{_WORD}val") or "") if (found := level.find(f"{_WORD}{name}")) is not None else ""
                for name in ("numFmt", "lvlText", "start")
            }
            depth = level.get(f"{_WORD}ilvl") or ""
            if depth.isdigit():
                start = int(values["start"]) if values["start"].isdigit() and len(values["start"]) < 6 else 1
                levels[int(depth)] = (values["numFmt"] or "decimal", values["lvlText"][:40], start)
        abstract[definition.get(f"{_WORD}abstractNumId") or ""] = levels
    numbers: dict[str, dict[int, tuple[str, str, int]]] = {}
    for number in root.findall(f"{_WORD}num"):
        target = number.find(f"{_WORD}abstractNumId")
        if target is not None:
            numbers[number.get(f"{_WORD}numId") or ""] = abstract.get(target.get(f"{_WORD}val") or "", {})
    styles: dict[str, tuple[str, int]] = {}
    for style in document.styles.element.findall(f"{_WORD}style"):
        own = style.find(f"{_WORD}pPr/{_WORD}numPr")
        if own is not None and own.find(f"{_WORD}numId") is not None:
            level = own.find(f"{_WORD}ilvl")
            depth = "0" if level is None else level.get(f"{_WORD}val") or "0"
            identifier = own.find(f"{_WORD}numId").get(f"{_WORD}val") or ""
            styles[style.get(f"{_WORD}styleId") or ""] = (identifier, int(depth) if depth.isdigit() else 0)
    return Numbering(numbers, styles)
