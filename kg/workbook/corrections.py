"""What curators filled in → decisions of reviews, each tied to its cell; what cannot be taken is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg import review
from kg.model import AnnotatedCase, Assertion, DataError, relation_of
from kg.vocabulary import Vocabulary
from kg.workbook import words
from kg.workbook.entries import entry_of
from kg.workbook.meanings import UnclearError, coverage_of, object_of, region_of, role_of, type_of
from kg.workbook.reading import Filled, Line
from kg.workbook.sheets import fingerprint, link_code, object_text, role_word

_RELATION_OF: Final = {word: relation for relation, word in words.RELATION_WORDS.items()}
_QUOTE: Final = re.compile(r"(?:(标题|正文)[：:])?(.+?)(?:（第(\d+)处）)?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken as it is: where it stands, what is wrong, what to do."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}；{self.mend}"


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a reviewer: the case, the entry of the review file, and the cell that it comes from.

    ``relation`` and ``before`` (the link's code, or none for an addition) say what it is about.
    """

    case: str
    where: str
    entry: dict[str, Any]
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """All that a workbook decides: corrections of links, and by case what is said of it as a whole."""

    corrections: tuple[Correction, ...]
    whole: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def cases(self) -> tuple[str, ...]:
        """Return the cases that are decided on, in the order of the sheets."""
        return tuple(dict.fromkeys([*(correction.case for correction in self.corrections), *self.whole]))


def judge(
    filled: Filled,
    annotated: Sequence[AnnotatedCase],
    vocabulary: Vocabulary,
    titles: Mapping[str, str],
    before_own: Sequence[AnnotatedCase] = (),
) -> Judged:
    """Return what a workbook decides about the cases as they are now.

    ``titles`` are those of the documents by slug, as the sheets show them. ``before_own`` are the cases as they
    are without what the same reviewer took over from a workbook earlier, so that a workbook can be read twice.
    Nothing raises: what cannot be taken comes back as problems, and rows that were overtaken by later changes of
    the data as warnings.
    """
    if before_own and filled.fingerprint == fingerprint(before_own):
        return _Judge(filled, before_own, annotated, vocabulary, titles).judged()
    return _Judge(filled, annotated, before_own, vocabulary, titles).judged()


class _Judge:
    def __init__(
        self,
        filled: Filled,
        annotated: Sequence[AnnotatedCase],
        otherwise: Sequence[AnnotatedCase],
        vocabulary: Vocabulary,
        titles: Mapping[str, str],
    ) -> None:
        self._filled, self._vocabulary = filled, vocabulary
        self._items = {item.case.path: item for item in annotated}
        self._links = {link_code(a): (item, a) for item in (*otherwise, *annotated) for a in item.assertions}
        self._titles = {title: slug for slug, title in titles.items()}
        self._same_data = filled.fingerprint == fingerprint(annotated)
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def judged(self) -> Judged:
        whole, all_fine = self._whole()
        corrections: list[Correction] = []
        seen: dict[str, str] = {}
        for line in self._filled.links:
            try:
                found = list(self._of_line(line, seen))
            except UnclearError as unclear:
                self._problems.append(Problem(line.at(unclear.column), unclear.what, unclear.mend))
                continue
            corrections += found
        decided = {correction.before for correction in corrections}
        for path, where in all_fine.items():
            item = self._items[path]
            for assertion in item.assertions:
                person = assertion.reviewer is not None and assertion.reviewer.kind == "person"
                if link_code(assertion) not in decided and not person:
                    entry = entry_of(assertion, item.case, "accept")
                    corrections.append(Correction(path, where, entry, link_code(assertion)))
        return Judged(tuple(corrections), whole, tuple(self._problems), tuple(self._warnings))

    # --- the sheet 案例

    def _whole(self) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
        """Return what is said of cases as wholes, and the cases all of whose links are confirmed, with the cell."""
        whole: dict[str, dict[str, Any]] = {}
        all_fine: dict[str, str] = {}
        for line in self._filled.cases:
            said = {column: line[column] for column in words.CASE_CORRECTIONS if line[column]}
            if not said:
                continue
            path = f"case/{line['案例代码']}"
            item = self._items.get(path)
            if item is None:
                what = f"没有案例“{line['案例代码']}” / there is no such case"
                self._problems.append(Problem(line.at("案例代码"), what, "案例代码不要改；或一并给出它所在的文件"))
                continue
            record: dict[str, Any] = {}
            decision = said.get("整案处理")
            if decision not in (None, words.ALL_FINE, words.ALL_THERE):
                mend = f"写“{words.ALL_FINE}”或“{words.ALL_THERE}”"
                self._problems.append(Problem(line.at("整案处理"), f"不认得“{decision}” / unknown choice", mend))
            elif decision:
                all_fine[path] = line.at("整案处理")
                if decision == words.ALL_THERE:
                    record["complete"] = list(words.RELATION_WORDS)
            if "覆盖方式改为" in said:
                try:
                    record["coverage"] = coverage_of(said["覆盖方式改为"], self._vocabulary)
                except UnclearError as unclear:
                    self._problems.append(Problem(line.at("覆盖方式改为"), unclear.what, unclear.mend))
            if "英文标题改为" in said:
                record["title_en"] = said["英文标题改为"]
            if record:
                whole[path] = record
        return whole, all_fine

    # --- the sheet 关系

    def _of_line(self, line: Line, seen: dict[str, str]) -> Iterator[Correction]:
        said = {column: line[column] for column in words.CORRECTIONS if line[column]}
        code = line["关系代码"]
        if code and code in self._links:
            self._unchanged(line, *self._links[code])
        if not said:
            if code and code not in self._links and self._same_data:
                raise UnclearError("关系代码", f"没有关系代码“{code}” / no such link", "这一列不要改")
            if not code and any(line[column] for column in ("对象", "原文依据")):
                raise UnclearError(
                    "处理",
                    "新的一行没有写处理 / a new row without a decision",
                    f"处理选“{words.ADD}”，内容写在黄色的列",
                )
            return
        decision = said.get("处理") or (words.CHANGE if set(said) - {"理由"} else None)
        if decision is None:
            raise UnclearError("处理", "只写了理由，没有写处理 / a reason without a decision", "选一种处理")
        if decision not in words.DECISIONS:
            raise UnclearError("处理", f"不认得“{decision}” / unknown decision", f"写{'、'.join(words.DECISIONS)}之一")
        if decision == words.ADD:
            yield self._addition(line, said)
            return
        if not code:
            raise UnclearError(
                "关系代码", "这一行没有关系代码 / the row has no code", f"要增补一条，处理选“{words.ADD}”"
            )
        if code not in self._links and decision == words.REJECT and not self._same_data:
            what = f"现在的数据里已经没有这条关系（{code}） / the link is gone already"
            self._warnings.append(Problem(line.at("处理"), what, "不必再否定 / nothing to reject"))
            return
        if code not in self._links:
            raise UnclearError(
                "关系代码",
                f"现在的数据里没有这条关系（{code}） / the link is no longer there",
                "用最新的 kg.xlsx 重新填这一条",
            )
        if code in seen:
            raise UnclearError("关系代码", f"与{seen[code]}是同一条关系 / the same link twice", "只留一行")
        seen[code] = line.at("关系代码")
        yield from self._decision(line, said, decision, *self._links[code])

    def _unchanged(self, line: Line, item: AnnotatedCase, assertion: Assertion) -> None:
        """Note what was overwritten in columns that are not read: an edit in the wrong place, or data that moved on."""
        wanted = {
            "关系": words.RELATION_WORDS[assertion.relation],
            "对象": object_text(assertion),
            "角色": role_word(assertion.role),
            "对象代码": assertion.referent.path,
        }
        for column, text in wanted.items():
            if line[column] == text:
                continue
            problem = Problem(
                line.at(column),
                f"“{text or words.ABSENT}”变成了“{line[column] or words.ABSENT}” / changed in the wrong column",
                "这一列不读；要改就写在黄色的列里（“改为”“角色改为”）",
            )
            (self._problems if self._same_data else self._warnings).append(problem)

    def _decision(
        self, line: Line, said: Mapping[str, str], decision: str, item: AnnotatedCase, assertion: Assertion
    ) -> Iterator[Correction]:
        code, case = link_code(assertion), item.case
        entry = entry_of(assertion, case, words.DECISIONS[decision])
        if said.get("理由"):
            entry["comment"] = said["理由"]
        fields = [column for column in words.CORRECTIONS[1:-1] if column in said]
        if decision in (words.ACCEPT, words.REJECT):
            if fields:
                raise UnclearError(
                    fields[0],
                    f"处理写“{decision}”，又填了“{fields[0]}” / contradictory",
                    f"处理改成“{words.CHANGE}”，或清空这一格",
                )
            if decision == words.REJECT:
                entry.pop("quotes")
                self._derived(line, item, assertion)
            yield Correction(case.path, line.at("处理"), entry, code)
            return
        if not fields:
            raise UnclearError("处理", "写了“改正”，没有写改成什么 / nothing to change", "填“改为”等黄色的列")
        old = dict(entry)
        self._change(entry, said, assertion.relation)
        self._check_quotes(entry, item)
        where = line.at(fields[0])
        if assertion.relation == "fact" and _identity(old) != _identity(entry):
            # the old value cannot be told from the new one by name alone
            yield Correction(case.path, where, {**old, "decision": "reject", "quotes": []}, code)
            yield Correction(case.path, where, {**entry, "decision": "add"}, None)
            return
        if entry["object"] != old["object"]:
            entry["was"] = old["object"]
        yield Correction(case.path, where, entry, code)

    def _derived(self, line: Line, item: AnnotatedCase, assertion: Assertion) -> None:
        """Raise where a type follows from a named body: rejecting it would do nothing."""
        if assertion.relation != "actorType":
            return
        for other in item.assertions:
            if other.relation == "institution" and f"institution-type/{other.referent.type}" == assertion.referent.path:
                raise UnclearError(
                    "处理",
                    f"这一类型由机构“{other.referent.label}”得出 / the type follows from a body",
                    "改那家机构的一行（“类型改为”），或否定那家机构",
                )

    def _change(self, entry: dict[str, Any], said: Mapping[str, str], relation: str) -> None:
        if "改为" in said:
            entry.update(object_of(relation, said["改为"], self._vocabulary))
        if "角色改为" in said:
            role = role_of(relation, said["角色改为"])
            entry.pop("role", None)
            if role:
                entry["role"] = role
        if "类型改为" in said:
            entry.update(type_of(relation, said["类型改为"], self._vocabulary))
        if "地区改为" in said:
            if relation not in ("institution", "platform", "instrument"):
                raise UnclearError("地区改为", "只有机构、平台、文件有所属地区 / no region here", "清空这一格")
            entry["region"] = region_of(said["地区改为"], self._vocabulary, "地区改为")
        if "引文改为" in said:
            entry["quotes"] = list(_quotes(said["引文改为"]))

    def _addition(self, line: Line, said: Mapping[str, str]) -> Correction:
        if line["关系代码"]:
            raise UnclearError("处理", "这一行已是一条关系，不能增补 / the row is a link already", "在表末另起一行")
        relation = _RELATION_OF.get(line["关系"])
        if relation is None:
            raise UnclearError(
                "关系", f"不认得关系“{line['关系']}” / unknown relation", f"写{'、'.join(_RELATION_OF)}之一"
            )
        item = self._case_of(line)
        for column in ("改为", "引文改为"):
            if column not in said:
                raise UnclearError(column, f"增补要填“{column}” / needed", "对象写在“改为”，原文照抄在“引文改为”")
        if relation in ("institution", "instrument", "fact", "measure") and "类型改为" not in said:
            raise UnclearError(
                "类型改为", f"增补{words.RELATION_WORDS[relation]}要填“类型改为” / the type is needed", "从列表选"
            )
        entry: dict[str, Any] = {"decision": "add", "relation": relation}
        self._change(entry, said, relation)
        if said.get("理由"):
            entry["comment"] = said["理由"]
        self._check_quotes(entry, item)
        return Correction(item.case.path, line.at("改为"), entry, None)

    def _case_of(self, line: Line) -> AnnotatedCase:
        document = self._titles.get(line["文件"], line["文件"])
        documents = sorted({item.case.document for item in self._items.values()})
        if not line["文件"] and len(documents) == 1:
            document = documents[0]
        for item in self._items.values():
            case = item.case
            if case.document == document and line["编号"] in (case.number, case.path.rpartition("/")[2]):
                return item
        where = f"{line['文件']} {line['编号']}".strip() or words.ABSENT
        raise UnclearError("编号", f"没有案例“{where}” / no such case", "照抄同一案例别的行的文件和编号")

    def _check_quotes(self, entry: Mapping[str, Any], item: AnnotatedCase) -> None:
        """Raise where a quote is not in the case, is too long, or there is none."""
        if not entry.get("quotes"):
            raise UnclearError("引文改为", "没有引文 / no quote", "照抄支持它的原文")
        for quote in entry["quotes"]:
            try:
                wanted = review.Quote(quote["quote"], quote.get("field"), quote.get("nth", 1))
                review.find(item.case, wanted, "")
            except DataError as error:
                raise UnclearError(
                    "引文改为",
                    f"原文里没有“{quote['quote']}” / {error.what}",
                    "照抄原文，一字不差；标题里的前面加“标题：”",
                ) from error


def _identity(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(entry.get(key) for key in ("object", "type", "value", "unit"))


def _quotes(cell: str) -> Iterable[dict[str, Any]]:
    """Yield the quotes in a cell: 标题：青岛海关｜企业（第2处）."""
    from kg.model import QUOTE_BREAKS, QUOTE_LIMIT

    for part in re.split(r"[｜\n]", cell):
        text = part.strip()
        if not text:
            continue
        found = _QUOTE.match(text)
        assert found is not None
        field_word, quote, nth = found.groups()
        if len(quote) > QUOTE_LIMIT or any(mark in quote for mark in QUOTE_BREAKS):
            raise UnclearError(
                "引文改为", f"引文“{quote[:20]}…”太长或跨了句子 / too long or crosses a sentence", "引最短的一段"
            )
        record: dict[str, Any] = {"quote": quote}
        if field_word:
            record = {"field": "title" if field_word == "标题" else "text", **record}
        if nth and int(nth) > 1:
            record["nth"] = int(nth)
        yield record


def relation_word(entry: Mapping[str, Any]) -> str:
    """Return the relation of an entry in words."""
    return words.RELATION_WORDS[relation_of(entry["relation"])]
