"""Traditional characters and mixed marks are matched, and quoted as printed."""

from __future__ import annotations

from collections.abc import Callable

from kg.mentions import Finder
from kg.mentions.folding import Folding
from kg.model import Case
from kg.vocabulary import Vocabulary


def test_a_traditional_text_is_matched_and_quoted_as_printed(
    vocabulary: Vocabulary, make_case: Callable[..., Case]
) -> None:
    case = make_case("廣州市中級人民法院審理侵害商標權糾紛案", "廣州市中級人民法院判決,適用懲罰性賠償。")
    found = {a.referent.path: a for a in Finder(vocabulary).find(case).assertions}
    assert [span.quote for span in found["ip-type/trademark"].evidence] == ["商標"]
    assert [span.quote for span in found["mechanism/punitive-damages"].evidence] == ["懲罰性賠償"]
    assert "region/440100" in found
    (court,) = [a for a in found.values() if a.relation == "institution"]
    assert court.referent.label == "广州市中级人民法院"
    for assertion in found.values():
        for span in assertion.evidence:
            assert case.field(span.field)[span.start : span.end] == span.quote


def test_folding_keeps_the_length_and_leaves_simplified_text_alone(vocabulary: Vocabulary) -> None:
    folding = Folding(dict(vocabulary.traditional))
    for text in ("著作权、乾隆、覆盖、征集、后来", "著作權，覆蓋；一干人等", "A,b 1,000 10:30"):
        assert len(folding.fold(text)) == len(text)
    assert folding.fold("著作权、覆盖、征集、后来") == "著作权、覆盖、征集、后来"
    assert folding.fold("著作權覆蓋") == "著作权覆盖"
