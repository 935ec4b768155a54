"""What the model is trained on: label lines into offsets, documents into windows of labelled words."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "training"))
sys.path.insert(0, str(ROOT / "benchmarks"))

import examples  # noqa: E402
import labels  # noqa: E402
from corpora import Document  # noqa: E402
from reportedly.model import WordPieces  # noqa: E402
from reportedly.terms import Act, Factuality  # noqa: E402

TEXT = (
    "Port attacked, army says\n"
    "The army said on Monday that the port had been attacked. “It was them,” General Ruiz said. “We know it.”\n"
    "He added that the rebels had denied it."
)


def label(*lines: str) -> tuple[dict[str, Any], list[str]]:
    return labels.parse(TEXT, list(lines))


def words(spans: list[list[int]]) -> list[str]:
    return [TEXT[a:b] for a, b in spans]


def test_label_lines_become_offsets() -> None:
    found, wrong = label(
        "# a comment",
        "S | 1 | army | says | Port attacked | assert | CT+ | RUR | - | -",
        "S | 3 | General Ruiz | said | “It was them,” || “We know it.” | condemn | CT+ | RUR | Ana Ruiz | -",
        "S | 5 | He | added | the rebels ... it | assert | CT+ | RUR | Ana Ruiz | -",
        "S | 5 | the rebels | had denied | it @1 | deny | CT- | REBELS | - | 3",
        "E | 2 | had been attacked | ASSAULT | REBELS | RUR | asserted",
    )
    assert wrong == []
    first, second, third, fourth = found["statements"]
    assert words(first["content"]) == ["Port attacked"]
    assert first["speaker"] is None
    assert words(second["content"]) == ["“It was them,”", "“We know it.”"]
    assert words(third["content"]) == ["the rebels had denied it"]
    assert fourth["nested_in"] == 3
    assert words(fourth["content"]) == ["it"]
    assert found["events"][0]["recipient"] == ["RUR"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("S | 3 | he | said | “It was us,” | assert | CT+ | RUR | - | -", "not found"),
        ("S | 3 | - | said | “It was them,” | announce | CT+ | RUR | - | -", "no act"),
        ("S | 3 | - | said | “It was them,” | assert | CT | RUR | - | -", "no factuality"),
        ("S | 99 | - | said | x | assert | CT+ | RUR | - | -", "no sentence"),
        ("S | 3 | - | said | - | assert | CT+ | RUR | - | -", "a cue and a content"),
        ("S | 3 | - | said | “It was them,” | assert | CT+ | RUR | - | 9", "not there"),
        ("E | 2 | attacked | BOMB | A | B | asserted", "no type"),
        ("X | 2", "starts with S or E"),
        ("S | 3 | said", ""),
    ],
)
def test_a_wrong_label_line_is_told(line: str, complaint: str) -> None:
    _, wrong = label(line)
    assert len(wrong) == 1
    assert complaint in wrong[0]


def document() -> Document:
    found, _ = label(
        "S | 2 | The army | said | the port had been attacked | assert | CT+ | RUR | - | -",
        "S | 3 | General Ruiz | said | “It was them,” || “We know it.” | condemn | CT+ | RUR | Ana Ruiz | -",
        "S | 5 | the rebels | had denied | it @1 | deny | CT- | REBELS | - | -",
    )
    return Document("d", TEXT, found["statements"], [])


@pytest.fixture
def pieces() -> WordPieces:
    letters = [chr(c) for c in range(97, 123)]
    return WordPieces(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "“", "”", *letters, *("##" + c for c in letters)]
    )


def test_windows_carry_the_labels_of_their_words(pieces: WordPieces) -> None:
    annotated = examples.annotate(document(), 0)
    (window,) = examples.examples(annotated, pieces, 400, None)
    forms = annotated.segments.forms
    assert [forms[i] for i in np.flatnonzero(window.tags == 1)] == ["said", "said", "had"]
    assert [forms[i] for i in np.flatnonzero(window.tags == 2)] == ["denied"]
    assert window.roles is not None
    ruiz = window.roles[1]
    assert [forms[i] for i in np.flatnonzero(ruiz == examples.SOURCE)] == ["General", "Ruiz"]
    assert " ".join(forms[i] for i in np.flatnonzero(ruiz == examples.CONTENT)) == "“ It was them , ” “ We know it . ”"
    assert window.acts[2] == examples.ACTS.index(Act.DENY)
    assert window.factualities[2] == examples.FACTUALITIES.index(Factuality.CERTAINLY_NOT)


def test_disguises_keep_labels_on_their_words() -> None:
    annotated = examples.annotate(document(), 0)
    bare = examples.without_marks(annotated)
    assert not {"“", "”"} & set(bare.segments.forms)
    assert not any(bare.segments.quoted)
    content = " ".join(bare.segments.forms[w] for w in sorted(bare.statements[1].content))
    assert content == "It was them , We know it ."
    assert [bare.segments.forms[w] for w in range(*bare.statements[2].anchor)] == ["had", "denied"]
    flat = examples.annotate(document(), 0, examples.without_breaks(TEXT))
    assert max(flat.segments.paragraphs) == 0
    assert [sorted(s.content) for s in flat.statements] == [sorted(s.content) for s in annotated.statements]
    assert set(examples.lowered(annotated).segments.cases) <= {0, 3}


def test_an_epoch_is_the_same_for_the_same_seed(pieces: WordPieces) -> None:
    corpus = examples.Corpus([document()] * 5, 0, pieces)
    one, two = (corpus.epoch(random.Random(3), 40) for _ in range(2))
    assert [e.window.ids for e in one] == [e.window.ids for e in two]
    assert [e.window.ids for e in corpus.epoch(random.Random(4), 40)] != [e.window.ids for e in one]


def test_the_shipped_labels_are_well_formed() -> None:
    import json

    files = sorted((ROOT / "training" / "labels").glob("*.jsonl"))
    assert files
    for path in files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert set(row) == {"id", "statements", "events"}
            for s in row["statements"]:
                assert s["cue"]
                assert s["content"]
                assert s["act"] in {a.value for a in Act}
                assert s["factuality"] in {f.value for f in Factuality}
                assert all(0 <= a < b for r in ("source", "cue", "content") for a, b in s[r])
