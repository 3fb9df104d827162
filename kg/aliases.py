"""The ledger of aliases: other names of bodies, merged into the full name, each with its reason.

A merge is one entry in ``data/aliases.yaml``; without the entry the names stand apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kg import referents
from kg.model import Assertion, DataError, Referent
from kg.namespaces import normalise_name
from kg.vocabulary import Vocabulary

_KEYS: Final = {"alias", "name", "type", "region", "reason"}


@dataclass(frozen=True, slots=True)
class Alias:
    """One merge: ``alias`` is another name of the body ``name``, whose type's slug and region's path are given."""

    alias: str
    name: str
    type: str
    reason: str
    region: str | None = None


def load(path: Path) -> dict[str, Alias]:
    """Return the ledger, keyed by alias.

    Raises `DataError` for YAML that does not parse, an unknown or missing key, an alias that stands
    twice, or one that leads to another alias.
    """
    import yaml

    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(str(path), f"cannot be read: {' '.join(str(error).split())}", "mend the file") from error
    found: dict[str, Alias] = {}
    for number, entry in enumerate(record.get("aliases") or [], 1):
        where = f"{path}, entry {number}"
        if not isinstance(entry, dict) or not entry.keys() <= _KEYS or not _KEYS - {"region"} <= entry.keys():
            raise DataError(where, "needs alias, name, type and reason, and may have region", "mend the entry")
        alias = Alias(
            alias=normalise_name(str(entry["alias"])),
            name=normalise_name(str(entry["name"])),
            type=str(entry["type"]),
            reason=str(entry["reason"]),
            region=f"region/{entry['region']}" if entry.get("region") else None,
        )
        if alias.alias in found or alias.alias == alias.name:
            raise DataError(where, f"{alias.alias} is merged twice or into itself", "keep one entry")
        found[alias.alias] = alias
    for alias in found.values():
        if alias.name in found:
            raise DataError(str(path), f"{alias.alias} leads to {alias.name}, itself an alias", "name the full name")
    return found


def merge(assertions: Iterable[Assertion], ledger: Mapping[str, Alias], vocabulary: Vocabulary) -> list[Assertion]:
    """Return the assertions with every alias of a body put down to its full name.

    Links that thereby become one are joined: the first role and method stand, the evidence is joined.
    Raises `DataError` where the ledger names an unknown type or region.
    """
    merged: dict[tuple[str, str, str], Assertion] = {}
    for assertion in assertions:
        entry = ledger.get(assertion.referent.label) if assertion.relation == "institution" else None
        if entry is not None and assertion.referent.kind is None:
            assertion = replace(assertion, referent=_full(entry, vocabulary))
        old = merged.setdefault(assertion.key, assertion)
        if old is not assertion and assertion.relation == "institution":
            evidence = tuple(dict.fromkeys((*old.evidence, *assertion.evidence)))
            labels = tuple(sorted({*old.referent.alt_labels, *assertion.referent.alt_labels}))
            merged[assertion.key] = replace(
                old,
                role=old.role or assertion.role,
                evidence=evidence,
                referent=replace(old.referent, alt_labels=labels),
            )
    return list(merged.values())


def _full(entry: Alias, vocabulary: Vocabulary) -> Referent:
    try:
        full = referents.institution(entry.name, entry.type, vocabulary, entry.region)
    except KeyError as error:
        raise DataError(
            "aliases.yaml", f"{entry.alias}: unknown {error.args[0]}", "use a slug of the schemes"
        ) from error
    return replace(full, alt_labels=tuple(sorted({*full.alt_labels, entry.alias})))
