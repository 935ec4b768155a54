"""Words into vectors and scores: the encoder and its heads, and the one import of onnxruntime."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from itertools import repeat
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from reportedly.errors import ModelError
from reportedly.terms import Scheme

if TYPE_CHECKING:
    from reportedly.stages.segment import Segments

__all__ = ["Model", "Weights", "Window", "WordPieces", "load", "weighed", "windows"]

#: most pieces in one window of the encoder, special ones included
WINDOW = 160
_LONGEST_WORD = 64
#: words whose pieces are remembered
_REMEMBERED = 50_000

Floats = np.ndarray[Any, np.dtype[np.float32]]
Ints = np.ndarray[Any, np.dtype[np.int64]]


class WordPieces:
    """Splits words into the pieces of an uncased BERT vocabulary, longest match first (Schuster & Nakajima 2012)."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.ids = {piece: i for i, piece in enumerate(vocabulary)}
        try:
            self.cls, self.sep, self.unknown = (self.ids[t] for t in ("[CLS]", "[SEP]", "[UNK]"))
        except KeyError as missing:
            raise ModelError("vocab.txt", f"lacks {missing}; install the package again") from None
        self._seen: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """The ids of a word's pieces: one or more, `[UNK]` where the vocabulary has none."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = self._split(word)
        return found

    def _split(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if not plain or len(plain) > _LONGEST_WORD:
            return (self.unknown,)
        out: list[int] = []
        start = 0
        while start < len(plain):
            for end in range(len(plain), start, -1):
                piece = self.ids.get(("##" if start else "") + plain[start:end])
                if piece is not None:
                    out.append(piece)
                    start = end
                    break
            else:
                return (self.unknown,)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that the encoder reads at once.

    Attributes:
        first, last: the words, half-open.
        ids, features: one row a piece; features are case + 4 x quoted.
        heads: for each word the row of its first piece.
    """

    first: int
    last: int
    ids: list[int]
    features: list[int]
    heads: list[int]


def windows(
    segments: Segments, pieces: WordPieces, limit: int = WINDOW, first_limit: int | None = None
) -> list[Window]:
    """Windows over a text: whole paragraphs while they fit, else whole sentences, else cut where they must be.

    `[CLS]` opens a window; `[SEP]` stands at paragraph ends and closes it.
    """
    n = len(segments)
    word_ids = [pieces(form) for form in segments.forms]
    sizes = [len(ids) for ids in word_ids]
    paragraphs, sentences = segments.paragraphs, segments.sentences
    marked = [case + 4 * quoted for case, quoted in zip(segments.cases, segments.quoted, strict=True)]
    out: list[Window] = []
    start = 0
    while start < n:
        room = (first_limit if first_limit and not out else limit) - 2
        used, at = 0, start
        sentence_cut = paragraph_cut = 0
        paragraph, sentence = paragraphs[start], sentences[start]
        while at < n:
            new_paragraph = paragraphs[at] != paragraph
            need = min(sizes[at], room) + new_paragraph
            if used + need > room:
                break
            if new_paragraph:
                paragraph_cut, paragraph = at, paragraphs[at]
            if sentences[at] != sentence:
                sentence_cut, sentence = at, sentences[at]
            used += need
            at += 1
        if at < n:
            if paragraphs[at] != paragraphs[at - 1]:
                paragraph_cut = at
            if sentences[at] != sentences[at - 1]:
                sentence_cut = at
            # A window less than half full for the sake of whole paragraphs would cost more than it gives.
            if paragraph_cut and (paragraph_cut - start) * 2 >= at - start:
                at = paragraph_cut
            elif sentence_cut:
                at = sentence_cut
        ids, features, heads = [pieces.cls], [0], []
        paragraph = paragraphs[start]
        for w in range(start, at):
            if paragraphs[w] != paragraph:
                paragraph = paragraphs[w]
                ids.append(pieces.sep)
                features.append(0)
            heads.append(len(ids))
            if sizes[w] == 1:
                ids.append(word_ids[w][0])
                features.append(marked[w])
            else:
                here = word_ids[w][:room]
                ids.extend(here)
                features.extend([marked[w]] * len(here))
        ids.append(pieces.sep)
        features.append(0)
        out.append(Window(start, at, ids, features, heads))
        start = at
    return out


def _runtime() -> ModuleType:
    """The runtime, first loaded where it sees more than one core.

    On loading it tries whether a processor's matrix tiles (AMX) outlive a change of core; bound to a single core it
    cannot try, and does without them for good, which makes the encoder half as slow again. So a process bound to one
    core loads it in a thread that may go to any; the process's own binding stays as it is.
    """
    if "onnxruntime" not in sys.modules and hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError, RuntimeError):  # a sandbox may allow neither the question nor a thread
            if len(os.sched_getaffinity(0)) == 1:
                thread = threading.Thread(target=_load_anywhere)
                thread.start()
                thread.join()
    return importlib.import_module("onnxruntime")


def _load_anywhere() -> None:
    with contextlib.suppress(OSError, ImportError):  # what is not allowed stays as it was, and what lacks is told later
        os.sched_setaffinity(0, range(os.cpu_count() or 1))  # of this thread alone
        importlib.import_module("onnxruntime")


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each sign weighs.

    Attributes:
        rows: the row of each sign.
        rarity: how much rarer signs count more, one a row.
        weights: (signs, classes).
    """

    rows: Mapping[str, int]
    rarity: Floats
    weights: Floats

    @classmethod
    def of(cls, heads: Mapping[str, Floats]) -> dict[str, Weights]:
        """All of a model's heads by name, from `NAME`, `NAME_rarity` and `NAME_weights`."""
        found = {}
        for key in heads:
            name = key.removesuffix("_rarity")
            if name != key:
                rows = {sign: row for row, sign in enumerate(heads[name].tobytes().decode().split("\n"))}
                found[name] = cls(rows, heads[key].astype(np.float32), heads[f"{name}_weights"].astype(np.float32))
        return found


def weighed(found: Sequence[Mapping[str, float]], weights: Weights) -> Floats:
    """What the words say: a regression on signs, those of each row of length 1 together; (rows, classes)."""
    out = np.zeros((len(found), weights.weights.shape[1]), np.float32)
    rows: list[int] = []
    counted: list[float] = []
    for signs in found:
        rows.extend(map(weights.rows.get, signs, repeat(-1)))
        counted.extend(signs.values())
    at = np.array(rows, np.int64)
    owner = np.arange(len(found)).repeat([len(signs) for signs in found])[at >= 0]
    values = np.array(counted)[at >= 0]
    at = at[at >= 0]
    if len(at):
        values *= weights.rarity[at]
        values /= np.sqrt(np.bincount(owner, values * values, len(found)))[owner] + 1e-9
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        each = weights.weights.take(at, axis=0) * values.astype(np.float32)[:, None]
        out[owner[starts]] = np.add.reduceat(each, starts, axis=0)
    return out


class Model:
    """The encoder (int8 ONNX) with the weights of its heads.

    Args:
        folder: holds `encoder.onnx`, `heads.npz`, `vocab.txt` and `model.json`.
        threads: for the encoder; 1 is fastest per core.

    Raises:
        ModelError: a file is missing or damaged.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        onnxruntime = _runtime()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # buffers used again within a run cost 5 % of its time, and save nothing at this size of window
        options.enable_mem_reuse = False
        try:
            self.about: dict[str, Any] = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            self.pieces = WordPieces((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
            with np.load(folder / "heads.npz") as arrays:
                self.heads: dict[str, Floats] = {
                    # kept in half precision where they are large
                    name: table.astype(np.float32) if (table := arrays[name]).dtype == np.float16 else table
                    for name in arrays.files
                }
            if "event.here" in self.heads:  # one product is faster than three
                three = [self.heads[f"event.{name}"] for name in ("here", "before", "after")]
                self.heads["event.around"] = np.concatenate(three, axis=1)
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"),
                options,
                providers=["CPUExecutionProvider"],
                # the fused kernel is not vectorised and takes six times as long as its two parts
                disabled_optimizers=["SkipLayerNormFusion"],
            )
        except ModelError:
            raise
        except Exception as error:  # onnxruntime raises its own family, without a common public base
            raise ModelError(str(folder), f"cannot be loaded ({error}); install the package again") from error

    @property
    def name(self) -> str:
        """Name and version, as `made_by` carries it."""
        return str(self.about["name"])

    @cached_property
    def words(self) -> dict[str, Weights]:
        """What signs in words weigh, by name of the table."""
        return Weights.of(self.heads)

    @property
    def width(self) -> int:
        """Numbers in a word's vector."""
        return int(self.heads["cue"].shape[0])

    def encode(self, window: Window, scheme: Scheme = Scheme.CONTESTED) -> Floats:
        """Vectors of a window's words: float32, shape (words, width)."""
        shape = (1, len(window.ids))
        feeds = {
            "ids": np.array(window.ids, np.int64).reshape(shape),
            "features": np.array(window.features, np.int64).reshape(shape),
            "scheme": np.full(shape, int(scheme is Scheme.POLNEAR), np.int64),
            "heads": np.array(window.heads, np.int64),
        }
        vectors: Floats = self._session.run(["vectors"], feeds)[0]
        return vectors


_LOCK = threading.Lock()


@lru_cache(maxsize=4)
def _load(folder: Path, threads: int) -> Model:
    return Model(folder, threads)


def load(folder: str | os.PathLike[str] | None = None, threads: int = 1) -> Model:
    """The model that comes with the package, or the one in `folder`; loaded once per process."""
    path = Path(folder) if folder is not None else Path(str(files("reportedly"))) / "data" / "model"
    with _LOCK:
        return _load(path, threads)
