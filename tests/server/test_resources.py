"""IRIs that answer, pages that people read, and the query page in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from rdflib import Graph, URIRef

Served = Any  # the fixture of conftest.py
BASE = "https://w3id.org/ipcase"


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/page/id/case/first-batch/16"),
        ("text/turtle", "/data/id/case/first-batch/16.ttl"),
        ("application/ld+json", "/data/id/case/first-batch/16.jsonld"),
        ("application/rdf+xml", "/data/id/case/first-batch/16.rdf"),
        ("application/n-triples", "/data/id/case/first-batch/16.nt"),
    ],
)
def test_a_thing_sends_on_to_what_is_said_of_it(server: Served, accept: str, place: str) -> None:
    answer = server.client.get("/id/case/first-batch/16", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, place) and "Accept" in answer.headers["vary"]
    assert server.client.get(place).status_code == 200


@pytest.mark.parametrize(("ending", "form"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt"), ("rdf", "xml")])
def test_the_data_of_a_thing_has_it_its_quotes_and_links_to_it(server: Served, ending: str, form: str) -> None:
    answer = server.client.get(f"/data/id/case/first-batch/16.{ending}")
    graph = Graph().parse(data=answer.text, format=form)
    case = URIRef(f"{BASE}/id/case/first-batch/16")
    assert URIRef(f"{BASE}/id/region/370200") in set(graph.objects(case, URIRef(f"{BASE}/def#locatedIn")))
    quotes = {
        str(o)
        for o in graph.objects(None, URIRef("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"))
    }
    assert "青岛海关" in quotes
    assert f'<{case}>; rel="describes"' == answer.headers["link"]
    again = server.client.get(
        f"/data/id/case/first-batch/16.{ending}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_every_iri_of_the_dataset_answers(server: Served) -> None:
    """One of each kind of thing under the base, taken from the data itself."""
    rows = server.query(
        f"SELECT ?t (SAMPLE(?s) AS ?one) {{ ?s a ?t FILTER(STRSTARTS(STR(?s), '{BASE}/')) }} GROUP BY ?t",
        "application/json",
    ).json()["results"]["bindings"]
    iris = {row["one"]["value"] for row in rows}
    assert len(iris) > 15
    for iri in iris:
        path = iri.removeprefix(BASE).partition("#")[0]
        answer = server.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, iri
        data = server.client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert iri in {str(s) for s in Graph().parse(data=data.text, format="turtle").subjects()}, iri


def test_graphs_and_the_ontology_answer_directly(server: Served) -> None:
    for path in ("/graph/first-batch/source", "/graph/vocabulary", "/graph/inferred", "/def"):
        for accept, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
            answer = server.client.get(path, headers={"Accept": accept})
            assert answer.status_code == 200 and len(Graph().parse(data=answer.text, format=form)) > 10
        assert server.client.get(path, headers={"Accept": "text/html"}).headers["content-type"].startswith("text/html")
    assert server.client.get("/graph/none", headers={"Accept": "text/turtle"}).status_code == 404


def test_what_is_not_in_the_dataset_is_not_there(server: Served) -> None:
    for path in (
        "/id/case/first-batch/99",
        "/scheme/mechanism/none",
        "/page/id/case/none/1",
        "/data/id/x.ttl",
        "/nowhere",
    ):
        answer = server.client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == 404 and "location" not in answer.headers
    assert server.client.get("/id/case/first-batch/16", headers={"Accept": "image/png"}).status_code == 406


def test_the_page_of_a_case_marks_the_words_of_its_links(server: Served) -> None:
    from lxml import html

    page = html.fromstring(server.client.get("/page/id/case/first-batch/16?lang=zh").text)
    assert "".join(page.xpath("//h1//text()")).strip() == "青岛海关开展知识产权状况预确认 便利合法货物通关"
    assert "青岛海关" in page.xpath("//h1/mark/text()")
    rows = {
        "".join(row.xpath(".//span[@class='object']/a//text()")).strip(): row.xpath(".//q/text()")
        for row in page.xpath("//ul[@class='links']/li")
    }
    assert rows["青岛市"] == ["青岛海关"]
    assert any("企业信用状况" in quotes for quotes in rows.values())
    assert page.xpath("//html/@lang") == ["zh-Hans"]
    english = html.fromstring(server.client.get("/page/id/case/first-batch/16?lang=en").text)
    assert english.xpath("//html/@lang") == ["en"] and "Qingdao" in "".join(english.xpath("//ul//text()"))


def test_the_page_of_a_place_lists_the_cases_with_their_words(server: Served) -> None:
    from lxml import html

    page = html.fromstring(server.client.get("/page/id/region/370200?lang=zh").text)
    links = page.xpath("//ul[@class='links wide']/li")
    assert any(
        "/id/case/first-batch/16" in row.xpath(".//a/@href") and row.xpath(".//q/text()") == ["青岛海关"]
        for row in links
    )


def test_the_language_follows_the_browser(server: Served) -> None:
    english = server.client.get("/page/id/region/370200", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in english.text
    chinese = server.client.get("/page/id/region/370200", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="zh-Hans">' in chinese.text


def test_the_explorer_stands_at_the_root(server: Served, root: Any) -> None:
    answer = server.client.get("/", headers={"Accept": "text/html"})
    assert answer.content == (root / "exports" / "kg.html").read_bytes()
    assert "命名图" in server.client.get("/?start&lang=zh").text


def test_another_base_is_found_in_the_data_and_mapped_here(starting: Any, tmp_path: Any, root: Any) -> None:
    data = tmp_path / "kg.nq"
    text = (root / "exports" / "kg.nq").read_text(encoding="utf-8")
    data.write_text(text.replace(BASE, "http://example.org/other"), encoding="utf-8")
    with starting("--data", str(data)) as served:
        answer = served.client.get("/id/case/first-batch/16", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert "http://example.org/other/id/case/first-batch/16" in {
            str(s) for s in Graph().parse(data=answer.text, format="turtle").subjects()
        }


def test_walks_up_the_hierarchy_answer_as_the_store_itself_does(server: Served, root: Any) -> None:
    """The closure changes the time of an answer and nothing else."""
    from kg import store

    loaded = store.load(root / "exports" / "kg.nq")
    prefixes = f"PREFIX def: <{BASE}/def#> PREFIX region: <{BASE}/id/region/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    for walk in ("def:partOf*", "def:partOf+", "skos:broader*", "(def:partOf|def:inRegion|def:coextensiveWith)*", "^def:partOf+",
                 "(^skos:broader)*", "!(def:partOf|skos:broader)*", "def:partOf*/skos:broader+", "(def:partOf)*"):  # fmt: skip
        for pattern in (f"?s {walk} region:320000", f"region:320505 {walk} ?s", f"?s a def:Region ; {walk} ?o"):
            query = f"{prefixes} SELECT DISTINCT * {{ {pattern} }}"
            expected = sorted(",".join(str(v) for v in row) for row in store.select(loaded, query).rows)
            columns = store.select(loaded, query).columns
            got = server.query(query, "application/json").json()
            rows = sorted(
                ",".join(row[c]["value"] if c in row else "None" for c in columns) for row in got["results"]["bindings"]
            )
            if walk.startswith("!"):  # every property but two: the inferred ones are among them
                assert set(rows) >= set(expected), query
            else:
                assert rows == expected, query


def test_the_query_page_works_in_a_browser_without_network(server: Served, browser: Any) -> None:
    page = browser.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.place}/sparql?lang=zh")
    page.click("#run")
    page.wait_for_selector("#result tbody tr")
    assert page.locator("#result tbody tr").count() == 25
    assert "青岛海关" in page.inner_text("#result")
    page.locator("#result tbody a").first.click()
    page.wait_for_selector("article h1")
    page.goto(f"{server.place}/sparql?query=SELECT%20*%20%7B%20bad")
    page.wait_for_selector("#result .fault")
    problems = [problem for problem in problems if "400" not in problem]
    assert problems == [] and all(url.startswith((server.place, "data:")) for url in asked)
    page.close()


def test_the_page_of_an_assertion_says_what_it_says_with_its_words(server: Served) -> None:
    from lxml import html

    page = html.fromstring(server.client.get("/page/id/assertion/01a162c38802bd00?lang=zh").text)
    assert "青岛市" in "".join(page.xpath("//h1//text()")) and page.xpath("//ul[@class='links']//q/text()") == [
        "青岛海关"
    ]
