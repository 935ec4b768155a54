"""Readers for the corpora that are measured and trained on: PolNeAR and the contested-news gold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROLES = ("source", "cue", "content")
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Document:
    """A text with its gold.

    Attributes:
        name: the file's stem.
        text: exactly as the file has it.
        attributions: a dict each, with `source`, `cue` and `content` as lists of (start, end); the contested
            gold adds `act`, `factuality`, `party`, `speaker`, `nested_in` and its other fields.
        events: the contested gold's events with `anchor`; else empty.
        published: ISO date or None.
    """

    name: str
    text: str
    attributions: list[dict[str, Any]]
    events: list[dict[str, Any]]
    published: str | None = None


def polnear(folder: str | Path) -> Iterator[Document]:
    """The texts of a PolNeAR split with the attributions of the annotator who comes first in the alphabet.

    Brat standoff: `T` lines are spans, `E` lines tie them together; numbered roles are pieces of one role. Events
    without content are left out, as the corpus' scorer leaves them out.

    Raises:
        FileNotFoundError: a text has no annotation.
    """
    folder = Path(folder)
    for path in sorted((folder / "text").glob("*.txt")):
        pattern = re.compile(re.escape(path.stem) + r"_[0-9a-z]{4}\.ann")
        files = sorted(f for f in (folder / "attributions").iterdir() if pattern.fullmatch(f.name))
        if not files:
            raise FileNotFoundError(f"no annotation for {path}")
        spans: dict[str, Spans] = {}
        events: list[list[str]] = []
        for line in files[0].read_bytes().decode("utf-8").split("\n"):
            columns = line.split("\t")
            if re.fullmatch(r"T\d+", columns[0]) and len(columns) > 1:
                offsets = columns[1].partition(" ")[2]
                spans[columns[0]] = [(int(a), int(b)) for a, b in re.findall(r"(\d+) (\d+)", offsets)]
            elif re.fullmatch(r"E\d+", columns[0]) and len(columns) > 1:
                events.append(columns[1].split())
        out = []
        for event in events:
            if not event[0].startswith("Attribution"):
                continue
            roles: dict[str, Any] = {r: [] for r in ROLES}
            for argument in event[1:]:
                role, _, reference = argument.partition(":")
                role = role.rstrip("0123456789").lower()
                if role in roles:
                    roles[role] += spans.get(reference, [])
            if roles["content"]:
                out.append({r: sorted(set(v)) for r, v in roles.items()})
        out.sort(key=lambda a: (a["content"], a["cue"]))
        yield Document(path.stem, path.read_bytes().decode("utf-8"), out, [])


def locate(text: str, literal: str) -> tuple[int, int]:
    """Span of the gold's words: unique in the text, or with `@N` its N-th turn from 0.

    Raises:
        ValueError: they do not stand there.
    """
    match = re.fullmatch(r"(.*)@(\d+)", literal, re.DOTALL)
    words, turn = (match[1], int(match[2])) if match else (literal, 0)
    at = -1
    for _ in range(turn + 1):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"not in the text: {literal!r}")
    return at, at + len(words)


def contested(folder: str | Path) -> Iterator[Document]:
    """The reports of a folder of contested-news gold (`NAME.txt` beside `NAME.json`)."""
    for path in sorted(Path(folder).glob("*.json")):
        text_path = path.with_suffix(".txt")
        if not text_path.exists():
            continue
        text = text_path.read_text(encoding="utf-8")
        gold = json.loads(path.read_text(encoding="utf-8"))
        statements = [{**s, **{r: [locate(text, w) for w in s[r]] for r in ROLES}} for s in gold["statements"]]
        events = [{**e, "anchor": locate(text, e["trigger"])} for e in gold["events"]]
        yield Document(path.stem, text, statements, events, gold.get("published"))
