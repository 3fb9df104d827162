"""Corrections → the text of review files, an earlier file of the same reviewer taken up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kg.model import Reviewer
from kg.workbook.corrections import Correction

MARK: Final = "# 由 kg review 写入；人工修改请另建文件。 Written by kg review; put edits by hand into another file.\n"
"""The first line of a review file that may be written again without loss."""

_WHOLE: Final = ("title_en", "coverage", "complete")


def is_ours(text: str, reviewer: Reviewer) -> bool:
    """Tell whether a review file was written here for the same reviewer, so that it may be taken up and replaced."""
    import yaml

    if not text.startswith(MARK):
        return False
    record = yaml.safe_load(text)
    return bool(record["reviewer"] == {"role": reviewer.role, "kind": reviewer.kind})


def review_text(
    case: str,
    text_sha256: str,
    reviewer: Reviewer,
    corrections: Sequence[Correction],
    whole: Mapping[str, Any],
    earlier: str | None = None,
) -> str:
    """Return a review file: ``corrections`` of one case, and what is said of it as a whole.

    ``earlier`` is a file by the same reviewer: its entries stay, but for those that are decided anew.
    """
    import yaml

    known = yaml.safe_load(earlier) if earlier else {}
    entries = [_entry(correction.entry) for correction in corrections]
    anew = {key for entry in entries for key in _keys(entry)}
    kept = [entry for entry in known.get("entries") or [] if anew.isdisjoint(_keys(entry))]
    head: dict[str, Any] = {
        "case": case,
        "text_sha256": text_sha256,
        "reviewer": {"role": reviewer.role, "kind": reviewer.kind},
    }
    said = {**{key: known[key] for key in _WHOLE if key in known}, **whole}
    lines = [f"{key}: {_flow(value)}" for key, value in head.items()]
    lines.append(f"date: {reviewer.date}")
    lines += [f"{key}: {_flow(said[key])}" for key in _WHOLE if key in said]
    lines.append("entries:" if kept or entries else "entries: []")
    lines += [f"- {_flow(entry)}" for entry in [*kept, *entries]]
    return MARK + "\n".join(lines) + "\n"


def _entry(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as the annotation guide wants it written: its keys in order, concepts and regions by code."""
    order = (
        "decision", "relation", "role", "object", "was", "type", "region", "kind", "realizes", "value", "unit", "basis",
        "quotes", "comment",
    )  # fmt: skip
    written = {key: entry[key] for key in order if entry.get(key)}
    if entry["relation"] in ("mechanism", "ipType", "stage"):  # concepts stand by their code alone
        written |= {key: written[key].rpartition("/")[2] for key in ("object", "was") if key in written}
    if "region" in written:
        written["region"] = written["region"].rpartition("/")[2]
    return written


def _keys(entry: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return what an entry decides on: its link, and the link that it was."""
    named = [entry["object"], *([entry["was"]] if entry.get("was") else [])]
    own = [str(entry.get(key) or "") for key in ("value", "unit")] if entry["relation"] == "fact" else []
    return [(entry["relation"], str(name), *own) for name in named]


def _flow(value: Any) -> str:
    import yaml

    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)
    return text.removesuffix("...\n").strip()
