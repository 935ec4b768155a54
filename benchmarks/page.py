"""How fast the page is on a large ledger: server time of each kind of page, and first contentful paint in Chromium.

    python benchmarks/page.py --claims 100000 --keep build/ledgers
    python benchmarks/page.py --ledger build/ledgers/100000.db --again 11

Fills a ledger with the readings of `benchmarks.ledger` where there is none yet. Prints one JSON object: milliseconds on
the clock and of the processor, for the largest stories and as many others; paint is what the browser itself
reports.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from ledger import fill
from reportedly.ledger import Ledger


def _addresses(path: Path, again: int) -> dict[str, list[str]]:
    """Kind of page -> addresses of it."""
    chance = random.Random(7)
    with Ledger(path, read_only=True) as ledger:
        lines = ledger.stories(limit=5000)
        largest = sorted(lines, key=lambda line: -line.reports)[:again]
        some = chance.sample(lines, min(again, len(lines)))
        views = [ledger.story(line.id) for line in some]
        cells = [view.cells[0] for view in views if view.cells]
        return {
            "stories": ["/", "/?page=2", f"/?party={cells[0].party}"],
            "story": [f"/stories/{quote(line.id)}" for line in some],
            "story, the largest": [f"/stories/{quote(line.id)}" for line in largest],
            "cell": [f"/cell?party={quote(cell.party)}&event={quote(cell.event_id)}" for cell in cells],
            "event": [f"/events/{quote(cell.event_id)}" for cell in cells],
            "claim": [f"/claims/{quote(cell.quotation.claim_id)}" for cell in cells if cell.quotation],
            "report": [f"/reports/{quote(view.reports[0].id)}" for view in views],
            "party": [f"/parties/{quote(line.parties[0])}" for line in some[:3]],
            "search": [f"/?q={quote(cell.quotation.words.split()[-1])}" for cell in cells if cell.quotation],
            "changes": ["/changes", "/changes?page=5"],
        }


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _timed(url: str, addresses: list[str], pid: int) -> dict[str, float]:
    clock = []
    size = 0
    begun = _processor(pid)
    for address in addresses:
        since = time.perf_counter()
        with urllib.request.urlopen(url + address) as answer:
            size = max(size, len(answer.read()))
        clock.append(1000 * (time.perf_counter() - since))
    used = 1000 * (_processor(pid) - begun) / len(addresses)
    return {
        "median": round(statistics.median(clock), 1),
        "slowest": round(max(clock), 1),
        "processor, mean": round(used, 1),
        "kB": round(size / 1000),
    }


def _paint(url: str, addresses: list[str]) -> dict[str, float] | None:
    """First contentful paint as the browser reports it, each in a browser context of its own: nothing is cached."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for address in addresses:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto(url + address)
            # asked again and again from outside, for the page's policy forbids the evaluation that waiting inside takes
            painted = None
            while painted is None:
                painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
            found.append(painted)
            context.close()
        browser.close()
    return {"median": round(statistics.median(found)), "slowest": round(max(found))}


@contextmanager
def _served(path: Path) -> Iterator[tuple[str, int]]:
    """The address of a server of this ledger, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(path), "--port", str(port), "--read-only"]
    served = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert served.stdout is not None
        served.stdout.readline()
        url = f"http://127.0.0.1:{port}"
        urllib.request.urlopen(url + "/about").read()
        yield url, served.pid
    finally:
        served.terminate()
        served.wait(10)


def main() -> None:
    """Measures, and prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, default=Path("build/ledgers"), help="where ledgers are kept for next time")
    parser.add_argument("--ledger", type=Path, help="measure this one")
    parser.add_argument("--again", type=int, default=11)
    given = parser.parse_args()
    path = given.ledger
    if path is None:
        given.keep.mkdir(parents=True, exist_ok=True)
        path = given.keep / f"{given.claims}.db"
        fill(path, given.claims, 100)
    # for writing, so that an older one is brought up to date
    with Ledger(path) as ledger:
        stats = ledger.stats()
    addresses = _addresses(path, given.again)
    # each on a server of its own: what one has asked for is kept, and would be quick for the other
    with _served(path) as (url, pid):
        pages = {name: _timed(url, kind, pid) for name, kind in addresses.items()}
    with _served(path) as (url, _):
        paint = {name: _paint(url, addresses[name]) for name in ("stories", "story", "story, the largest")}
    print(
        json.dumps(
            {
                "claims": stats.claims,
                "reports": stats.reports,
                "stories": stats.stories,
                "server": pages,
                "paint": paint,
            }
        )
    )


if __name__ == "__main__":
    main()
