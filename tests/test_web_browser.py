"""The page in Chromium: the walk from a story to a correction, nothing asked of other hosts, nothing cut, accessible.

Needs Chromium and Playwright's Python library; without them every test here is skipped and says how to have them.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
if CHROMIUM is None:
    pytest.skip("needs Chromium: `apt-get install chromium` (or CHROMIUM=/path/to/it)", allow_module_level=True)
playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: `pip install playwright`")
uvicorn = pytest.importorskip("uvicorn", reason="the page needs fastapi, uvicorn and jinja2")

from reportedly.web.app import create_app  # noqa: E402
from tests.web import hostile, told  # noqa: E402

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PICTURES = Path(__file__).parent.parent / "docs" / "pictures"


class _Served:
    """A ledger served on a port of this machine."""

    def __init__(self, ledger: Any) -> None:
        self.ledger = ledger
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(create_app(ledger, who="Ann"), log_level="error")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)
        self.thread.start()
        for _ in range(300):
            if self.server.started:
                break
            time.sleep(0.05)

    def close(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        self.socket.close()
        with self.ledger:
            pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Served]:
    served = _Served(told(tmp_path_factory.mktemp("site") / "reportedly.db"))
    yield served
    served.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class _Watched:
    """A page that records what it asks for, and every complaint."""

    def __init__(self, browser: Any, site: _Served, **options: Any) -> None:
        self.site = site
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))

    def go(self, where: str) -> Any:
        self.page.goto(self.site.url + where)
        return self.page

    def foreign(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(self.site.url + "/")]


@pytest.fixture
def watched(browser: Any, site: _Served) -> Iterator[_Watched]:
    made = _Watched(browser, site, viewport={"width": 1440, "height": 900})
    yield made
    made.context.close()


def _kinds(site: _Served) -> dict[str, str]:
    """One address of each kind of page."""
    story = site.ledger.stories()[0].id
    view = site.ledger.story(story)
    quotation = view.cells[0].quotation
    assert quotation is not None
    correction = next(r.id for r in view.reports if "international-law" in (r.url or ""))
    return {
        "stories": "/", "story": f"/stories/{story}", "event": f"/events/{view.events[0].id}",
        "cell": f"/cell?party=RUS&event={view.events[0].id}", "claim": f"/claims/{quotation.claim_id}",
        "report": f"/reports/{correction}", "party": "/parties/RUS", "changes": "/changes", "search": "/?q=troops",
        "legend": "/about", "api": "/api", "missing": "/nothing",
    }  # fmt: skip


def test_the_walk_from_stories_to_a_correction_and_back(watched: _Watched) -> None:
    page = watched.go("/")
    page.click("li.story h2 a")
    page.wait_for_selector("table.matrix")
    # first click: the cell; the sentence stands in the panel
    page.click('table.matrix a.cell[href*="party=RUS"] >> nth=0')
    panel = page.wait_for_selector("dialog[open]")
    assert "Valery Gerasimov" in panel.inner_text()
    assert "Dmitry Peskov" in panel.inner_text()
    # second click: the sentence in its report
    page.click("dialog[open] >> text=In its report >> nth=0")
    page.wait_for_selector(".reading")
    target = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    entry = page.locator(f"li:has(> #{target})")
    assert "confirms" in entry.inner_text()
    entry.locator("summary", has_text="Correct it").click()
    entry.locator('button[value="doubt"]').click()
    page.wait_for_selector(".notice")
    assert "Kept as judgement" in page.inner_text(".notice")
    assert "doubts" in page.locator(f"li:has(> #{target})").inner_text()
    page.click(".notice button")
    page.wait_for_selector("text=is taken back")
    assert "confirms" in page.locator(f"li:has(> #{target})").inner_text()
    page.click(".crumb a")
    page.wait_for_selector("table.matrix")
    assert watched.foreign() == []
    assert watched.complaints == []


def test_the_same_walk_by_keyboard_alone(watched: _Watched) -> None:
    page = watched.go(_kinds(watched.site)["story"])
    page.focus('table.matrix a.cell[href*="party=RUS"] >> nth=0')
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.locator("#tip").is_visible()
    assert "North Korea had sent" in page.inner_text("#tip")
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog[open]", state="detached")
    assert "party=RUS" in page.evaluate("document.activeElement.href")


def test_the_walk_without_javascript(browser: Any, site: _Served) -> None:
    plain = _Watched(browser, site, java_script_enabled=False, viewport={"width": 1000, "height": 900})
    page = plain.go("/")
    page.click("li.story h2 a")
    page.click('table.matrix a.cell[href*="party=NATO"] >> nth=0')
    page.click("text=In its report >> nth=0")
    page.click("summary:has-text('Correct it') >> nth=0")
    page.click('button[value="ask"] >> nth=0')
    assert "Kept as judgement" in page.inner_text(".notice")
    page.click(".notice button")
    assert "is taken back" in page.inner_text(".notice")
    plain.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 390])
def test_nothing_is_cut_or_overlaps(browser: Any, site: _Served, width: int, scheme: str) -> None:
    watched = _Watched(browser, site, viewport={"width": width, "height": 900}, color_scheme=scheme)
    for name, address in _kinds(site).items():
        page = watched.go(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert page.evaluate(_CUT) == [], name
        assert page.evaluate(_OVERLAPS) == [], name
        if os.environ.get("REPORTEDLY_PICTURES") and (
            name == "story" or (name, width, scheme) == ("report", 1440, "light")
        ):
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=str(PICTURES / f"{name}-{width}-{scheme}.png"))
    assert watched.foreign() == []
    watched.context.close()


def test_a_dark_page_is_printed_light(browser: Any, site: _Served) -> None:
    """Ink on paper: every word is far darker than the paper behind it, whatever the screen shows."""
    watched = _Watched(browser, site, viewport={"width": 720, "height": 900}, color_scheme="dark")
    for name, address in _kinds(site).items():
        page = watched.go(address)
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(_PALE) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    watched.context.close()


#: elements whose words stand out too little (contrast under 3) from what is behind them
_PALE = """() => {
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > .5) return c.slice(0, 3); } return [255, 255, 255]; };
  return [...document.querySelectorAll('body *')].filter(e => {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest('svg, script, .hidden, .tip') || !e.getClientRects().length) return false;
    const [a, b] = [light(rgb(getComputedStyle(e).color).slice(0, 3)), light(behind(e))].sort((x, y) => y - x);
    return (a + .05) / (b + .05) < 3;
  }).map(e => e.outerHTML.slice(0, 120));
}"""

#: elements with words of their own whose words do not fit them, and letters of drawings outside the window
_CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!own || e.closest('.hidden, .tip, .skip, #tip, head, script, input, thead')) return false;
  const box = e.getBoundingClientRect();
  if (!box.width || getComputedStyle(e).visibility === 'hidden') return false;
  if (box.left < -1 || box.right > innerWidth + 1) return !e.closest('.scroll');
  return getComputedStyle(e).overflow === 'hidden' && e.scrollWidth > e.clientWidth + 1;
}).map(e => e.outerHTML.slice(0, 120))"""

#: words of drawings that cover each other by more than a hair
_OVERLAPS = """() => [...document.querySelectorAll('svg.plot')].flatMap(svg => {
  const boxes = [...svg.querySelectorAll('text')]
    .map(t => [t.textContent, t.getBoundingClientRect()]).filter(b => b[1].width);
  const found = [];
  boxes.forEach(([a, x], i) => boxes.slice(i + 1).forEach(([b, y]) => {
    const wide = Math.min(x.right, y.right) - Math.max(x.left, y.left);
    const high = Math.min(x.bottom, y.bottom) - Math.max(x.top, y.top);
    if (wide > 2 && high > 4) found.push(a + ' / ' + b);
  }));
  return found;
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_on_any_page(browser: Any, site: _Served, scheme: str) -> None:
    # axe is put in by the test, which the page's own policy would forbid
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for name, address in _kinds(site).items():
        page.goto(site.url + address)
        page.add_script_tag(path=str(AXE))
        if name == "story":
            page.click("table.matrix a.cell >> nth=0")
            page.wait_for_selector("dialog[open]")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        bad = [
            (one["id"], node["html"][:120], node.get("failureSummary", "")[:200])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"][:3]
        ]
        assert bad == [], name
    context.close()


def test_hostile_reports_run_nothing(browser: Any, tmp_path: Path) -> None:
    served = _Served(hostile(tmp_path / "bad.db"))
    watched = _Watched(browser, served, viewport={"width": 1280, "height": 900})
    try:
        stories = served.ledger.stories(limit=50)
        view = served.ledger.story(stories[0].id)
        addresses = ["/", "/?q=said", *(f"/stories/{line.id}" for line in stories[:6])]
        addresses += [f"/reports/{report.id}" for report in view.reports[:12]]
        for address in addresses:
            watched.go(address)
        assert watched.complaints == []
        assert watched.foreign() == []
    finally:
        watched.context.close()
        served.close()
