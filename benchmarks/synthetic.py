"""A large dataset, invented but of the real shape, for measuring the page.

The proportions are those of the first batch (cases, facts, measures, institutions, links and quotes to a case); the
words are labels of the project's own schemes, names of real divisions and invented names. Every link has its quote in
the text, so that what is measured is the real way: assertions → network → page. The same seed gives the same dataset.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from kg.model import AnnotatedCase, Assertion, Case, Referent, Reviewer, SourceMap, Span
from kg.namespaces import body_path, local_path
from kg.vocabulary import Concept, Region, Vocabulary

VERBS: Final = ("推进", "实施", "探索", "建立", "完善", "创新", "开展", "健全")
AIMS: Final = ("服务企业创新", "优化营商环境", "提升保护水平", "助力产业发展", "便利群众办事", "促进成果转化")
FILLER: Final = (
    "有关部门会同行业协会、高校院所和龙头企业，围绕重点产业链开展走访调研，梳理企业在创新各环节的实际需求",
    "在试点基础上总结经验，形成可复制可推广的工作流程，并纳入年度考核内容逐项督促落实",
    "通过线上线下相结合的方式开展培训和宣讲，引导市场主体增强意识、规范管理、依法维权",
    "建立台账、明确分工、定期会商，对重点事项实行专人负责、限时办结、跟踪回访",
)
BODIES: Final = (
    ("court-intermediate", "court", "中级人民法院"),
    ("customs-direct", "customs", "海关"),
    ("procuratorate", "procuratorate", "人民检察院"),
    ("ip-administration", "ip-administration", "知识产权局"),
    ("market-regulator", "market-regulator", "市场监督管理局"),
    ("service-centre", "service-centre", "知识产权保护中心"),
)
NAMES: Final = "云启慧联创智星通汇海天晟和瑞泰诚远"
DOCUMENTS: Final = (
    ("synthetic-1", "第一批（生成）"),
    ("synthetic-2", "第二批（生成）"),
    ("synthetic-3", "第三批（生成）"),
)


class _Words:
    """A text that grows by pieces, and the spans of its quotes."""

    def __init__(self) -> None:
        self.title = ""
        self.text = ""

    def quote(self, field: str, words: str) -> Span:
        """Add words to the title or the text; return where they stand."""
        start = len(getattr(self, field))
        setattr(self, field, getattr(self, field) + words)
        return Span("title" if field == "title" else "text", start, start + len(words), words)


class Generator:
    """Makes cases until the network of them would have so many nodes."""

    def __init__(self, vocabulary: Vocabulary, seed: int = 1) -> None:
        self.vocabulary = vocabulary
        self.chance = random.Random(seed)
        self.place = 0
        self.provinces = list(vocabulary.provinces())
        self.chance.shuffle(self.provinces)
        below: dict[str, list[Region]] = {}
        for region in sorted(vocabulary.regions.values(), key=lambda found: found.path):
            province = vocabulary.province_of(region.path)
            if province and region.level in ("province", "prefecture", "county"):
                below.setdefault(province, []).append(region)
        self.below = below
        leaves = [concept for concept in vocabulary.scheme("mechanism") if concept.broader]
        self.mechanisms = [c for c in leaves if vocabulary.link_path(c.path) == c.path]
        self.chance.shuffle(self.mechanisms)
        # each province has its own favourites, so that the dataset has a structure to be seen
        self.favourites = {p.path: self.chance.sample(self.mechanisms, 12) for p in self.provinces}
        self.ip_types = [concept for concept in vocabulary.scheme("ip-type") if concept.broader]
        self.actors = [concept for concept in vocabulary.scheme("institution-type") if not concept.broader]
        self.stages = list(vocabulary.scheme("stage"))
        self.fact_types = list(vocabulary.scheme("fact-type"))
        self.instruments = list(vocabulary.scheme("instrument-type"))
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.provinces))))
        self.mechanism_weights = list(accumulate(1 / (rank + 6) for rank in range(len(self.mechanisms))))

    def cases(self, nodes: int) -> list[AnnotatedCase]:
        """Return cases whose network has about ``nodes`` nodes, never fewer."""
        made: list[AnnotatedCase] = []
        seen = {province.path for province in self.provinces}
        while len(seen) < nodes:
            item = self._case(len(made) + 1, nodes)
            made.append(item)
            seen.add(item.case.path)
            for assertion in item.assertions:
                referent = assertion.referent
                for path in (referent.path, *((referent.region,) if referent.region else ())):
                    seen.update((path, *self.vocabulary.ancestors(path)))
        return made

    def _case(self, number: int, nodes: int) -> AnnotatedCase:
        chance, words = self.chance, _Words()
        slug = DOCUMENTS[min(number * 12 // max(nodes, 1), 2)][0]
        path = f"case/{slug}/{number}"
        province = chance.choices(self.provinces, cum_weights=self.weights)[0]
        region = province if chance.random() < 0.4 else chance.choice(self.below[province.path])
        found: list[Assertion] = []

        def add(relation: str, role: str | None, referent: Referent, *spans: Span) -> None:
            if all(other.key != (path, relation, referent.path) for other in found):
                kind = chance.random()
                reviewed = (
                    Reviewer("编辑", "person" if kind < 0.1 else "software", "2026-01-31") if kind < 0.5 else None
                )
                found.append(
                    Assertion(
                        path, relation, role, referent, spans,
                        method="reviewed" if reviewed else "rule", reviewer=reviewed,
                        rule=None if reviewed else f"{relation}.cue",
                        confidence=None if reviewed else round(0.7 + 0.3 * chance.random(), 2),
                    )
                )  # fmt: skip

        def concept(chosen: Concept) -> Referent:
            return Referent(chosen.path, chosen.label, type=chosen.top)

        place = words.quote("title", region.label)
        add("region", "ledByRegion", Referent(region.path, region.label), place)
        words.title += chance.choice(VERBS)
        practices = self._practices(province, 7)
        headline = words.quote("title", practices[0].label)
        add("mechanism", "headlineMechanism", concept(practices[0]), headline)
        words.title += chance.choice(AIMS)

        body, leaf, ending = "", "", ""
        if chance.random() < 0.56:
            leaf, top, ending = chance.choice(BODIES)
            named = f"{region.label}{ending}" if chance.random() < 0.5 else f"{province.label}{ending}"
            home = region if named.startswith(region.label) else province
            body = named
            spot = words.quote("text", body)
            code = home.code if home.code.isdigit() else None
            referent = Referent(body_path("institution", code, leaf, body), body, top, leaf, region=home.path)
            add("institution", "ledBy", referent, spot)
            add("actorType", "ledByType", Referent(f"institution-type/{top}", ending, type=top), spot)
        words.text += "会同"
        for actor in chance.sample(self.actors, 2):
            add("actorType", "participantType", concept(actor), words.quote("text", actor.label))
            words.text += "、"
        words.text += "等，"
        for practice in practices:
            words.text += chance.choice(VERBS)
            add("mechanism", None, concept(practice), words.quote("text", practice.label))
            words.text += "，" if chance.random() < 0.5 else f"。\n{chance.choice(FILLER)}，"
        kind = chance.choice(self.ip_types)
        add("ipType", "primaryIpType", concept(kind), words.quote("text", kind.label))
        words.text += "领域成效明显。"
        stage = chance.choice(self.stages)
        add("stage", None, concept(stage), words.quote("text", stage.label))
        words.text += "环节有所突破。"
        name = "".join(chance.choices(NAMES, k=4))
        if chance.random() < 0.68:
            device = f"{name}机制"
            add("measure", None,
                Referent(local_path(path, "measure", device), device, realizes=(practices[0].path,)),
                words.quote("text", device))  # fmt: skip
            words.text += "已在全市推开。"
        if chance.random() < 0.08:
            tool = f"{name}平台"
            add(
                "platform",
                None,
                Referent(body_path("platform", None, "platform", tool), tool),
                words.quote("text", tool),
            )
            words.text += "上线运行。"
        if chance.random() < 0.05:
            kind_of_law = chance.choice(self.instruments)
            law = f"《{name}办法》"
            add("instrument", None,
                Referent(body_path("instrument", None, kind_of_law.slug, law), law, type=kind_of_law.slug),
                words.quote("text", law))  # fmt: skip
            words.text += "印发实施。"
        if chance.random() < 0.76:
            amount = chance.randrange(2, 9000)
            said, kind_of_fact = f"{amount}件", chance.choice(self.fact_types).slug
            figure = Referent(local_path(path, "fact", said), said, kind_of_fact, value=str(amount), unit="件")
            add("fact", None, figure, words.quote("text", said))
            words.text += "事项得到办理。"
        words.text += f"{chance.choice(FILLER)}。"
        title_map = SourceMap(((0, self.place, len(words.title)),))
        text_map = SourceMap(((0, self.place + len(words.title) + 1, len(words.text)),))
        self.place += len(words.title) + len(words.text) + 2
        case = Case(path, slug, str(number), words.title, words.text, title_map=title_map, text_map=text_map)
        return AnnotatedCase(case, tuple(found), "specific")

    def _practices(self, province: Region, count: int) -> Sequence[Concept]:
        chosen: dict[str, Concept] = {}
        while len(chosen) < count:
            own = self.chance.random() < 0.5
            practice = (
                self.chance.choice(self.favourites[province.path])
                if own
                else self.chance.choices(self.mechanisms, cum_weights=self.mechanism_weights)[0]
            )
            chosen[practice.path] = practice
        return list(chosen.values())
