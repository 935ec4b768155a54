"""How the ledger grows: varied readings replayed to 10^4, 10^5, 10^6 claims, then every command timed.

    python -m benchmarks.ledger --claims 10000 100000 --keep build/ledgers
    python -m benchmarks.ledger --claims 1000000 --keep build/ledgers --again 15

Prints one JSON object a size: seconds and bytes per report for adding them, and for each command the median
milliseconds on the clock and of the processor (the two differ where the machine is busy with other things).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reportedly.ledger import Ledger
from reportedly.terms import Act, Bound, EventType, Factuality, Kind, Modality, RelationKind, TimexType
from reportedly.types import (
    Attribution,
    Claim,
    EventMention,
    Participant,
    Place,
    Quantity,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
    Timex,
)

__all__ = ["readings"]

_SYLLABLES = [consonant + vowel for consonant in "bdklmnrst" for vowel in "aeio"]
_STATES = "USA RUS CHN UKR PRK KOR JPN IND PAK IRN ISR PSE SYR IRQ TUR EGY SAU YEM NGA SDN ETH FRA DEU GBR POL".split()
#: most stories are about parties that few others are about
_SMALL = [f"GROUP_{number}" for number in range(600)]
_BODIES = ["NATO", "UN", "EU", "HAMAS", "HOUTHIS", "TALIBAN", "ANON", "EXPERT"]
_ACTS = [
    (Act.ASSERT, Factuality.CERTAIN, "said"),
    (Act.ASSERT, Factuality.PROBABLE, "believes"),
    (Act.DENY, Factuality.CERTAINLY_NOT, "denied"),
    (Act.WITHHOLD, Factuality.UNCOMMITTED, "would not say"),
    (Act.DOUBT, Factuality.UNCOMMITTED, "questioned"),
    (Act.CONFIRM, Factuality.CERTAIN, "confirmed"),
    (Act.CONDEMN, Factuality.CERTAIN, "condemned"),
    (Act.DEMAND, Factuality.UNCOMMITTED, "demanded"),
]
_WEIGHTS = [50, 8, 9, 5, 4, 8, 10, 6]
_VERBS = {
    EventType.MOBILIZE: "sent",
    EventType.ASSAULT: "attacked",
    EventType.CONSULT: "met",
    EventType.AID: "supplied",
    EventType.COERCE: "seized",
    EventType.PROTEST: "protested",
    EventType.THREATEN: "threatened",
    EventType.AGREE: "signed",
}


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))


def readings(claims: int, seed: int = 1) -> Iterator[Reading]:
    """Readings with about so many claims in all, by date: stories that open, are told by many outlets, and close.

    A story has 2 to 9 parties, some of them great states and some known to few stories, 1 to 6 events and 3 to about
    150 reports (most are small) over some weeks; one report in eight is a copy of another with a line added. Names,
    places and words are drawn at random.
    """
    chance = random.Random(seed)
    lexicon = [_word(chance) for _ in range(6000)]
    names = [f"{_word(chance).title()} {_word(chance).title()}" for _ in range(4000)]
    places = [(_word(chance).title(), chance.choice(_STATES)) for _ in range(1500)]
    outlets = [
        f"The {_word(chance).title()} {kind}" for kind in ("Courier", "Herald", "Post", "Wire") for _ in range(60)
    ]
    made = number = 0
    first = date(2015, 1, 1)
    day = 0
    open_stories: list[dict[str, Any]] = []
    while made < claims:
        while len(open_stories) < 25:
            open_stories.append(_story(chance, names, places, day))
        story = chance.choice(open_stories)
        story["left"] -= 1
        if story["left"] <= 0:
            open_stories.remove(story)
        old = story["texts"]
        if old and chance.random() < 0.125:
            reading = _copy(chance, chance.choice(old), number, outlets, first + timedelta(days=day))
        else:
            reading = _report(chance, story, number, outlets, lexicon, first + timedelta(days=day))
            old.append(reading)
            del old[:-5]
        number += 1
        made += len(reading.claims)
        day += number % 40 == 0
        yield reading


def _story(chance: random.Random, names: list[str], places: list[tuple[str, str]], day: int) -> dict[str, Any]:
    parties = chance.sample(_SMALL, chance.randint(1, 3)) + chance.sample(_STATES, chance.randint(1, 3))
    chance.shuffle(parties)
    parties += chance.sample(_BODIES, chance.randint(0, 3))
    speakers = {party: chance.sample(names, 3) for party in parties}
    events = []
    for _ in range(chance.randint(1, 6)):
        kind = chance.choice(list(_VERBS))
        actor, recipient = chance.sample(parties[:4], 2)
        events.append(
            {"type": kind, "actor": actor, "recipient": recipient, "place": chance.choice(places), "day": day}
        )
    size = min(150, int(3 + chance.paretovariate(1.1) * 4))
    return {"parties": parties, "speakers": speakers, "events": events, "left": size, "texts": []}


def _report(
    chance: random.Random, story: dict[str, Any], number: int, outlets: list[str], lexicon: list[str], day: date
) -> Reading:
    """A report of 3 to 12 statements about a story's events, with filler between them."""
    parts: list[str] = []
    length = 0
    statements: list[tuple[Any, ...]] = []

    def put(words: str) -> Span:
        nonlocal length
        parts.append(words)
        length += len(words)
        return Span(length - len(words), length)

    title = " ".join(chance.choices(lexicon, k=6)).capitalize()
    put(title + "\n")
    for _ in range(chance.randint(3, 12)):
        event = chance.choice(story["events"][: 1 + len(story["events"]) * chance.randint(1, 2) // 2])
        party = chance.choice(story["parties"])
        act, factuality, cue = chance.choices(_ACTS, _WEIGHTS)[0]
        speaker = chance.choice(story["speakers"][party]) if chance.random() < 0.7 else None
        source = put(speaker or f"a spokesman of {party}")
        put(" ")
        cued = put(cue)
        put(" that ")
        start = length
        put(f"{event['actor']} had ")
        anchor = put(_VERBS[event["type"]])
        put(" ")
        figure = None
        if chance.random() < 0.3:
            low = chance.choice([12, 50, 300, 1500, 3000, 10000])
            words = put(f"{low:,} soldiers")
            figure = Quantity(span=words, low=low, high=low, approx=Bound.EXACT, unit="soldiers", counts="sent")
            put(" ")
        put(" ".join(chance.choices(lexicon, k=chance.randint(4, 12))))
        content = Span(start, length)
        put(". " + " ".join(chance.choices(lexicon, k=chance.randint(6, 20))).capitalize() + ".\n")
        statements.append((source, cued, content, anchor, event, party, speaker, act, factuality, figure))
    text = "".join(parts)
    name = f"r{hashlib.blake2b(f'{number}'.encode(), digest_size=10).hexdigest()}"
    report = Report(id=name, text=text, outlet=chance.choice(outlets), title=title, published=day.isoformat(), url=None)
    return _reading(report, statements, day, chance)


def _reading(report: Report, statements: list[tuple[Any, ...]], day: date, chance: random.Random) -> Reading:
    attributions, told, events, claims = [], [], [], []
    for place, (source, cue, content, anchor, event, party, speaker, act, factuality, figure) in enumerate(statements):
        attributions.append(
            Attribution(id=f"A{place}", source=(source,), cue=(cue,), content=(content,), kind=Kind.INDIRECT, score=0.9)
        )
        told.append(
            Statement(
                attribution=f"A{place}", speaker=Speaker(name=speaker), party=party, act=act, factuality=factuality
            )
        )
        when = None
        if chance.random() < 0.25:
            at = (date(2015, 1, 1) + timedelta(days=event["day"])).isoformat()
            when = Timex(span=anchor, type=TimexType.DATE, value=at, begin=at, end=at)
        spot = None
        if chance.random() < 0.4:
            spot = Place(span=anchor, name=event["place"][0], country=event["place"][1], latitude=1.0, longitude=2.0)
        events.append(
            EventMention(
                id=f"E{place}",
                anchor=anchor,
                type=event["type"],
                actors=(Participant(span=anchor, party=event["actor"]),),
                recipients=(Participant(span=anchor, party=event["recipient"]),) if chance.random() < 0.7 else (),
                quantity=figure,
                place=spot,
                when=when,
                modality=Modality.ASSERTED,
                score=0.9,
            )
        )
        key = f"{report.id}|{place}".encode()
        claims.append(
            Claim(
                id="c" + hashlib.blake2b(key, digest_size=8).hexdigest(),
                report_id=report.id,
                attribution=f"A{place}",
                mention=f"E{place}",
                speaker=speaker,
                party=party,
                act=act,
                factuality=factuality,
                said=day.isoformat() if chance.random() < 0.5 else None,
                made_by="replay",
            )
        )
    return Reading(
        report=report,
        attributions=tuple(attributions),
        statements=tuple(told),
        events=tuple(events),
        claims=tuple(claims),
        made_by="replay",
    )


def _copy(chance: random.Random, old: Reading, number: int, outlets: list[str], day: date) -> Reading:
    """The same report under another outlet, with a line of its own at the end."""
    from dataclasses import replace

    name = f"r{hashlib.blake2b(f'{number}'.encode(), digest_size=10).hexdigest()}"
    text = old.report.text + f"Our desk adds {_word(chance)} {_word(chance)}.\n"
    report = replace(old.report, id=name, text=text, outlet=chance.choice(outlets), published=day.isoformat())
    claims = tuple(
        replace(claim, id="c" + hashlib.blake2b(f"{name}|{place}".encode(), digest_size=8).hexdigest(), report_id=name)
        for place, claim in enumerate(old.claims)
    )
    return replace(old, report=report, claims=claims)


def fill(path: Path, claims: int, batch: int) -> dict[str, Any]:
    """Adds readings up to so many claims; resumable, since what is there is passed over."""
    begun, used = time.perf_counter(), time.process_time()
    reports = done = 0
    with Ledger(path) as ledger:
        have = ledger.stats().reports
        lot: list[Reading] = []
        for reading in readings(claims):
            done += 1
            if done <= have:
                continue
            lot.append(reading)
            reports += 1
            if len(lot) == batch:
                ledger.append(*lot)
                lot.clear()
                if reports % (batch * 20) == 0:
                    print(f"  {done:,} reports, {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        if lot:
            ledger.append(*lot)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    return {
        "reports added": reports,
        "ms per report": round(1000 * seconds / reports, 2) if reports else None,
        "ms per report, processor": round(1000 * cpu / reports, 2) if reports else None,
    }


def timed(call: Callable[[int], Any], times: int) -> dict[str, float]:
    """The median milliseconds of a call, on the clock and of the processor, and the slowest."""
    clock, processor = [], []
    for turn in range(times):
        begun, used = time.perf_counter(), time.process_time()
        call(turn)
        clock.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - used))
    return {
        "median": round(statistics.median(clock), 1),
        "processor": round(statistics.median(processor), 1),
        "slowest": round(max(clock), 1),
    }


def measure(path: Path, again: int) -> dict[str, Any]:
    """Every command of the ledger, timed; the last, adding one report, is timed on new reports."""
    chance = random.Random(7)
    found: dict[str, Any] = {}
    with Ledger(path) as ledger:
        stats = ledger.stats()
        lines = ledger.stories(limit=2000)
        largest = sorted(lines, key=lambda line: -line.reports)[:again]
        some = chance.sample(lines, min(again, len(lines)))
        views = [ledger.story(line.id) for line in some]
        parties = [party for line in some for party in line.parties[:1]]
        reports = [report.id for view in views for report in view.reports[:1]]
        claims = [cell.quotation.claim_id for view in views for cell in view.cells[:1] if cell.quotation]
        words = [cell.quotation.words.split()[-1] for view in views for cell in view.cells[:1] if cell.quotation]
        speakers = [
            cell.quotation.speaker or "spokesman" for view in views for cell in view.cells[:1] if cell.quotation
        ]
        found["size"] = {
            "claims": stats.claims,
            "reports": stats.reports,
            "events": stats.events,
            "stories": stats.stories,
            "changes": stats.changes,
            "MB": round((stats.size or 0) / 1e6, 1),
            "bytes per claim": round((stats.size or 0) / max(1, stats.claims)),
            "largest story, reports": largest[0].reports if largest else 0,
        }
        found["stories"] = timed(lambda n: ledger.stories(offset=10 * n), again)
        found["stories of a party"] = timed(lambda n: ledger.stories(party=parties[n % len(parties)]), again)
        places = [event.place for view in views for event in view.events if event.place]
        outlets = [report.outlet for view in views for report in view.reports if report.outlet]
        found["stories of a place"] = timed(lambda n: ledger.stories(place=places[n % len(places)]), again)
        found["stories of an outlet"] = timed(lambda n: ledger.stories(outlet=outlets[n % len(outlets)]), again)
        found["show"] = timed(lambda n: ledger.story(some[n % len(some)].id, events=5), again)
        found["show, the largest"] = timed(lambda n: ledger.story(largest[n % len(largest)].id, events=5), again)
        top = [ledger.story(line.id, events=1, limit=1).events[0].id for line in largest]
        found["statements"] = timed(lambda n: ledger.statements(top[n % len(top)]), again)
        found["contradictions of a story"] = timed(
            lambda n: ledger.changes(story=largest[n % len(largest)].id, kinds=[RelationKind.CONTRADICTION]), again
        )
        found["changes of a party"] = timed(lambda n: ledger.changes(party=parties[n % len(parties)], limit=50), again)
        found["changes"] = timed(lambda n: ledger.changes(limit=50), again)
        found["changes since"] = timed(lambda n: ledger.changes(since=stats.last), again)
        found["figures"] = timed(lambda n: ledger.story(some[n % len(some)].id).figures, again)
        found["figures, the largest"] = timed(lambda n: ledger.story(largest[n % len(largest)].id).figures, again)
        found["party"] = timed(lambda n: ledger.party(parties[n % len(parties)]), again)
        found["report"] = timed(lambda n: ledger.report(reports[n % len(reports)]), again)
        found["claim"] = timed(lambda n: ledger.claim(claims[n % len(claims)]), again)
        found["search a rare word"] = timed(lambda n: ledger.search(words[n % len(words)]), again)
        found["search a name"] = timed(lambda n: ledger.search(speakers[n % len(speakers)]), again)
        found["search a common word"] = timed(lambda n: ledger.search("soldiers"), again)
        found["stats"] = timed(lambda n: ledger.stats(), max(1, again // 3))
        fresh = list(readings(400, seed=int(time.time())))
        last = date.fromisoformat(stats.last or "2015-01-01")
        from dataclasses import replace

        def renewed(number: int) -> Reading:
            reading = fresh[number % len(fresh)]
            name = f"x{time.time_ns()}"
            return replace(
                reading,
                report=replace(reading.report, id=name, published=last.isoformat()),
                claims=tuple(replace(c, id=f"{c.id}{name}", report_id=name, said=None) for c in reading.claims),
            )

        found["add one"] = timed(lambda n: ledger.append(renewed(n)), again)
        found["judge"] = timed(lambda n: ledger.judge("act", claims[n % len(claims)], "deny", who="benchmark"), again)
    return found


def main() -> None:
    """Fills and measures a ledger of each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000])
    parser.add_argument("--keep", type=Path, help="folder for the ledgers; found there again, they are not filled anew")
    parser.add_argument("--batch", type=int, default=200, help="reports appended at a time")
    parser.add_argument("--again", type=int, default=15, help="times that each command is run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = arguments.keep or Path(folder)
        where.mkdir(parents=True, exist_ok=True)
        for claims in arguments.claims:
            path = where / f"{claims}.db"
            filled = fill(path, claims, arguments.batch)
            print(json.dumps({"claims": claims, "fill": filled, **measure(path, arguments.again)}), flush=True)


if __name__ == "__main__":
    main()
