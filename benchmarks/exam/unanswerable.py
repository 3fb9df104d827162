"""Questions that sound like the others and have no answer: not in the graph, and not in the words of the cases.

Each names words that the texts do not have (``absent``), so that one who reads the plain text cannot answer either.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.exam.facts import Facts, short
from benchmarks.exam.questions import CASE, NAMED, UP_REGION, Question, case_is, node, select

DIGITS = ("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "〇", "亿", "万元")
BODIES = ("高级人民法院", "人民检察院", "知识产权局")
PARTIES = {
    "bank": "案例{n}里参与的银行叫什么名字？",
    "police": "案例{n}里与检察机关协作的是哪一家公安局？写出名称。",
    "enterprise": "案例{n}里受益的企业叫什么名字？",
    "university": "案例{n}里参与的是哪一所高校？写出校名。",
    "expert-body": "案例{n}里的专家是哪几位？写出姓名。",
}
NAMES = {
    "bank": ("行股份", "工商银行", "农业银行", "中国银行", "建设银行", "交通银行"),
    "police": ("公安局", "公安分局", "派出所"),
    "enterprise": ("有限公司", "股份公司", "集团"),
    "university": ("大学", "学院"),
    "expert-body": ("教授", "院士", "研究员", "先生", "女士"),
}
"""How such names would end; a text with none of these names nobody of that type."""


def _absent_provinces(facts: Facts) -> list[str]:
    return [
        path
        for path in facts.provinces()
        if not facts.to("region", facts.within(path))
        and short(facts.label(path)) not in facts.text()
        and not facts.label(path).startswith(("台湾", "香港", "澳门"))  # bodies there have other names
    ]


def no_such_case(facts: Facts) -> Iterator[Question]:
    """Cases beyond the last one."""
    last = max(int(case.number) for case in facts.cases.values())
    for step, (asked, relation) in enumerate(
        (
            ("案例{n}由哪家机构主导？", "ledBy"),
            ("案例{n}涉及哪些知识产权类型？", "ipType"),
            ("案例{n}是哪个地区推出的？", "ledByRegion"),
            ("案例{n}标题里的主要做法是什么？", "headlineMechanism"),
            ("案例{n}提到的平台叫什么？", "platform"),
        ),
        1,
    ):
        number = last + 3 * step
        body = f'?case a def:Case ; def:number "{number}" ; def:{relation} ?thing . {NAMED}'
        yield _none("no-such-case", asked.format(n=number), body, "", [f"案例{number}"])


def no_such_thing(facts: Facts) -> Iterator[Question]:
    """A platform or a legal instrument of a case that has none."""
    for case in facts.cases:
        number, text = facts.number(case), facts.text(case)
        for relation, asked, absent in (
            ("platform", "案例{n}使用的平台叫什么名字？", ["平台", "系统", "大脑"]),
            ("instrument", "案例{n}依据的是哪一部法规或办法？写出名称。", ["《", "条例", "办法", "规程"]),
        ):
            if not facts.of(case, relation) and not any(word in text for word in absent):
                body = f"{case_is(facts, case)} ?case def:{relation} ?thing . {NAMED}"
                yield _none(f"no-{relation}", asked.format(n=number), body, number, absent)


def no_figure(facts: Facts) -> Iterator[Question]:
    """An amount, a date or a number of a case whose text has no figure."""
    for case in facts.cases:
        number, text = facts.number(case), facts.text(case)
        if any(word in text for word in DIGITS) or any(
            facts.graph.nodes[one.target]["fact_type"] in ("amount", "date") for one in facts.of(case, "fact")
        ):
            continue
        used = {link.target for link in facts.of(case, "mechanism")}
        asked = {"date": "案例{n}的做法是从哪一年开始的？"}
        if used & {"mechanism/pledge-financing", "mechanism/securitisation"}:
            asked["amount"] = "案例{n}一共帮企业融到了多少亿元？"
        if facts.label(case).find("活动") >= 0 or facts.label(case).find("大赛") >= 0:
            asked["amount"] = "案例{n}的活动总共投入了多少万元？"
        for kind, words in asked.items():
            typed = f"?thing def:factType/skos:broader* <{facts.base}/scheme/fact-type/{kind}> ."
            body = f"{case_is(facts, case)} ?case def:fact ?thing . {typed} {NAMED}"
            yield _none(f"no-{kind}", words.format(n=number), body, number, list(DIGITS))


def no_name(facts: Facts) -> Iterator[Question]:
    """The name of an actor whom the case only mentions by type."""
    for link in facts.links:
        kind = link.target.rpartition("/")[2]
        named = any(facts.graph.nodes[one.target]["type"] == kind for one in facts.of(link.case, "institution"))
        absent = NAMES.get(kind)
        if link.relation != "actorType" or named or not absent:
            continue
        if not any(word in facts.text(link.case) for word in absent):
            number = facts.number(link.case)
            body = (
                f"{case_is(facts, link.case)} ?case def:institution ?thing ."
                f" ?thing <http://www.w3.org/ns/org#classification>/skos:broader* {node(facts, link.target)} . {NAMED}"
            )
            yield _none(f"no-name-{kind}", PARTIES[kind].format(n=number), body, number, list(absent))


def no_case_of_province(facts: Facts) -> Iterator[Question]:
    """What a province did that no case mentions."""
    for number, path in enumerate(_absent_provinces(facts)):
        asked = ("{x}的案例主要采用了什么做法？", "{x}推出的那个案例涉及哪类知识产权？")[number % 2]
        relation = ("headlineMechanism", "ipType")[number % 2]
        body = f"{CASE} ?case def:locatedIn/{UP_REGION} {node(facts, path)} ; def:{relation} ?thing . {NAMED}"
        name = facts.label(path)
        yield _none("no-case-of-province", asked.format(x=name), body, "", [short(name)])


def no_such_body(facts: Facts) -> Iterator[Question]:
    """A body of a province that no case mentions."""
    for number, path in enumerate(_absent_provinces(facts)):
        name = facts.label(path) + BODIES[number % len(BODIES)]
        body = f'?thing skos:prefLabel "{name}"@zh-hans . ?case def:institution ?thing ; def:number ?answer .'
        yield _none("no-such-body", f"{name}出现在哪个案例里？写编号。", body, "", [short(facts.label(path))])


def _none(template: str, question: str, body: str, about: str, absent: list[str]) -> Question:
    form = "number" if template in ("no-date", "no-amount") else "list"
    return Question("unanswerable", template, question, form, None, [], select(body), about, absent)


TEMPLATES = (no_such_case, no_such_thing, no_figure, no_name, no_case_of_province, no_such_body)
TOTAL = 30
