"""Questions that the graph answers, of eight kinds. Each function gives every question of one template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from benchmarks.exam.facts import LOCATED, Facts
from benchmarks.exam.questions import (
    CASE,
    NAMED,
    UP_REGION,
    Question,
    ask,
    case_is,
    count,
    evidence,
    labels,
    node,
    numbers,
    select,
)

THINGS = {
    "platform": "案例{n}提到的平台或工具叫什么？",
    "instrument": "案例{n}出台或引用了哪些法律文件、标准？写出名称。",
    "ipType": "案例{n}涉及哪些知识产权类型？",
    "stage": "案例{n}主要属于知识产权工作的哪个环节（创造、运用、保护、管理、服务）？",
}
VAGUE = {"ip-type/ip", "institution-type/other"}
"""What says too little to be asked for by its name."""

FACT_TYPES = {"brand": "品牌", "gi-product": "地理标志产品", "industry": "产业"}
ROLES = {
    "ledBy": ("institution", "案例{n}由哪家机构主导？写出名称。"),
    "participant": ("institution", "案例{n}写明名称的参与机构有哪些？"),
    "ledByType": ("actorType", "主导案例{n}的机构是哪一类主体？"),
    "participantType": ("actorType", "案例{n}里作为参与方出现的有哪几类主体？"),
    "ledByRegion": ("region", "案例{n}是哪个（哪些）地区推出的？"),
    "headlineMechanism": ("mechanism", "案例{n}标题里的主要做法，按图谱的分类是哪一项（哪几项）？"),
    "headlineMeasure": ("measure", "案例{n}在标题里打出的做法叫什么名字？"),
}
WORDS = {
    "mechanism": "案例{n}里，哪句原文说明它用了“{x}”这一做法？摘一处原话。",
    "actorType": "案例{n}里，哪个词说明有“{x}”这类主体？摘原话。",
    "ipType": "案例{n}里，哪个词说明它涉及“{x}”？摘原话。",
}


def lookup(facts: Facts) -> Iterator[Question]:
    """What a case has by a relation, and its facts."""
    for case in facts.cases:
        for relation, words in THINGS.items():
            links = facts.of(case, relation)
            if links and not {link.target for link in links} & VAGUE:
                answer = labels(facts, (link.target for link in links))
                body = f"{case_is(facts, case)} ?case def:{relation} ?thing . {NAMED}"
                asked = words.format(n=facts.number(case))
                proof = evidence(facts, links)
                yield Question("lookup", relation, asked, "list", answer, proof, select(body))
        for kind, name in FACT_TYPES.items():
            links = [one for one in facts.of(case, "fact") if facts.graph.nodes[one.target]["fact_type"] == kind]
            if links:
                answer = labels(facts, (link.target for link in links))
                typed = f"?thing def:factType <{facts.base}/scheme/fact-type/{kind}> ."
                body = f"{case_is(facts, case)} ?case def:fact ?thing . {typed} {NAMED}"
                asked = f"案例{facts.number(case)}写到了哪些{name}？"
                yield Question("lookup", f"fact-{kind}", asked, "list", answer, evidence(facts, links), select(body))


def counting(facts: Facts) -> Iterator[Question]:
    """How many cases have a concept, what lies below it included."""
    asked = {
        "mechanism": "一共有几个案例用了“{x}”这一做法？",
        "actorType": "有几个案例写到了“{x}”这类主体？",
        "stage": "属于“{x}”环节的案例有几个？",
        "ipType": "涉及“{x}”（含其下各类）的案例有几个？",
    }
    for relation, words in asked.items():
        for target in facts.targets(relation):
            links = facts.to(relation, facts.within(target))
            cases = numbers(facts, links)
            if len(cases) > 1 and target not in VAGUE:
                body = f"{CASE} ?case def:{relation}/skos:broader* {node(facts, target)} ."
                proof = evidence(facts, links)
                question = words.format(x=facts.label(target))
                yield Question("counting", relation, question, "number", [str(len(cases))], proof, count(body))


def words(facts: Facts) -> Iterator[Question]:
    """Which words of a case say that it has something."""
    for link in facts.links:
        label = facts.label(link.target)
        if link.relation in WORDS and link.target not in VAGUE and label not in facts.text(link.case):
            stated = f"?link rdf:subject ?case ; rdf:predicate def:{link.relation} ; rdf:object"
            body = (
                f"{case_is(facts, link.case)} {stated} {node(facts, link.target)} ; def:evidence/nif:anchorOf ?answer ."
            )
            question = WORDS[link.relation].format(n=facts.number(link.case), x=label)
            proof = [{"case": facts.number(link.case), "quote": quote} for quote in link.quotes]
            answer = sorted(set(link.quotes))
            yield Question("words", link.relation, question, "any", answer, proof, select(body))


def roles(facts: Facts) -> Iterator[Question]:
    """Who or what has a role in a case."""
    for case in facts.cases:
        for role, (relation, asked) in ROLES.items():
            links = [link for link in facts.of(case, relation) if link.role == role]
            if links:
                answer = labels(facts, (link.target for link in links))
                body = f"{case_is(facts, case)} ?case def:{role} ?thing . {NAMED}"
                question = asked.format(n=facts.number(case))
                yield Question("roles", role, question, "list", answer, evidence(facts, links), select(body))


def hierarchy(facts: Facts) -> Iterator[Question]:
    """What lies within a region or below a concept."""
    for province in facts.provinces():
        links = facts.located(province)
        cases = numbers(facts, links)
        if any(link.target != province for link in links):
            body = f"{CASE} ?case def:locatedIn/{UP_REGION} {node(facts, province)} . BIND(?number AS ?answer)"
            question = f"{facts.label(province)}（含所辖市、区、县）推出的或所在地在该地的案例有哪些？写编号。"
            proof = evidence(facts, links)
            yield Question("hierarchy", "cases-in-region", question, "list", cases, proof, select(body))
    for group in facts.groups():
        links = facts.to("mechanism", facts.within(group))
        cases = numbers(facts, links)
        if 2 <= len(cases) <= 8:
            body = f"{CASE} ?case def:mechanism/skos:broader* {node(facts, group)} . BIND(?number AS ?answer)"
            question = f"哪些案例用了“{facts.label(group)}”这一组里的做法？写编号。"
            proof = evidence(facts, links)
            yield Question("hierarchy", "cases-in-group", question, "list", cases, proof, select(body))
    for link in facts.links:
        level = facts.graph.nodes[link.target].get("level")
        if link.relation == "region" and level in ("prefecture", "county"):
            above = [path for path in facts.above(link.target) if facts.graph.nodes[path].get("level") == "province"]
            body = f'{node(facts, link.target)} def:partOf* ?thing . ?thing def:level "province" . {NAMED}'
            question = f"案例{facts.number(link.case)}写到的{facts.label(link.target)}属于哪个省级行政区？"
            proof = evidence(facts, [link])
            yield Question("hierarchy", "province-of", question, "list", labels(facts, above), proof, select(body))


def comparison(facts: Facts) -> Iterator[Question]:
    """What two cases share; which of two has more."""
    held = {case: {link.target: link for link in facts.of(case, "mechanism")} for case in facts.cases}
    for one, other in combinations(facts.cases, 2):
        n, m = facts.number(one), facts.number(other)
        shared = sorted(held[one].keys() & held[other].keys())
        both = f"{case_is(facts, one, '?one')} {case_is(facts, other, '?other')}"
        if shared:
            body = f"{both} ?one def:mechanism ?thing . ?other def:mechanism ?thing . {NAMED}"
            proof = evidence(facts, [held[case][path] for path in shared for case in (one, other)])
            question = f"案例{n}和案例{m}都用了哪些做法？"
            answer = labels(facts, shared)
            yield Question("comparison", "shared-mechanisms", question, "list", answer, proof, select(body))
    placed = {path: facts.located(path) for path in facts.provinces() if facts.located(path)}
    for one, other in combinations(placed, 2):
        ones, others = (len(numbers(facts, placed[path])) for path in (one, other))
        if ones != others:
            values = f"VALUES ?thing {{ {node(facts, one)} {node(facts, other)} }}"
            body = f"{values} {CASE} ?case def:locatedIn/{UP_REGION} ?thing . {NAMED}"
            query = (
                select(body).replace("DISTINCT ", "") + " GROUP BY ?answer ORDER BY DESC(COUNT(DISTINCT ?case)) LIMIT 1"
            )
            more = one if ones > others else other
            question = f"{facts.label(one)}和{facts.label(other)}（都含下辖地区），哪一个推出的或所在的案例多？"
            proof = evidence(facts, placed[one] + placed[other])
            yield Question("comparison", "more-cases", question, "list", [facts.label(more)], proof, query)


def absence(facts: Facts) -> Iterator[Question]:
    """What is not there: yes or no, and the cases without something."""
    for province in facts.provinces():
        links = facts.located(province)
        question = f"这批案例里，有没有{facts.label(province)}（含所辖市、区、县）的案例？"
        body = f"{CASE} ?case def:locatedIn/{UP_REGION} {node(facts, province)} ."
        template = "province-with" if links else "province-without"
        answer = ["是" if links else "否"]
        yield Question("absence", template, question, "yes-no", answer, evidence(facts, links), ask(body))
    for target in facts.targets("actorType"):
        with_it = {link.case for link in facts.to("actorType", facts.within(target))}
        for case in facts.cases:
            if (
                target not in VAGUE
                and case not in with_it
                and facts.of(case, "actorType")
                and facts.label(target) not in facts.text(case)
            ):
                body = f"{case_is(facts, case)} ?case def:actorType/skos:broader* {node(facts, target)} ."
                question = f"案例{facts.number(case)}里有没有“{facts.label(target)}”这类主体？"
                yield Question("absence", "no-actor", question, "yes-no", ["否"], [], ask(body))
    for relation, name in (("region", "地区"), ("actorType", "任何主体"), ("mechanism", "做法")):
        without = [facts.number(case) for case in facts.cases if not facts.of(case, relation)]
        if without:
            body = f"{CASE} FILTER NOT EXISTS {{ ?case def:{relation} ?thing }} BIND(?number AS ?answer)"
            question = f"哪些案例没有写到{name}？写编号。"
            yield Question("absence", "cases-without", question, "list", without, [], select(body))
    for group in facts.groups():
        with_group = {link.case for link in facts.to("mechanism", facts.within(group))}
        without = [facts.number(case) for case in facts.cases if case not in with_group]
        if 1 <= len(without) <= 12:
            lacking = f"FILTER NOT EXISTS {{ ?case def:mechanism/skos:broader* {node(facts, group)} }}"
            question = f"哪些案例没有用到“{facts.label(group)}”这一组的任何做法？写编号。"
            body = f"{CASE} {lacking} BIND(?number AS ?answer)"
            yield Question("absence", "cases-without-group", question, "list", without, [], select(body))


def spread(facts: Facts) -> Iterator[Question]:
    """Over which provinces something is spread."""
    for relation, asked in (
        ("mechanism", "“{x}”这一做法，分布在哪些省级行政区（按案例的推出地或所在地）？"),
        ("ipType", "涉及“{x}”（含其下各类）的案例，分布在哪些省级行政区（按推出地或所在地）？"),
        ("actorType", "写到“{x}”这类主体的案例，分布在哪些省级行政区（按推出地或所在地）？"),
    ):
        for target in facts.targets(relation):
            links = facts.to(relation, facts.within(target))
            places = [
                place
                for case in sorted({link.case for link in links})
                for place in facts.of(case, "region")
                if place.role in LOCATED
            ]
            found = Counter(
                path
                for place in places
                for path in facts.above(place.target)
                if facts.graph.nodes[path].get("level") == "province"
            )
            if 2 <= len(found) <= 8 and target not in VAGUE:
                has = f"?case def:{relation}/skos:broader* {node(facts, target)} ."
                body = f'{CASE} {has} ?case def:locatedIn/{UP_REGION} ?thing . ?thing def:level "province" . {NAMED}'
                question = asked.format(x=facts.label(target))
                proof = evidence(facts, links)
                yield Question("spread", relation, question, "list", labels(facts, found), proof, select(body))


KINDS: dict[str, tuple[Callable[[Facts], Iterator[Question]], int]] = {
    "lookup": (lookup, 12),
    "counting": (counting, 11),
    "words": (words, 12),
    "roles": (roles, 12),
    "hierarchy": (hierarchy, 11),
    "comparison": (comparison, 11),
    "absence": (absence, 11),
    "spread": (spread, 10),
}
"""How many questions of each kind the exam has: 90."""
