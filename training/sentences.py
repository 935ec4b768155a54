"""Sentences of our own with marked stretches: tab-separated labels, then the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

Spans = dict[str, list[tuple[int, int]]]


def marked(sentence: str) -> tuple[str, Spans]:
    """The plain text of a sentence and its marked stretches by letter; those in square brackets under `e`.

    Example:
        >>> marked("<s>Chad</s> [thanked] Mali.")
        ('Chad thanked Mali.', {'s': [(0, 4)], 'e': [(5, 12)]})
    """
    text = ""
    spans: Spans = {}
    opened: dict[str, int] = {}
    for piece in re.split(r"(</?[a-z]>|[\[\]])", sentence):
        if re.fullmatch(r"<[a-z]>|\[", piece):
            opened[piece.strip("<>").replace("[", "e")] = len(text)
        elif re.fullmatch(r"</[a-z]>|\]", piece):
            name = piece.strip("</>").replace("]", "e")
            spans.setdefault(name, []).append((opened.pop(name), len(text)))
        else:
            text += piece
    return text, spans


def read(path: Path) -> Iterator[tuple[list[str], str, Spans]]:
    """The labels, text and marked stretches of each line of a file; lines that begin with `#` are none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *labels, sentence = line.split("\t")
            yield labels, *marked(sentence)
