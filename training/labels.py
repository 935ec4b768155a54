"""Hand labels of contested news, kept as offsets and labels without any text: `python training/labels.py --help`.

A person labels a report in short lines, one a statement or event, against its numbered sentences:

    S | 12 | source | cue | content || second piece | act | factuality | party | speaker | nested
    E | 12 | trigger | TYPE | ACTOR, ACTOR | RECIPIENT | modality

The number is the sentence of the cue or trigger. Words are literal, searched from the start of that sentence;
`first words ... last words` spans a stretch, `7: words` searches from sentence 7, `words @2` takes the second turn
after the start of the sentence, `-` is none. `nested` is the running number (from 1) of the outer S line.
"""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import corpora
from reportedly.stages.segment import segment
from reportedly.terms import Act, Factuality

FOLDER = Path(__file__).resolve().parent / "labels"
TYPES = set(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT".split()
)
MODALITIES = {"asserted", "possible", "planned", "denied", "conditional"}


def texts(shared: Path, corpus: str) -> dict[str, str]:
    """Text of every report of a corpus by its id."""
    if corpus == "fnc-1":
        rows = (json.loads(line) for line in (shared / "fnc-1" / "bodies.jsonl").open(encoding="utf-8"))
        return {str(r["id"]): r["text"] for r in rows}
    if corpus == "fa-kes":
        with (shared / "fa-kes" / "articles.csv").open(encoding="utf-8", newline="") as f:
            return {r["unit_id"]: r["article_content"] for r in csv.DictReader(f)}
    if corpus == "muc4":
        rows = (json.loads(line) for line in (shared / "muc4" / "open.jsonl").open(encoding="utf-8"))
        return {str(r["id"]): r["text"] for r in rows}
    if corpus == "polnear":
        return {d.name: d.text for d in corpora.polnear(shared / "polnear" / "train")}
    if corpus == "re3d":
        out = {}
        for path in sorted((shared / "re3d").glob("*/documents.json")):
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.strip():
                    d = json.loads(line)
                    out[d["_id"]] = d["text"]
        return out
    raise SystemExit(f"unknown corpus: {corpus}")


class Finder:
    """Finds the words of a label line in a report."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = segment(text).sentence_spans

    def start(self, sentence: int) -> int:
        if not 1 <= sentence <= len(self.sentences):
            raise ValueError(f"no sentence {sentence}")
        return self.sentences[sentence - 1].start

    def one(self, words: str, sentence: int) -> tuple[int, int]:
        words = words.strip()
        if m := re.match(r"(\d+):\s*", words):
            sentence, words = int(m[1]), words[m.end() :]
        turn = 1
        if m := re.search(r"\s*@(\d+)$", words):
            turn, words = int(m[1]), words[: m.start()]
        at = self.start(sentence)
        first, dots, last = (p.strip() for p in words.partition(" ... "))
        begin, end = self._find(first, at, turn)
        if dots:
            _, end = self._find(last, end, 1)
            if end - begin > 4000:
                raise ValueError(f"too long: {words!r}")
        return begin, end

    def _find(self, words: str, at: int, turn: int) -> tuple[int, int]:
        # A whole word at either end, so that `he` is not found inside `the`.
        left = r"(?<!\w)" if words[:1].isalnum() else ""
        right = r"(?!\w)" if words[-1:].isalnum() else ""
        pattern = left + r"\s+".join(re.escape(w) for w in words.split()) + right
        found = [m.span() for m in re.compile(pattern).finditer(self.text, at)]
        if len(found) < turn:
            raise ValueError(f"not found after offset {at}: {words!r}")
        return found[turn - 1]

    def several(self, cell: str, sentence: int) -> list[list[int]]:
        if cell.strip() in {"", "-"}:
            return []
        return sorted(list(self.one(piece, sentence)) for piece in cell.split("||"))


def parse(text: str, lines: list[str]) -> tuple[dict[str, Any], list[str]]:
    """The labels of one report, and what is wrong with its lines."""
    finder = Finder(text)
    statements: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    wrong = []
    for line in lines:
        cells = [c.strip() for c in re.split(r"\s\|\s|\s\|$|^\|\s", line.strip())]
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if cells[0] == "S":
                _, number, source, cue, content, act, factuality, party, speaker, nested = cells
                sentence = int(number)
                if act not in {a.value for a in Act}:
                    raise ValueError(f"no act {act!r}")
                if factuality not in {f.value for f in Factuality}:
                    raise ValueError(f"no factuality {factuality!r}")
                s = {
                    "source": finder.several(source, sentence),
                    "cue": finder.several(cue, sentence),
                    "content": finder.several(content, sentence),
                    "act": act,
                    "factuality": factuality,
                    "party": None if party == "-" else party,
                    "speaker": None if speaker == "-" else speaker,
                    "nested_in": None if nested in {"-", ""} else int(nested),
                }
                if not s["cue"] or not s["content"]:
                    raise ValueError("a statement needs a cue and a content")
                statements.append(s)
            elif cells[0] == "E":
                _, number, trigger, kind, actors, recipients, modality = cells
                if kind not in TYPES or modality not in MODALITIES:
                    raise ValueError(f"no type or modality: {kind!r} {modality!r}")
                sides = [[p.strip() for p in c.split(",") if p.strip() not in {"", "-"}] for c in (actors, recipients)]
                events.append(
                    {
                        "anchor": list(finder.one(trigger, int(number))),
                        "type": kind,
                        "actor": sides[0],
                        "recipient": sides[1],
                        "modality": modality,
                    }
                )
            else:
                raise ValueError("a line starts with S or E")
        except ValueError as error:
            wrong.append(f"{error}  <- {line.strip()[:160]}")
    for s in statements:
        if s["nested_in"] is not None and not 1 <= s["nested_in"] <= len(statements):
            wrong.append(f"nested in a statement that is not there: {s['nested_in']}")
    return {"statements": statements, "events": events}, wrong


#: the parts that the encoder is trained on; the later ones teach the event heads only (docs/design/0061)
ENCODER_PARTS = "abc"


def load(shared: Path, parts: str = "") -> Iterator[corpora.Document]:
    """Every labelled report, or those of some parts, as the contested gold's reader gives them."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        if parts and path.stem.rpartition(".")[2] not in parts:
            continue
        known = texts(shared, path.stem.partition(".")[0])
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            yield corpora.Document(f"{path.stem}:{row['id']}", known[row["id"]], row["statements"], row["events"])


def main() -> None:
    """Show a report to label, check label lines, or compile them into the project's offsets."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("do", choices=["list", "show", "check", "compile"])
    p.add_argument("corpus")
    p.add_argument("names", nargs="*", help="ids to show, or label files (ID.ann) to check or compile")
    p.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    p.add_argument("--part", default="a", help="compile into labels/CORPUS.PART.jsonl")
    a = p.parse_args()
    known = texts(a.shared, a.corpus)
    if a.do == "list":
        for name, text in known.items():
            print(name, len(text.split()), text[:90].replace("\n", " "), sep="\t")
    elif a.do == "show":
        for name in a.names:
            print(f"=== {name}")
            for i, span in enumerate(segment(known[name]).sentence_spans, 1):
                print(f"[{i}] {' '.join(span.of(known[name]).split())}")
    else:
        rows, bad = [], 0
        for file in map(Path, a.names):
            labels, wrong = parse(known[file.stem], file.read_text(encoding="utf-8").splitlines())
            bad += len(wrong)
            for w in wrong:
                print(f"{file.name}: {w}")
            rows.append({"id": file.stem, **labels})
        statements, events = (sum(len(r[part]) for r in rows) for part in ("statements", "events"))
        print(f"{len(rows)} reports, {statements} statements, {events} events, {bad} lines wrong")
        if a.do == "compile":
            if bad:
                sys.exit("nothing written: mend the lines first")
            FOLDER.mkdir(exist_ok=True)
            out = FOLDER / f"{a.corpus}.{a.part}.jsonl"
            out.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
