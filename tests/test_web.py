"""The pages and the API: complete, correct, guarded; hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("fastapi", reason="the page needs fastapi, uvicorn and jinja2")

from reportedly.ledger import Ledger
from reportedly.ledger.views import FigureLine, Quotation
from reportedly.terms import Act
from reportedly.web import annotate, plots, words
from reportedly.web.app import create_app
from reportedly.web.guard import HEADERS, MAX_BODY
from reportedly.web.pages import _local
from reportedly.web.projection import HEIGHT, WIDTH, project
from tests.handmade import simple
from tests.web import PAYLOADS, Answer, Client, hostile, told


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with told(tmp_path_factory.mktemp("page") / "reportedly.db") as made:
        yield made


@pytest.fixture(scope="module")
def client(ledger: Ledger) -> Client:
    return Client(create_app(ledger, who="Ann"))


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[Ledger, Client]]:
    with told(tmp_path / "reportedly.db") as made:
        yield made, Client(create_app(made, who="Ann"))


def addresses(ledger: Ledger) -> list[str]:
    """One page of each kind, and all of the API."""
    story = ledger.stories()[0].id
    view = ledger.story(story)
    event, cell = view.events[0].id, view.cells[0]
    assert cell.quotation is not None
    claim, report = cell.quotation.claim_id, view.reports[0].id
    party, event, claim, report, story = (quote(x, safe="") for x in (cell.party, event, claim, report, story))
    pages = [
        "/", f"/stories/{story}", f"/stories/{story}?events=all", f"/events/{event}",
        f"/cell?party={party}&event={event}", f"/cell?party={party}&event={event}&panel=1", f"/claims/{claim}",
        f"/reports/{report}", f"/parties/{party}", "/changes", "/about", "/api", "/?q=troops",
    ]  # fmt: skip
    api = [
        "/api/stories", f"/api/stories/{story}", "/api/changes", "/api/search?q=troops", f"/api/parties/{party}",
        f"/api/reports/{report}", f"/api/claims/{claim}", "/api/stats", "/api/openapi.json",
    ]  # fmt: skip
    return pages + api


def test_every_page_answers_with_its_headers_and_its_tag(ledger: Ledger, client: Client) -> None:
    for address in addresses(ledger):
        answer = client.get(address)
        assert answer.status == 200, address
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (address, name)
        if address == "/api/openapi.json":
            continue
        again = client.get(address, if_none_match=answer.headers["etag"])
        assert (again.status, again.body) == (304, b""), address


def test_a_story_shows_every_partys_position_its_history_and_both_counts(ledger: Ledger, client: Client) -> None:
    page = client.get(f"/stories/{ledger.stories()[0].id}").text
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    heads = re.findall(r"<bdi>(.*?)</bdi>", rows[0])
    cells = re.findall(r"<td.*?</td>", rows[1], re.S)
    shown = {
        head: (re.findall(r'class="word">(\w+)', cell), re.findall(r'class="mark (\w+)', cell))
        for head, cell in zip(heads, cells, strict=True)
    }
    assert shown["Russia"] == (["confirms"], ["deny", "withhold", "affirm"])
    assert shown["North Korea"] == (["confirms"], ["deny", "withhold", "affirm"])
    assert shown["NATO"] == (["confirms"], ["doubt", "affirm"])
    assert shown["South Korea"] == (["asserts"], ["affirm"])
    assert "<b>18 reports, 15 origins</b>" in page
    assert page.count('class="turn') == 2 * 5
    assert "Cannot both be right" in page
    assert "South Korea 1,500 against South Korea 15,000" in page


def test_two_clicks_lead_from_the_matrix_to_the_sentence(ledger: Ledger, client: Client) -> None:
    page = client.get(f"/stories/{ledger.stories()[0].id}").text
    cell = next(href for href in re.findall(r'href="(/cell\?[^"]+)"', page) if "party=RUS" in href)
    evidence = client.get(cell.replace("&amp;", "&")).text
    link = re.findall(r'href="(/reports/[^"#]+)#(c-[^"]+)"', evidence)[0]
    report = client.get(link[0]).text
    assert f'id="{link[1]}"' in report
    number = re.search(rf'id="s-(\d+)"[^>]*>\s*<a id="{link[1]}"', report)
    assert number is not None
    assert f'id="a-{number[1]}"' in report


def test_a_report_shows_its_text_exactly(ledger: Ledger, client: Client) -> None:
    for line in ledger.story(ledger.stories()[0].id).reports:
        text = ledger.report(line.id).reading["report"]["text"]
        shown = _TextOf("text")
        shown.feed(client.get(f"/reports/{line.id}").text)
        assert re.sub(r"\s+", "", shown.found) == re.sub(r"\s+", "", text)


class _TextOf(HTMLParser):
    """The words of the section of that class, without numbers and legend."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.found, self._in, self._skip = name, "", False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "section":
            self._in = given.get("class") == self.name
        if self._in and (tag == "ul" or given.get("class") == "num"):
            self._skip += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self._in = False
        if self._in and self._skip and tag in ("ul", "a"):
            self._skip -= 1

    def handle_data(self, data: str) -> None:
        if self._in and not self._skip:
            self.found += data


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("party=Russia", 1), ("party=RUS", 1), ("party=FRA", 0), ("place=UKR", 0), ("place=Vladivostok", 1),
        ("outlet=example+wire", 1), ("outlet=Nobody", 0), ("since=2025-05-01", 0), ("until=2024-01-01", 0),
        ("since=2024-11-01&until=2025-01-01", 1), ("since=soon", 1), ("page=2", 0), ("page=x", 1),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(client: Client, query: str, found: int) -> None:
    assert client.get(f"/?{query}").text.count('<li class="story">') == found


@pytest.mark.parametrize(
    ("query", "least", "most"),
    [
        ("q=troops", 5, 20), ("q=troops&party=NATO", 1, 1), ("q=troops&outlet=Example+Wire", 1, 4),
        ("q=troops&since=2025-01-01", 1, 4), ("q=zebra", 0, 0), ("q=%22", 0, 0), ("q=%3Cb%3E", 0, 0),
    ],
)  # fmt: skip
def test_search_looks_over_everything_within_the_filters(client: Client, query: str, least: int, most: int) -> None:
    page = client.get(f"/?{query}")
    assert page.status == 200
    assert least <= page.text.count('class="passage"') <= most


@pytest.mark.parametrize("address", [
        "/nothing", "/stories/x", "/claims/x", "/reports/x", "/parties/x", "/cell?party=RUS&event=x",
        "/static/../app.py", "/static/%2e%2e%2fapp.py", "/static/none.js",
    ])  # fmt: skip
def test_what_is_not_there_says_so_and_leads_on(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status == 404
    assert 'href="/"' in answer.text
    assert answer.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_unknown_ids_of_the_api_are_404_as_json(client: Client) -> None:
    answer = client.get("/api/claims/none")
    assert (answer.status, answer.json()["error"]["status"]) == (404, 404)
    assert client.get("/api/stories?limit=0").json()["error"]["status"] == 422


def test_corrections_are_kept_shown_and_undone(fresh: tuple[Ledger, Client]) -> None:
    ledger, client = fresh
    cell = ledger.story(ledger.stories()[0].id).cells[0]
    assert cell.quotation is not None
    claim = cell.quotation.claim_id
    here = f"/claims/{claim}"
    for kind, object, field in (
        ("act", "doubt", "act"),
        ("speaker", "Nobody Else", "speaker"),
        ("party", "Belarus", "party"),
    ):
        before = getattr(ledger.claim(claim).claim, field)
        made = client.post("/judgements", {"kind": kind, "subject": claim, "object": object, "next": here})
        assert made.status == 303
        assert made.headers["location"].startswith(f"{here}?judged=")
        number = made.headers["location"].rpartition("=")[2]
        assert getattr(ledger.claim(claim).claim, field) == {"party": "BLR"}.get(kind, object)
        page = client.get(made.headers["location"]).text
        assert f"Kept as judgement {number}" in page
        assert ledger.claim(claim).judgements[-1].who == "Ann"
        undone = client.post("/judgements", {"kind": "undo", "subject": number, "object": "", "next": here})
        assert undone.headers["location"] == f"{here}?undone={number}"
        assert getattr(ledger.claim(claim).claim, field) == before


def test_a_page_is_kept_until_somebody_writes(fresh: tuple[Ledger, Client]) -> None:
    ledger, client = fresh
    before = client.get("/").text
    assert client.get("/").text == before
    assert before.count('<li class="story">') == 1
    ledger.append(simple(1, "Ann said nothing happened", actors=("FRA",), recipients=("ESP",), type="AID", day=3000))
    assert client.get("/").text.count('<li class="story">') == 2


def test_events_are_joined_and_parted_by_one_click(fresh: tuple[Ledger, Client]) -> None:
    ledger, client = fresh
    story = ledger.stories()[0].id
    before = {event.id for event in ledger.story(story).events}
    one, other = (event.id for event in ledger.story(story).events[:2])
    page = client.get(f"/events/{one}").text
    assert f'value="{other}"' in page
    made = client.post("/judgements", {"kind": "same", "subject": one, "object": other, "next": f"/stories/{story}"})
    assert made.status == 303
    assert len(ledger.story(story).events) == len(before) - 1
    number = made.headers["location"].rpartition("=")[2]
    client.post("/api/judgements", json_={"kind": "undo", "subject": number})
    assert {event.id for event in ledger.story(story).events} == before


def test_read_only_refuses_every_change_and_offers_none(tmp_path: Path) -> None:
    with told(tmp_path / "reportedly.db"):
        pass
    with Ledger(tmp_path / "reportedly.db", read_only=True) as ledger:
        client = Client(create_app(ledger, read_only=True))
        claim = next(cell.quotation for cell in ledger.story(ledger.stories()[0].id).cells if cell.quotation).claim_id
        for address in addresses(ledger):
            answer = client.get(address)
            assert answer.status == 200
            assert 'method="post"' not in answer.text, address
        form = {"kind": "act", "subject": claim, "object": "doubt"}
        assert client.post("/judgements", form).status == 403
        assert client.post("/api/judgements", json_=form).status == 403
        assert ledger.stats().judgements == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": "http://127.0.0.1:8642"}, 303),
        ({"origin": "http://127.0.0.1:8642", "sec_fetch_site": "same-origin"}, 303),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:8643"}, 403),
        ({"origin": "null"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"host": "evil.example"}, 400),
        ({"host": "127.0.0.1.evil.example"}, 400),
        ({"content_length": str(MAX_BODY + 1)}, 413),
        ({"content_type": "text/plain"}, 400),
    ],
)
def test_only_our_own_pages_may_ask_for_changes(
    fresh: tuple[Ledger, Client], headers: dict[str, str], status: int
) -> None:
    ledger, client = fresh
    claim = next(cell.quotation for cell in ledger.story(ledger.stories()[0].id).cells if cell.quotation).claim_id
    headers = {key.replace("_", "-"): value for key, value in headers.items()}
    answer = client.post("/judgements", {"kind": "act", "subject": claim, "object": "doubt"}, **headers)
    assert answer.status == status
    assert ledger.stats().judgements == (status == 303)


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True), ("LOCALHOST:1", True), ("127.0.0.1", True), ("[::1]:8642", True), ("192.168.1.7:80", True),
        ("ledger.example", True), ("evil.example", False), ("localhost.evil.example", False), ("", False),
        ("127.0.0.1@evil.example", False), ("a b", False), ("localhost:x", False),
    ],
)  # fmt: skip
def test_a_name_that_is_rebound_to_us_is_not_answered(ledger: Ledger, host: str, known: bool) -> None:
    client = Client(create_app(ledger, hosts=("ledger.example",)), host=host)
    assert client.get("/about").status == (200 if known else 400)


def test_long_requests_are_refused(client: Client) -> None:
    assert client.get("/?q=" + "x" * 9000).status == 414
    assert client.post("/judgements", {"note": "x" * (MAX_BODY + 1)}).status == 413
    assert client.get("/?q=" + "x" * 3000).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE"])
def test_reading_has_no_other_methods(client: Client, method: str) -> None:
    assert client.get("/changes", method=method).status == 405
    assert client.get("/changes", method="HEAD").status == 200


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"kind": "act", "subject": "none", "object": "doubt"}, 404),
        ({"kind": "act", "subject": "x", "object": "x"}, 400),
        ({"kind": "praise", "subject": "x"}, 400), ({"kind": "undo", "subject": "99"}, 404), ({}, 400),
    ],
)  # fmt: skip
def test_judgements_that_make_no_sense_are_refused(client: Client, form: dict[str, str], status: int) -> None:
    assert client.post("/judgements", form).status == status


@pytest.mark.parametrize(
    ("where", "back"),
    [
        ("/claims/a?x=1", "/claims/a?x=1"), ("//evil.example", "/"), ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"), ("/a\r\nset-cookie: b", "/"), ("", "/"),
        ("/a?judged=3&b=1", "/a?b=1"), ("/é", "/%C3%A9"),
    ],
)  # fmt: skip
def test_one_is_led_back_to_this_site_only(where: str, back: str) -> None:
    assert _local(where) == back


def test_lists_are_paged_with_links(client: Client) -> None:
    first = client.get("/api/changes?limit=2")
    assert len(first.json()) == 2
    following = re.search(r'<http://[^/]+([^>]+)>; rel="next"', first.headers["link"])
    assert following is not None
    assert client.get(following[1]).json()[0] not in first.json()
    assert "link" not in client.get("/api/changes?limit=500").headers


def test_the_api_is_described_and_says_what_the_ledger_says(ledger: Ledger, client: Client) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/stories", "/api/stories/{id}", "/api/changes", "/api/search", "/api/parties/{id}", "/api/reports/{id}",
        "/api/claims/{id}", "/api/statements", "/api/stats", "/api/judgements",
    }  # fmt: skip
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator
    schemas = described["components"]["schemas"]
    for address in addresses(ledger):
        name = next(
            (
                operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
                for path, operation in described["paths"].items()
                if "get" in operation and re.fullmatch(re.sub(r"\{\w+\}", "[^?]+", path) + r"(\?.*)?", address)
            ),
            None,
        )
        if name is None or address == "/api":
            continue
        inlined = {**name, "components": {"schemas": schemas}}
        validator(inlined).validate(client.get(address).json())


# -- hostile text ---------------------------------------------------------------------------------


class _Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.styles += name == "style"
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("href", "src", "action"):
                self.links.append(value or "")


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with hostile(tmp_path_factory.mktemp("bad") / "reportedly.db") as made:
        yield made


def _all(ledger: Ledger) -> Iterator[str]:
    stories = ledger.stories(limit=200)
    yield from ("/", "/changes", "/?q=said", "/?q=attacked", "/api/stories", "/api/search?q=said", "/api/changes")
    for line in stories:
        view = ledger.story(line.id)
        yield f"/stories/{quote(line.id, safe='')}"
        yield f"/api/stories/{quote(line.id, safe='')}"
        for event in view.events:
            yield f"/events/{quote(event.id, safe='')}"
        for report in view.reports:
            yield f"/reports/{quote(report.id, safe='')}"
            yield f"/api/reports/{quote(report.id, safe='')}"
        for cell in view.cells:
            if len(cell.party) < 1500:
                yield f"/parties/{quote(cell.party, safe='')}"
                yield f"/cell?party={quote(cell.party, safe='')}&event={quote(cell.event_id, safe='')}&panel=1"
            if cell.quotation:
                yield f"/claims/{quote(cell.quotation.claim_id, safe='')}"
                yield f"/api/claims/{quote(cell.quotation.claim_id, safe='')}"


def test_hostile_text_stays_text_on_every_page(bad: Ledger) -> None:
    client = Client(create_app(bad, who="Ann"))
    seen: set[str] = set()
    for address in _all(bad):
        answer = client.get(address)
        assert answer.status == 200, (address, answer.body[:300])
        if answer.headers["content-type"].startswith("application/json"):
            answer.json()
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x7f-\x9f]", answer.text), address
            continue
        _harmless(answer, address)
        seen.add(address.split("/")[1].split("?")[0])
        if not address.startswith("/reports/"):
            assert len(answer.body) < 400_000, address
    assert seen == {"", "changes", "stories", "events", "reports", "parties", "cell", "claims"}


def _harmless(answer: Answer, address: str) -> None:
    page = _Tags()
    page.feed(answer.text)
    assert not page.tags & {"iframe", "img", "object", "embed", "base", "textarea"}, address
    assert answer.text.count("<script") == ("panel=1" not in address), address
    assert page.handlers == [], address
    assert page.styles == 0, address
    for link in page.links:
        assert re.match(r"(/(?!/)|\?|#|https://evil\.example/)", link), (address, link[:100])
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", answer.text), address


@pytest.mark.parametrize("payload", PAYLOADS[:-2])
def test_hostile_requests_are_answered_harmlessly(client: Client, payload: str) -> None:
    asked = quote(payload)
    for address in (
        f"/?q={asked}", f"/?party={asked}&place={asked}&outlet={asked}&since={asked}", f"/stories/{asked}",
        f"/{asked}", f"/claims/{asked}?judged={asked}", f"/cell?party={asked}&event={asked}", f"/parties/{asked}",
        f"/api/search?q={asked}", f"/?judged={asked}&undone={asked}",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status in (200, 400, 404, 422), address
        if answer.headers["content-type"].startswith("text/html"):
            page = _Tags()
            page.feed(answer.text)
            assert not page.tags & {"iframe", "img"}, address
            assert page.handlers == [], address
            assert answer.text.count("<script") <= 1, address


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://a.example/b?c=d#e", True), ("http://a.example", True), ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False), (" https://a.example", False), ("https://a.example/\x00", False),
        ("data:text/html,x", False), ("//a.example", False), ("https:///x", False), ("https://[", False), (None, False),
        ("https://a.example/\u202e", False), ('https://a.example/"', False), ("ftp://a.example", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links(url: str | None, kept: bool) -> None:
    assert (words.link(url) is not None) == kept


# -- parts ----------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_pieces_are_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    roles = [{"start": a, "end": b, "text": text[a:b]} for a, b in spans]
    attributions = [
        {"id": f"a{n}", "source": [span], "cue": [], "content": [span, *roles[:n]]} for n, span in enumerate(roles)
    ]
    reading = {"report": {"text": text}, "attributions": attributions, "events": [], "statements": []}
    paragraphs = list(annotate.paragraphs(reading))
    joined = ["".join(piece.text for piece in paragraph) for paragraph in paragraphs]
    assert joined == [line.rstrip() for line in text.splitlines() if line.rstrip()]
    for paragraph in paragraphs:
        assert all(piece.text for piece in paragraph)


def test_contents_within_contents_are_told_apart() -> None:
    text = "Ann said Bob denied it."
    spans = [{"start": 9, "end": 22, "text": ""}, {"start": 20, "end": 22, "text": ""}]
    attributions = [{"id": f"a{n}", "source": [], "cue": [], "content": [span]} for n, span in enumerate(spans)]
    reading = {"report": {"text": text}, "attributions": attributions, "events": [], "statements": []}
    (pieces,) = annotate.paragraphs(reading)
    assert [(p.text, p.classes, p.statements, p.begins) for p in pieces] == [
        ("Ann said ", (), (), ()),
        ("Bob denied ", ("content", "d1"), (1,), (1,)),
        ("it", ("content", "d2"), (1, 2), (2,)),
        (".", (), (), ()),
    ]


def test_every_act_has_a_verb_a_family_and_a_gloss() -> None:
    for act in Act:
        assert words.verb(act) != act
        assert words.family(act) in {"affirm", "deny", "withhold", "doubt", "other"}
        assert words.gloss(act)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_of_the_earth_is_on_the_map(latitude: float, longitude: float) -> None:
    x, y = project(latitude, longitude)
    assert -1 <= x <= WIDTH + 1
    assert -5 <= y <= HEIGHT + 5


@settings(max_examples=60)
@given(st.dictionaries(st.dates().map(lambda d: d.isoformat()), st.integers(1, 10**6), max_size=40))
def test_activity_stays_in_its_box(activity: dict[str, int]) -> None:
    for x, height, count, _ in plots.spark(tuple(sorted(activity.items()))):
        assert 0 <= x <= 101
        assert 0 < height <= 20
        assert count > 0


def _said(day: str, act: str, number: int) -> Quotation:
    nothing = dict.fromkeys(("outlet", "title", "url", "speaker"))
    return Quotation(
        claim_id=f"c{number}", report_id="r", event_id="e", published=day, party="RUS", act=act, day=day,
        factuality="CT+",
        dated=True,
        source="", cue="", words="", start=0, end=0, origin="", score=1.0, **nothing,
    )  # fmt: skip


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.dates(), st.sampled_from(["assert", "deny", "withhold", "doubt"])), min_size=1, max_size=120),
    st.booleans(),
)
def test_marks_of_a_timeline_stay_inside_and_apart(days: list[tuple[date, str]], narrow: bool) -> None:
    said = sorted((_said(day.isoformat(), act, n) for n, (day, act) in enumerate(days)), key=lambda q: q.day or "")
    plot = plots.timeline({"RUS": said}, [], ["c0"], narrow=narrow)
    assert plot is not None
    (_, _, _, marks) = plot.lanes[0]
    assert marks
    assert all(0 <= mark.x <= plot.width for mark in marks)
    assert all(b.x - a.x >= 13 for a, b in pairwise(marks))
    labels = [x for x, _ in plot.ticks]
    assert labels == sorted(labels)
    assert all(b - a >= 66 for a, b in pairwise(labels))


@given(st.lists(st.tuples(st.floats(0, 1e9), st.floats(0, 1e9)), min_size=1, max_size=20), st.booleans())
def test_figures_stay_inside(bounds: list[tuple[float, float]], narrow: bool) -> None:
    figures = [
        FigureLine(
            quotation=_said("2024-01-01", "assert", n), event="e", figure="x", low=min(pair) if n % 3 else None,
            high=max(pair) if n % 4 else None, bound="about", unit=None, counts=None, place=None, when=None,
            planned=False, scope="",
        )
        for n, pair in enumerate(bounds)
    ]  # fmt: skip
    plot = plots.figure_plot(figures, [], narrow=narrow)
    if plot is None:
        assert all(f.low is None and f.high is None for f in figures[:14])
        return
    for _, _, _, (mark,) in plot.lanes:
        for x in (mark.x, mark.left, mark.right):
            assert x is None or plot.left - 1 <= x <= plot.width
    assert all(plot.left - 1 <= x <= plot.width for x, _ in plot.ticks)
