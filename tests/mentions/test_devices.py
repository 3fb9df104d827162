"""Named devices, platforms, instruments, and facts."""

from __future__ import annotations

import pytest

from kg.mentions.devices import devices, instrument_type
from kg.mentions.facts import values
from kg.mentions.signals import Signals
from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def signals(vocabulary: Vocabulary) -> Signals:
    return Signals(vocabulary)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("建立企业“红名单”双向推送机制", "measure", "“红名单”双向推送机制"),
        ("坚持“八个一”的工作做法", "measure", "八个一"),
        ("推行“先行禁令”，防范风险", "measure", "先行禁令"),
        ("开发“专利桥”大脑产品", "platform", "专利桥"),
        ("出台《某省知识产权保护条例》", "instrument", "某省知识产权保护条例"),
    ],
)
def test_a_named_device_is_read(signals: Signals, text: str, kind: str, name: str) -> None:
    assert [(device.kind, device.name) for device in devices(text, signals, False)] == [(kind, name)]


@pytest.mark.parametrize("text", ["响应“让文物活起来”的号召", "使用“东港草莓”地理标志证明商标", "撑起转化“保护伞”"])
def test_a_slogan_or_a_mark_in_quotes_is_no_device(signals: Signals, text: str) -> None:
    assert list(devices(text, signals, False)) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("中华人民共和国商标法", "law"),
        ("植物新品种保护条例", "administrative-regulation"),
        ("浙江省知识产权保护和促进条例", "local-regulation"),
        ("最高人民法院、最高人民检察院关于办理侵犯知识产权刑事案件适用法律若干问题的解释", "judicial-interpretation"),
        ("关于开展试点工作的实施办法", "policy-document"),
    ],
)
def test_an_instrument_is_typed_by_its_title(name: str, kind: str) -> None:
    assert instrument_type(name) == kind


def test_values_are_read_in_plain_numbers_with_their_units() -> None:
    text = "（2020）苏01民初773号：2021年1月22日作出判决，赔偿300万元，每亩10元/季，依据法释〔2021〕14号，销毁种子1.2万斤。"
    assert [(v.kind, v.value, v.unit) for v in values(text)] == [
        ("case-number", "（2020）苏01民初773号", None),
        ("case-number", "法释〔2021〕14号", None),
        ("amount", "3000000", "元"),
        ("figure", "12000", "斤"),
        ("date", "2021-01-22", None),
    ]


def test_an_impossible_date_is_no_date() -> None:
    assert list(values("2021年13月40日")) == []


def test_a_proceedings_cause_penalty_and_outcome_are_read() -> None:
    text = "侵害植物新品种权纠纷案。被告人犯假冒注册商标罪，判处有期徒刑三年，并处罚金10万元。驳回上诉，维持原判。罚款2.5万元。"
    found = [(v.kind, v.value) for v in values(text) if v.kind in ("cause-of-action", "penalty", "outcome")]
    assert found == [
        ("cause-of-action", "侵害植物新品种权纠纷"),
        ("penalty", "判处有期徒刑三年"),
        ("penalty", "并处罚金10万元"),
        ("penalty", "罚款2.5万元"),
        ("outcome", "驳回上诉，维持原判"),
        ("cause-of-action", "假冒注册商标罪"),
    ]
