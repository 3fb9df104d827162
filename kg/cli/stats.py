"""``kg stats``: what occurs together, where, and which cases are alike."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from kg import analytics
from kg import network as networks
from kg.cli import places, reading
from kg.mentions import Finder
from kg.model import Document
from kg.pipeline import annotate
from kg.review import load_all
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.network import Network


def run(options: argparse.Namespace) -> int:
    """Print the findings of the network of some documents (none: the bundled first batch)."""
    vocabulary = places.vocabulary(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    finder = Finder(vocabulary, places.ledger())
    reviews = load_all([places.bundled("data") / "cases", *options.review])
    annotated = [annotate(case, finder, vocabulary, reviews) for s in splittings for case in s.cases]
    if options.spread:
        documents = [splitting.document for splitting in splittings]
        _print_spread(analytics.spread(annotated, documents, vocabulary), documents, vocabulary, options.json)
        return 1 if problems else 0
    network = networks.build(annotated, vocabulary)
    if options.json:
        print(json.dumps(_record(network, options.similar), ensure_ascii=False, indent=1))
    else:
        _print(network, options.similar)
    return 1 if problems else 0


def _print_spread(
    found: dict[str, tuple[analytics.Appearance, ...]],
    documents: list[Document],
    vocabulary: Vocabulary,
    as_json: bool,
) -> None:
    """Print where in this collection each mechanism is seen first and where next: no claim of having been first."""
    if as_json:
        record = {mechanism: [asdict(item) for item in items] for mechanism, items in found.items()}
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return
    titles = {document.slug: document.title or document.name for document in documents}

    def place(item: analytics.Appearance) -> str:
        provinces = "、".join(vocabulary.regions[path].short for path in item.provinces)
        details = (item.issued or "日期未注明", *filter(None, [provinces]), f"{len(item.cases)}案")
        return f"《{titles[item.document]}》（{'；'.join(details)}）"

    for mechanism, items in found.items():
        later = "，随后见于" + "、".join(map(place, items[1:])) if len(items) > 1 else ""
        print(f"{vocabulary.concept(mechanism).label}：本库最早见于{place(items[0])}{later}")


def _similar_cases(network: Network, wanted: str | None) -> list[str]:
    cases = sorted(
        (n for n, a in network.nodes(data=True) if a["kind"] == "case"), key=lambda n: network.nodes[n]["position"]
    )
    if wanted is None:
        return cases
    found = [case for case in cases if case == wanted or case.endswith(f"/{wanted}")]
    if not found:
        raise ValueError(f"no case {wanted!r}; name one as 16 or case/first-batch/16")
    return found


def _record(network: Network, wanted: str | None) -> dict[str, object]:
    return {
        "cooccurrence": [asdict(pair) for pair in analytics.cooccurrence(network)],
        "mechanisms by region": {r: dict(c) for r, c in analytics.mechanisms_by_region(network).items()},
        "similar": {c: [asdict(s) for s in analytics.similar(network, c)] for c in _similar_cases(network, wanted)},
        "central": asdict(analytics.central_mechanisms(network)),
        "communities": asdict(analytics.communities(network)),
    }


def _print(network: Network, wanted: str | None) -> None:
    from tabulate import tabulate

    def label(node: str) -> str:
        return str(network.nodes[node]["label"])

    def shown(headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
        print(tabulate(rows, headers=headers, disable_numparse=True), end="\n\n")

    if wanted is None:
        pairs = [pair for pair in analytics.cooccurrence(network) if not pair.too_few]
        print("做法与知识产权类型同案出现 · mechanisms and IP types in one case")
        shown(
            ("做法", "类型", "案例数", "提升度"),
            [(label(p.first), label(p.second), len(p.cases), f"{p.lift:.2f}") for p in pairs[:15]],
        )
        print("各省级地区的做法 · groups of mechanisms by region (案例数 number of cases)")
        groups = {n: label(n) for n, a in network.nodes(data=True) if a.get("is_group") == "true"}
        shown(
            ("地区", "做法组"),
            [
                (
                    label(region),
                    "；".join(
                        f"{groups[f'mechanism/{g}']} {n}" for g, n in sorted(c.items(), key=lambda i: (-i[1], i[0]))[:6]
                    ),
                )
                for region, c in analytics.mechanisms_by_region(network).items()
            ],
        )
        central = analytics.central_mechanisms(network)
        print("与其他做法同案最多的做法 · mechanisms that join most others" + _few(central))
        shown(
            ("做法", "加权度"), [(label(g[0]), f"{s:.0f}") for g, s in zip(central.groups, central.scores, strict=True)]
        )
        found = analytics.communities(network)
        print("常在一起的做法 · communities" + _few(found))
        shown(("组", "做法"), [(n, "、".join(map(label, group[:8]))) for n, group in enumerate(found.groups, 1)])
    print("相近的案例 · cases most alike, with the shared concepts as the reason")
    rows: list[tuple[object, ...]] = []
    for case in _similar_cases(network, wanted):
        for item in analytics.similar(network, case, 5 if wanted else 1):
            rows.append(
                (
                    network.nodes[case]["number"],
                    network.nodes[item.case]["number"],
                    f"{item.score:.2f}",
                    "、".join(map(label, item.shared[:5])),
                )
            )
    shown(("案例", "相近", "得分", "共有"), rows)


def _few(finding: analytics.Finding) -> str:
    return "（案例太少，仅列数，不作结论 · too few cases to say more than the counts）" if finding.too_few else ""
