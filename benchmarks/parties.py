"""Speakers and parties on gold attributions: `python benchmarks/parties.py GOLD [GOLD ...] [--errors N] [--json OUT]`.

GOLD is a folder of contested-news gold, or one JSON file of it beside its text. The gold's spans go in as if they had
been found, so that only the resolution is measured, as the corpus' scorer does it: party over the statements whose
party is a side, party over all, speaker over those that have one (last word of the name), and the times of saying.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly.registry import load
from reportedly.stages import parties, speakers
from reportedly.stages.saying import said
from reportedly.stages.timex import find_timexes
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

NO_SIDE = re.compile(r"ANON|PERSON|EXPERT|MEDIA(:.*)?|NGO:.*")
UNNAMED = re.compile(
    r"unspecified|media|outlets?|papers?|newspapers?|television|channel|websites?|press|journal$", re.I
)


def locate(text: str, literal: str) -> Span:
    """Span of a gold literal, which is unique in the text or carries @N for its N-th turn."""
    match = re.fullmatch(r"(.*)@(\d+)", literal, re.S)
    words, turn = (match[1], int(match[2])) if match else (literal, 0)
    start = -1
    for _ in range(turn + 1):
        start = text.find(words, start + 1)
    return Span(start, start + len(words))


def read(path: Path) -> Iterator[tuple[Report, list[Attribution], list[dict[str, Any]]]]:
    """Each report with its gold as attributions and as it stands."""
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        text_file = file.with_suffix(".txt")
        if not text_file.exists():
            continue
        text, gold = text_file.read_text(encoding="utf-8"), json.loads(file.read_text(encoding="utf-8"))
        out = []
        for s in gold["statements"]:
            source, cue, content = (
                tuple(sorted(locate(text, w) for w in s[role])) for role in ("source", "cue", "content")
            )
            out.append(
                Attribution(
                    id=s["id"],
                    source=source,
                    cue=cue,
                    content=content,
                    kind=Kind.INDIRECT,
                    within=s["nested_in"],
                    score=1.0,
                )
            )
        yield Report(id=file.stem, text=text, published=gold["published"]), out, gold["statements"]


def same_party(a: str | None, b: str | None) -> bool:
    """Equal ids; outlets by name without article and case, all unnamed ones alike."""

    def norm(party: str) -> str:
        kind, sep, name = party.partition(":")
        folded = re.sub(r"^the\s+|[^\w]", "", name.casefold().strip())
        return kind + sep + ("unspecified" if kind == "MEDIA" and UNNAMED.search(name) else folded)

    return bool(a) and bool(b) and norm(str(a)) == norm(str(b))


def last_name(name: str | None) -> str | None:
    """Last word of a name, folded."""
    words = re.findall(r"\w[\w'’-]*", (name or "").casefold())
    return words[-1] if words else None


def measure(path: Path, errors: int = 0) -> dict[str, Any]:
    """The figures for one folder or file."""
    registry = load()
    n: Counter[str] = Counter()
    seconds, reports, shown = 0.0, 0, 0
    for report, attributions, gold in read(path):
        begun = os.times().user
        resolution = speakers.resolve(report, attributions, registry)
        statements = parties.assign(report, attributions, resolution, registry)
        seconds += os.times().user - begun
        reports += 1
        names = {s.attribution: s.speaker.name for s in statements}
        times = said(report.text, attributions, find_timexes(report.text, report.published), names)
        for g, s in zip(gold, statements, strict=True):
            right = same_party(g["party"], s.party)
            n["all"] += 1
            n["all right"] += right
            if not NO_SIDE.fullmatch(g["party"] or "ANON"):
                n["side"] += 1
                n["side right"] += right
            named_right = last_name(g["speaker"]) == last_name(s.speaker.name)
            if g["speaker"]:
                n["named"] += 1
                n["named right"] += named_right
            elif s.speaker.name:
                n["named too many"] += 1
            if s.attribution in times and g["said_on"]:
                n["dated"] += 1
                n["dated right"] += times[s.attribution].value[:10] == g["said_on"]
            n["said"] += g["said_on"] is not None
            if not right and shown < errors:
                shown += 1
                print(
                    f"{report.id} {g['id']}: party {g['party']} / {s.party}, speaker {g['speaker']} / {s.speaker.name}"
                )

    def share(a: str, b: str) -> float:
        return round(n[a] / n[b], 4) if n[b] else 0.0

    return {
        "gold": str(path),
        "reports": reports,
        "statements": n["all"],
        "party": share("side right", "side"),
        "party_all": share("all right", "all"),
        "speaker": share("named right", "named"),
        "named_where_gold_has_none": n["named too many"],
        "said": {"of_found": share("dated right", "dated"), "of_gold": share("dated right", "said")},
        "ms_per_report": round(1000 * seconds / reports, 2) if reports else 0.0,
    }


def main() -> None:
    """Parses the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="show that many wrong parties of each")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    figures = [measure(path, args.errors) for path in args.gold]
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
