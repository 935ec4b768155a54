"""Accusation status on MUC-4: is an organisation the culprit in fact, by accusation, by its own claim, or possibly?

Run `python benchmarks/muc4.py [--data ../shared/muc4] [--errors N]`. Slot 11 of the answer keys gives each organisation
of an incident one of five grades. Given the organisation's names, a regression over what our stages see around them is
fitted on four fifths of the open reports (by a hash of the id) and measured on the fifth: macro-F1 over the grades. An
answer is right when it is one of the key's alternatives.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linear import fit, macro_f1, scores
from reportedly.model import Model, load
from reportedly.stages.attribution import attribute
from reportedly.stages.encode import Encoded, encode
from reportedly.stages.segment import Segments, rows_of, segment
from reportedly.types import Attribution, Span
from reportedly.words import stem

GRADES = (
    "REPORTED AS FACT",
    "SUSPECTED OR ACCUSED BY AUTHORITIES",
    "SUSPECTED OR ACCUSED",
    "CLAIMED OR ADMITTED",
    "POSSIBLE",
)
_SLOT = re.compile(r"^11\. PERP: ORGANIZATION CONFIDENCE\s+(.*?)(?=^\d+\. |\Z)", re.S | re.M)
_STRING = re.compile(r'"([^"]+)"')
#: words that tell a grade, each list a column for the sentence and one for its neighbours
CUES = tuple(
    frozenset(stem(w) for w in words.split())
    for words in (
        "claim claimed responsibility credit communique admitted vindicated",
        "accuse accused blame blamed charge charged denounced held responsible attributed",
        "suspect suspected suspects alleged allegedly presumed presumably apparently believed thought",
        "possible possibly may might could probably speculated perhaps rumors hypothesis",
        "police authorities military army government official officials minister president colonel general judge",
        "said reported stated according announced",
        "not deny denied rejected no",
        "sources witnesses residents unidentified unknown anonymous telephone call caller",
    )
)
AUTHORITIES = CUES[4]


@dataclass
class Case:
    """An organisation of an incident: its names, the grades that the key allows, and its report."""

    id: str
    names: list[str]
    grades: list[str]


def cases(key: list[str], name: str) -> Iterator[Case]:
    """The organisations of a report's templates with their grades."""
    for template in key:
        slot = _SLOT.search(template)
        if not slot:
            continue
        lines = re.sub(r"\n\s+/", " /", slot[1])
        for line in re.split(r"\n", lines):
            head, _, tail = line.partition(":")
            grades = []
            for part in head.split("/"):
                part = part.replace("?", "").strip().strip("()").strip()
                if part in GRADES and part not in grades:
                    grades.append(part)
            names = [re.sub(r"\s+", " ", n.replace("\\", "")).strip() for n in _STRING.findall(tail)]
            if grades and names:
                yield Case(name, names, grades)


def held_out(name: str) -> bool:
    """Whether a report is in the fifth that is not fitted to."""
    return hashlib.sha256(name.encode()).digest()[0] % 5 == 0


def places(text: str, names: list[str]) -> list[Span]:
    """Where the names stand in the text, line breaks and brackets aside, none over another."""
    found: list[Span] = []
    wanted = {n for name in names for n in (name, *re.split(r"[\[\]]", name)) if len(n.strip()) > 2}
    for name in sorted(wanted, key=len, reverse=True):
        pattern = r"\s+".join(re.escape(w) for w in name.split())
        for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            if all(m.end() <= s.start or s.end <= m.start() for s in found):
                found.append(Span(m.start(), m.end()))
    return sorted(found)


@dataclass
class Read:
    """A report as our stages see it."""

    text: str
    segments: Segments
    encoded: Encoded
    attributions: tuple[Attribution, ...]
    stems: list[str]


def read(text: str, model: Model) -> Read:
    """The report's words, vectors and attributions; capitals throughout are read as small letters."""
    segments = segment(text.lower())
    encoded = encode(segments, model)
    found, _ = attribute(segments, encoded, model)
    return Read(text, segments, encoded, found, [stem(form.lower()) for form in segments.forms])


def features(report: Read, spans: list[Span]) -> np.ndarray:
    """What stands around an organisation's names: vectors, cues, and who says what about it or it says."""
    segments, vectors = report.segments, report.encoded.vectors
    numbers = np.asarray(segments.sentences)
    width = vectors.shape[1]
    own, around, most = np.zeros(width), np.zeros(width), np.full(width, -10.0)
    near = np.zeros(len(CUES))
    next_to = np.zeros(len(CUES))
    said = np.zeros(12)
    for span in spans:
        a, b = rows_of(segments, span)
        if a >= b:
            continue
        own += vectors[a:b].mean(0) / len(spans)
        most = np.maximum(most, vectors[a:b].mean(0))
        first, last = np.searchsorted(numbers, (numbers[a], numbers[a] + 1))
        around += vectors[first:last].mean(0) / len(spans)
        here = set(report.stems[first:last])
        low, high = np.searchsorted(numbers, (numbers[a] - 1, numbers[a] + 2))
        beside = set(report.stems[low:high])
        for k, cue in enumerate(CUES):
            near[k] = max(near[k], bool(cue & here))
            next_to[k] = max(next_to[k], bool(cue & beside))
        for at in report.attributions:
            inside = any(span.start < s.end and s.start < span.end for s in at.content)
            source = any(span.start < s.end and s.start < span.end for s in at.source)
            if not (inside or source):
                continue
            cue_words = {w for s in at.cue for w in report.stems[slice(*rows_of(segments, s))]}
            source_words = {w for s in at.source for w in report.stems[slice(*rows_of(segments, s))]}
            said[0] += inside
            said[1] += source
            said[2] += inside and bool(source_words & AUTHORITIES)
            said[3] += inside and not at.source
            for k in range(4):
                said[4 + k] += inside and bool(cue_words & CUES[k])
                said[8 + k] += source and bool(cue_words & CUES[k])
    all_stems = set(report.stems)
    document = [bool(cue & all_stems) for cue in CUES]
    first_at = spans[0].start / max(1, len(report.text)) if spans else 1.0
    plain = [len(spans), np.log1p(len(spans)), first_at, *document]
    return np.concatenate([own, around, most if spans else own, near, next_to, np.minimum(said, 3), plain])


def main() -> None:
    """Fit on four fifths, print the measure on the fifth."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "muc4")
    p.add_argument("--errors", type=int, default=0, help="show so many wrong answers")
    p.add_argument("--penalty", type=float, default=1000.0)
    p.add_argument("--balance", type=float, default=0.8)
    p.add_argument("--validate", action="store_true", help="five folds over the four fifths instead: to choose by")
    a = p.parse_args()
    model = load()
    reports = [json.loads(line) for line in (a.data / "open.jsonl").open(encoding="utf-8")]
    found = [(r, list(cases(r["key"], r["id"]))) for r in reports]
    known = {r["id"]: read(r["text"], model) for r, cs in found if cs}
    rows = [c for _, cs in found for c in cs]
    fitted = [c for c in rows if not held_out(c.id)]
    x = np.array([features(known[c.id], places(known[c.id].text, c.names)) for c in rows])
    width = known[rows[0].id].encoded.vectors.shape[1]
    groups = ((0, 2 * width, 0.4), (2 * width, 3 * width, 0.6))
    y = [c.grades[0] for c in rows]
    ids = sorted({c.id for c in fitted})
    if a.validate:
        part = {name: 1 + k % 5 for k, name in enumerate(ids)}
        rounds = range(1, 6)
    else:
        part = dict.fromkeys(ids, 1)
        rounds = range(1)
    gold: list[str] = []
    answers: list[str] = []
    for k in rounds:
        train = np.array([part.get(c.id, 0) not in (0, k) for c in rows])
        test = np.array([part.get(c.id, 0) == k for c in rows])
        machine = fit(
            x[train], [c for c, t in zip(y, train, strict=True) if t], a.penalty, balance=a.balance, groups=groups
        )
        given = machine.predict(x[test])
        asked = [c for c, t in zip(rows, test, strict=True) if t]
        for c, answer in zip(asked, given, strict=True):
            right = answer in c.grades
            gold.append(answer if right else c.grades[0])
            answers.append(answer)
            if not right and a.errors:
                a.errors -= 1
                print(c.id, c.names[0], "key", c.grades, "answer", answer)
    for grade, (precision, recall, f1, n) in scores(gold, answers).items():
        print(f"{grade:36} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {n}")
    accuracy = sum(g == f for g, f in zip(gold, answers, strict=True)) / len(gold)
    print(f"cases {len(gold)}  accuracy {accuracy:.3f}  macro-F1 {macro_f1(gold, answers):.3f}")


if __name__ == "__main__":
    main()
