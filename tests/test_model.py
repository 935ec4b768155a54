"""Word pieces, windows and the shipped model's files."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import ModelError
from reportedly.model import WordPieces, load, windows
from reportedly.stages.placement import SIZES, placement
from reportedly.stages.segment import segment
from reportedly.terms import Scheme
from tests.conftest import ROOT

SMALL = "[PAD] [UNK] [CLS] [SEP] [MASK] de den ##y ##ied deni ##e ##d a b ##b . “ ”".split()


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(SMALL)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("deny", "den ##y"),
        ("Denied", "deni ##e ##d"),  # longest match first, not `den ##ied`
        ("DÉNY", "den ##y"),
        ("ab", "a ##b"),
        ("ba", "[UNK]"),  # no ##a
        ("\u0301", "[UNK]"),
        ("a" * 200, "[UNK]"),
        ("“", "“"),
    ],
)
def test_longest_match_first(pieces: WordPieces, word: str, expected: str) -> None:
    assert [SMALL[i] for i in pieces(word)] == expected.split()


def test_vocabulary_without_special_pieces_is_refused() -> None:
    with pytest.raises(ModelError, match="install the package again"):
        WordPieces(["a", "b"])


words = st.lists(st.sampled_from(["a", "b.", "deny", "zzz", "“a”", "A b.\n", "\n", "den" * 30]), max_size=120)


@settings(max_examples=200, deadline=None)
@given(words, st.integers(8, 40))
def test_windows_hold_every_word_once_and_keep_their_size(tokens: list[str], limit: int) -> None:
    pieces = WordPieces(SMALL)
    segments = segment(" ".join(tokens))
    at = 0
    for w in windows(segments, pieces, limit):
        assert w.first == at < w.last
        assert len(w.ids) == len(w.features) <= limit
        assert w.ids[0] == pieces.cls
        assert w.ids[-1] == pieces.sep
        assert len(w.heads) == w.last - w.first
        for row, word in zip(w.heads, range(w.first, w.last), strict=True):
            assert w.ids[row] == pieces(segments.forms[word])[0]
        at = w.last
    assert at == len(segments)


def test_windows_end_at_paragraphs_where_they_can() -> None:
    pieces = WordPieces(SMALL)
    segments = segment("\n".join(["a b a b."] * 6))
    assert [(w.first, w.last) for w in windows(segments, pieces, 20)] == [(0, 15), (15, 30)]


def test_placement_of_words_against_a_cue() -> None:
    # The minister said : “ it is so ” . He denied it .
    segments = segment("The minister said: “it is so”. He denied it.")
    rows = {n: t[0].tolist() for n, t in placement(segments, 0, len(segments), [(2, 3), (11, 12)]).items()}
    assert rows["distance"][:5] == [11, 12, 13, 14, 15]
    assert rows["marks"][2] == 0
    assert rows["marks"][5] == 1
    assert rows["marks"][10] == 2
    assert rows["sentence"][0] == 3
    assert rows["sentence"][11] == 4
    assert rows["cues"][5] == 0
    assert rows["cues"][12] == 1
    assert all(0 <= v < SIZES[n] for n, row in rows.items() for v in row)


def test_the_model_that_ships_gives_a_vector_a_word() -> None:
    model = load()
    segments = segment("Seoul denied it.")
    (window,) = windows(segments, model.pieces)
    vectors = model.encode(window)
    assert vectors.shape == (len(segments), 384)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.abs(vectors - model.encode(window, Scheme.POLNEAR)).max() > 0.01  # the scheme is read


def test_the_model_is_loaded_once() -> None:
    assert load() is load()


def test_a_damaged_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=str(tmp_path)):
        load(tmp_path)
    good = Path(str(load.__globals__["files"]("reportedly"))) / "data" / "model"
    for f in good.iterdir():
        (tmp_path / f.name).write_bytes(f.read_bytes()[:1000] if f.suffix == ".onnx" else f.read_bytes())
    with pytest.raises(ModelError, match="install the package again"):
        load(tmp_path)


def test_the_vocabulary_covers_plain_ascii() -> None:
    model = load()
    for c in map(chr, range(33, 127)):
        assert model.pieces.unknown not in model.pieces(c), unicodedata.name(c)


@pytest.mark.skipif(len(getattr(os, "sched_getaffinity", lambda _: ())(0)) < 2, reason="needs two cores to choose from")
def test_a_process_bound_to_one_core_stays_there_and_reads_the_same() -> None:
    code = (
        "import os, sys, hashlib\n"
        "if sys.argv[1:]: os.sched_setaffinity(0, {int(sys.argv[1])})\n"
        "from reportedly.model import load, windows\n"
        "from reportedly.stages.segment import segment\n"
        "model = load()\n"
        "window, = windows(segment('Seoul denied the report on Monday.'), model.pieces)\n"
        "print(sorted(os.sched_getaffinity(0)), hashlib.sha256(model.encode(window).tobytes()).hexdigest())"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    core = max(os.sched_getaffinity(0))
    bound, free = (
        subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=True, env=env)
        for given in ([str(core)], [])
    )
    assert bound.stdout.startswith(f"[{core}] ")
    assert bound.stdout.rsplit(" ", 1)[1] == free.stdout.rsplit(" ", 1)[1]
