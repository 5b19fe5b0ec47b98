"""Linked data over HTTP: forms, redirects, caching, odd addresses, and a walk along the links."""

import re
from html import unescape
from urllib.parse import quote

import pyoxigraph
import pytest
from linked_data_making import HTML, TURTLE, inner_links, our_iris, served
from serving_making import LIMITS, Client, accepting, running

from zhunru.linked_data.places import DCAT, FORMS, ONTOLOGY, SERVICE, VOID, address_of
from zhunru.linked_data.routes import routes
from zhunru.namespaces import ID
from zhunru.serving.negotiation import GRAPH_TYPES
from zhunru.serving.settings import Settings

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
GRADE = "/id/grade/4"
SELECT = "SELECT ?s ?label { ?s a zr:Grade ; skos:prefLabel ?label }"


@pytest.fixture(scope="module")
def site():
    with running(dataset=served(), routes=routes()) as client:
        yield client


def get(client: Client, path, accept=None, **headers):
    return client.send("GET", path, None, {**accepting(accept), **headers})


def one_of_each_kind():
    """An IRI of every kind, by the beginning of its path."""
    kinds = {}
    for iri in sorted(our_iris()):
        kinds.setdefault(tuple(address_of(iri).split("/")[1:-1][:2]), iri)
    return list(kinds.values())


def test_every_kind_is_answered_for_people_and_machines(site):
    assert len(one_of_each_kind()) > 35
    for iri in one_of_each_kind():
        for accept, ending in ((BROWSER, "html"), (TURTLE, "ttl")):
            led = get(site, address_of(iri), accept)
            if led.status == 303:
                assert led.headers["Location"] == f"{address_of(iri)}.{ending}", iri
                led = get(site, led.headers["Location"], accept)
            assert led.status == 200, iri
            assert led.media_type == FORMS[ending]
            assert iri.rpartition("/")[2].rpartition("#")[2] in led.text


def test_a_walk_along_the_links_never_ends_at_nothing(site):
    """From the start page, two steps along every kind of link; what comes must be there."""
    seen, waiting = set(), ["/"]
    for _ in range(2):
        following = {}
        for path in waiting:
            page = get(site, path, BROWSER)
            while page.status == 303:
                page = get(site, page.headers["Location"], BROWSER)
            assert page.status == 200, path
            seen.add(path)
            # 同样开头的链接取一个。 Of links that begin alike, one.
            for link in sorted(inner_links(page.text) if page.media_type == HTML else ()):
                link = unescape(link)
                following.setdefault((link.split("/")[:3][-1], link[-4:], "?" in link), link)
        waiting = sorted(set(following.values()) - seen)
    assert len(seen) > 30


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (None, "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("application/xml", "rdf"),
        ("application/n-triples", "nt"),
        ("text/html;q=0.5, text/turtle;q=0.6", "ttl"),
        ("text/html;q=0.6, text/turtle;q=0.5", "html"),
        ("text/turtle;q=0.8, application/ld+json;q=0.9, */*;q=0.1", "jsonld"),
        ("text/*;q=0.3, text/turtle;q=0", "html"),
        ("text/html;q=0, */*", "ttl"),
        ("application/*", "jsonld"),
        ("TEXT/TURTLE", "ttl"),
    ],
)
def test_the_form_is_what_the_client_likes_best(site, accept, ending):
    answer = get(site, GRADE, accept)
    assert (answer.status, answer.headers["Location"]) == (303, f"{GRADE}.{ending}")
    assert answer.headers["Vary"].split(", ")[0] == "Accept"
    document = get(site, f"{GRADE}.{ending}", "image/png")
    assert (document.status, document.media_type) == (200, FORMS[ending])


@pytest.mark.parametrize("path", [GRADE, ONTOLOGY, SERVICE, VOID, DCAT, "/"])
def test_a_form_that_there_is_not(site, path):
    answer = get(site, path, "image/png, text/turtle;q=0")
    assert answer.status == 406
    assert "text/turtle" in answer.text
    assert answer.headers["Vary"].split(", ")[0] == "Accept"


@pytest.mark.parametrize("path", [ONTOLOGY, SERVICE, DCAT, "/", "/sparql"])
@pytest.mark.parametrize("ending", ["html", "ttl", "jsonld"])
def test_documents_are_answered_at_once(site, path, ending):
    answer = get(site, path, FORMS[ending])
    own = SERVICE if path in ("/", "/sparql") else path
    assert answer.status == 200
    assert answer.headers["Content-Location"] == f"{own}.{ending}"
    assert answer.headers["Vary"].split(", ")[0] == "Accept"
    assert get(site, f"{own}.{ending}").body == answer.body


def test_void_is_where_it_is_looked_for(site):
    for thing, place in (("dataset/zhunru", VOID), ("dataset/catalogue", DCAT)):
        assert get(site, f"/id/{thing}", TURTLE).headers["Location"] == f"{place}.ttl"
    answer = get(site, VOID, TURTLE)
    assert answer.status == 200
    described = set(pyoxigraph.parse(answer.body, format=GRAPH_TYPES[TURTLE]))
    endpoints = {one.object.value for one in described if "Endpoint" in one.predicate.value}
    assert endpoints == {f"http://127.0.0.1:{site.port}/sparql"}


def test_documents_about_the_whole_are_written_once(site, monkeypatch):
    pool, asked = site.app.state.pool, []
    answer = pool.answer

    async def counted(job):
        asked.append(job)
        return await answer(job)

    monkeypatch.setattr(pool, "answer", counted)
    bodies = {get(site, f"{DCAT}.nt{query}").body for query in ("", "?x=1", "?x=2")}
    assert (len(bodies), len(asked)) == (1, 1)
    # 主机名由客户说了算：所留的份数有限。 Clients choose the host: what is kept has a limit.
    for number in range(70):
        get(site, f"{DCAT}.nt", Host=f"localhost:{number + 1}")
    assert len(site.app.state.kept_documents) == 64
    assert "localhost:9/sparql" in get(site, f"{DCAT}.nt", Host="localhost:9").text


def test_what_a_client_has_is_not_sent_again(site):
    for path in (f"{GRADE}.html", f"{GRADE}.ttl", ONTOLOGY, "/style.css"):
        first = get(site, path)
        tag = first.headers["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = get(site, path, **{"If-None-Match": known})
            assert (again.status, again.body) == (304, b""), known
            assert again.headers["ETag"] == tag
        assert get(site, path, **{"If-None-Match": '"other"'}).body == first.body
    assert get(site, f"{GRADE}.html").headers["ETag"] != get(site, f"{GRADE}.ttl").headers["ETag"]


def test_other_forms_are_named_in_headers_and_page(site):
    answer = get(site, f"{GRADE}.html")
    for ending, media_type in FORMS.items():
        if ending != "html":
            link = f'<{GRADE}.{ending}>; rel="alternate"; type="{media_type}"'
            assert link in answer.headers["Link"]
            assert f'<link rel="alternate" type="{media_type}"' in answer.text
            assert get(site, f"{GRADE}.{ending}").media_type == media_type


def test_pages_may_run_and_fetch_nothing(site):
    for path in ("/", f"{GRADE}.html", "/id/nothing", f"/sparql?query={quote(SELECT)}"):
        answer = get(site, path, BROWSER)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    style = get(site, "/style.css")
    assert style.media_type == "text/css"
    assert "url(" not in style.text and "@import" not in style.text
    assert "prefers-color-scheme: dark" in style.text and "@media print" in style.text


def test_head_and_other_methods(site):
    head = site.send("HEAD", f"{GRADE}.ttl")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"] == get(site, f"{GRADE}.ttl").headers["ETag"]
    assert site.send("HEAD", GRADE).status == 303
    assert site.send("POST", GRADE).status == 405
    assert site.send("DELETE", f"{GRADE}.ttl").status == 405


@pytest.mark.parametrize(
    "path",
    [
        *("/id/%2e%2e/%2e%2e/etc/passwd", "/id/../ontology", "/id/..%2fontology", "/id/%00"),
        *("/id/%ff", "/id/grade/4.xlsx", "/id/grade/", "/id/", "/ontology/%3Cscript%3E"),
        *(f"/id/procedure/{quote('鼻③（试行）')}", "/id/grade//4", "/id/%25%34", "/id/grade/4%23x"),
    ],
)
def test_odd_addresses_are_just_not_found(site, path):
    page = get(site, path, BROWSER)
    assert (page.status, page.media_type) == (404, HTML)
    assert "<script" not in page.text
    assert get(site, path, TURTLE).status == 404
    assert get(site, path, TURTLE).media_type == "text/plain"
    assert get(site, f"{path}.ttl").status == 404


def test_near_matches_lead_on(site):
    page = get(site, "/id/technique/nasal-endoscopi", BROWSER)
    assert page.status == 404
    assert "/id/technique/nasal-endoscopy" in inner_links(page.text)


@pytest.mark.parametrize("path", ["/id/grade/4.html", "/id/grade/%34.html"])
def test_spellings_of_an_address_are_one(site, path):
    assert "四级" in get(site, path).text


def test_the_endpoint_describes_itself_without_a_query(site):
    answer = get(site, "/sparql", TURTLE)
    assert "sparql-service-description" in answer.text
    assert f"<http://127.0.0.1:{site.port}/sparql>" in answer.text
    page = get(site, "/sparql", BROWSER)
    assert '<textarea id="query" name="query"' in page.text
    assert '<label for="query">' in page.text


def test_wrong_requests_are_still_told(site):
    assert get(site, "/sparql?quer=x").status == 400
    assert site.send("POST", "/sparql").status == 415
    assert site.post_form("").status == 400


def test_queries_are_answered_as_before(site):
    answer = site.get(SELECT)
    assert answer.media_type == "application/sparql-results+json"
    assert site.get(SELECT, "text/csv").text.startswith("s,label")
    assert site.post(SELECT).status == 200


def test_a_browser_gets_the_answer_as_a_table(site):
    answer = site.get(SELECT, BROWSER)
    assert (answer.status, answer.media_type) == (200, HTML)
    assert f'<a href="{GRADE}">' in answer.text
    assert re.search(r'<th scope="col">label</th>', answer.text)
    assert site.get("ASK {}", BROWSER).text.count("<td>") == 1
    assert "predicate" in site.get("DESCRIBE <grade/4>", BROWSER).text


def test_the_answer_for_people_is_cut_and_says_so(site):
    answer = site.get("SELECT * { ?s ?p ?o }", BROWSER)
    assert answer.text.count("<tr>") == 1001
    assert "只列出前 1000 行" in answer.text


def test_markup_in_queries_and_answers_is_text(site):
    query = (
        'SELECT ("<script>alert(1)</script>" AS ?x) (<javascript:alert(2)> AS ?y) {} #</textarea>'
    )
    answer = site.get(query, BROWSER)
    assert answer.status == 200
    assert "<script" not in answer.text
    assert 'href="javascript' not in answer.text
    assert answer.text.count("</textarea>") == 1
    assert site.get("SELECT <b>", BROWSER).media_type == "text/plain"


def test_what_only_a_hospital_has_is_no_link():
    hospital = f"{ID}graph/hospital"
    quads = f"<{ID}hospital/a> <{ID}p> <{ID}grade/4> <{hospital}> .\n".encode()
    with running(dataset=quads, routes=routes()) as client:
        query = f"SELECT * {{ GRAPH <{hospital}> {{ ?s ?p ?o }} }}"
        answer = client.get(query, BROWSER)
        assert "hospital/a" in answer.text
        assert 'href="/id/hospital' not in answer.text
        assert client.send("GET", "/id/hospital/a.ttl").status == 404
        assert client.send("GET", "/id/graph/hospital").status == 303


def test_a_token_guards_pages_too():
    settings = Settings(token="a-token-of-20-letters", limits=LIMITS)
    with running(settings, routes=routes()) as client:
        for path in ("/", f"{GRADE}.ttl", ONTOLOGY, VOID, "/sparql"):
            assert client.send("GET", path).status == 401
        shown = {"Authorization": f"Bearer {settings.token}"}
        assert client.send("GET", "/style.css", None, shown).status == 200


def test_the_endpoint_can_do_without_pages():
    with running() as client:
        assert client.send("GET", GRADE).status == 404
        assert client.send("GET", "/sparql").status == 400
