"""Precision of when, to whom and on what grounds things are said, and inside what: judged by hand, and against gold.

The judgements (`data/saying.jsonl`) are offsets and verdicts alone, by the names of the contested gold's reports: each
line is a field of a statement that `read` filled, drawn at random, with the offset of the statement's cue, the span
that it gave (for `within` the offset of the outer statement's cue), and whether a reader agreed.
Run from the repository's root: `python -m benchmarks.saying [--shared ../shared] [--gold]`; `--gold` leaves the reading
out and only compares days with the gold's own, which takes seconds.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import Document, contested

import reportedly
from reportedly.stages.saying import said
from reportedly.stages.timex import find_timexes
from reportedly.terms import Kind
from reportedly.types import Attribution, Reading, Span

__all__ = ["FIELDS", "days", "given", "labels", "nesting", "verdicts"]

LABELS = Path(__file__).parent / "data" / "saying.jsonl"
FIELDS = ("said", "audience", "basis", "within")


def labels(path: Path = LABELS) -> list[dict[str, Any]]:
    """The judged fields: report, offset of the cue, field, span (or outer cue), and whether it is right."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def given(reading: Reading) -> dict[tuple[int, str], list[int]]:
    """The fields that a reading fills, by the offset of the statement's cue: spans, or the outer cue's offset."""
    stated = {statement.attribution: statement for statement in reading.statements}
    cues = {a.id: a.cue[0].start for a in reading.attributions if a.cue}
    out: dict[tuple[int, str], list[int]] = {}
    for a in reading.attributions:
        if not a.cue:
            continue
        cue, time = a.cue[0].start, stated[a.id].said
        for field, span in (
            ("said", time.span if time else None),
            ("audience", _first(a.audience)),
            ("basis", _first(a.basis)),
        ):
            if span is not None:
                out[cue, field] = [span.start, span.end]
        if a.within in cues:
            out[cue, "within"] = [cues[a.within]]
    return out


def _first(spans: Sequence[Span]) -> Span | None:
    return spans[0] if spans else None


def verdicts(judged: Iterable[dict[str, Any]], found: dict[tuple[int, str], list[int]]) -> Counter[tuple[str, str]]:
    """How many judged fields of one report are still given as they were, right or wrong, and how many are not.

    Example:
        >>> line = {"cue": 9, "field": "basis", "span": [20, 31], "right": True}
        >>> verdicts([line], {(9, "basis"): [20, 31]})
        Counter({('basis', 'right'): 1})
    """
    count: Counter[tuple[str, str]] = Counter()
    for line in judged:
        own = [line["outer"]] if line["field"] == "within" else line["span"]
        kept = found.get((line["cue"], line["field"])) == own
        count[line["field"], ("" if kept else "no longer given: ") + ("right" if line["right"] else "wrong")] += 1
    return count


def days(documents: Iterable[Document]) -> Counter[str]:
    """How the days of saying compare with the gold's, its statements and speakers given.

    `gold` and `given` count statements with a day; `both` those with one in both, `right` where they agree; `other` and
    `other right` the gold's days other than that of publication, which annotators often fill in unsaid.
    """
    count: Counter[str] = Counter()
    for document in documents:
        attributions = [
            Attribution(
                id=s["id"],
                source=tuple(Span(*span) for span in s["source"]),
                cue=tuple(Span(*span) for span in s["cue"]),
                content=tuple(Span(*span) for span in s["content"]),
                kind=Kind.INDIRECT,
                within=s["nested_in"],
                score=1.0,
            )
            for s in document.attributions
        ]
        speakers = {s["id"]: s["speaker"] for s in document.attributions}
        times = find_timexes(document.text, document.published)
        found = said(document.text, attributions, times, speakers, document.published)
        for s in document.attributions:
            gold, time = s["said_on"], found.get(s["id"])
            agree = bool(gold and time and time.value.startswith(gold))
            other = bool(gold and document.published and gold != document.published[:10])
            count.update({"gold": bool(gold), "given": time is not None, "both": bool(gold and time), "right": agree})
            count.update({"other": other, "other right": other and agree})
    return count


def nesting(document: Document, reading: Reading) -> Counter[str]:
    """Which statements stand inside which, against the gold, of those that overlap one of the gold by half.

    `gold` and `given` count those inside another, `right` those inside the same one in both.
    """
    pairs = sorted(
        ((_shared(a, s), a.id, s["id"]) for a in reading.attributions for s in document.attributions), reverse=True
    )
    match: dict[str, str] = {}
    for share, ours, theirs in pairs:
        if share >= 0.5 and ours not in match and theirs not in match.values():
            match[ours] = theirs
    outer = {s["id"]: s["nested_in"] for s in document.attributions}
    count: Counter[str] = Counter()
    for a in reading.attributions:
        if a.id in match:
            wanted, own = outer[match[a.id]], a.within
            count["gold"] += wanted is not None
            count["given"] += own is not None
            count["right"] += wanted is not None and own is not None and match.get(own) == wanted
    return count


def _shared(a: Attribution, gold: dict[str, Any]) -> float:
    """How much of the longer content two statements share."""
    both = sum(max(0, min(s.end, end) - max(s.start, start)) for s in a.content for start, end in gold["content"])
    longer = max(sum(s.end - s.start for s in a.content), sum(end - start for start, end in gold["content"]))
    return both / longer if longer else 0.0


def main() -> None:
    """Print the precision of each judged field, and how the days of saying compare with the gold's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--gold", action="store_true", help="only compare with the gold, without reading")
    options = parser.parse_args()
    folder = options.shared / "gold" / "contested"
    if not folder.is_dir():
        parser.exit(1, f"no such folder: {folder}\n")
    documents = {document.name: document for part in ("train", "dev") for document in contested(folder / part)}
    n = days(documents.values())
    print(f"day of saying, gold statements: {n['right']} of {n['both']} agree where both give one;")
    print(f"  {n['given']} given, {n['gold']} in gold; of the gold's {n['other']} that are not the day of publication")
    print(f"  {n['other right']} are found")
    if options.gold:
        return
    judged = labels()
    count: Counter[tuple[str, str]] = Counter()
    for name in sorted({line["report"] for line in judged}):
        reading = reportedly.read(documents[name].text, published=documents[name].published)
        count += verdicts([line for line in judged if line["report"] == name], given(reading))
    for field in FIELDS:
        right, wrong = count[field, "right"], count[field, "wrong"]
        lost = count[field, "no longer given: right"], count[field, "no longer given: wrong"]
        print(f"{field:9} {right} of {right + wrong} right = {right / max(right + wrong, 1):.3f}", end="; ")
        print(f"judged and no longer given: {lost[0]} right, {lost[1]} wrong")
    inside: Counter[str] = Counter()
    for document in contested(folder / "dev"):
        inside += nesting(document, reportedly.read(document.text, published=document.published))
    print(
        f"inside another, dev: {inside['right']} of {inside['given']} given and of {inside['gold']} in gold are right"
    )


if __name__ == "__main__":
    main()
