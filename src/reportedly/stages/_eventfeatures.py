"""What the event heads read beside the vectors: hints of words, places in the report, and where a phrase stands."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from reportedly.model import Floats
from reportedly.stages._groups import GROUPS, group
from reportedly.stages._plover import TYPES, hints
from reportedly.stages._runs import Run
from reportedly.stages.participants import KINDS, Named
from reportedly.stages.segment import Segments, rows_of
from reportedly.types import Attribution

__all__ = [
    "AWAY",
    "MODAL",
    "OWNER",
    "ROLE_SIZES",
    "SENTENCE_ROWS",
    "Candidates",
    "Ints",
    "Run",
    "hint_rows",
    "modal_rows",
    "sentence_rows",
]

Ints = np.ndarray[Any, np.dtype[np.int64]]

#: a sentence's number in the report, in steps
_SENTENCES = (1, 2, 3, 5, 8, 13, 21)
SENTENCE_ROWS = len(_SENTENCES) + 1

#: words about an anchor that tell its modality, each a column, then the same before the anchor within its sentence
_MODAL_WORDS: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split())
    for words in (
        "will shall ll",
        "would",
        "may might",
        "could can",
        "should must ought",
        "if unless whether should",
        "plan plans planned planning intend intends intended prepare prepares preparing going proposed ready",
        "to",
        "not n't never no without nor neither cannot t",
        "deny denies denied denying denial reject rejected dismissed refuted",
        "reportedly allegedly apparently possibly probably likely perhaps alleged suspected believed unconfirmed",
        "threaten threatens threatened threatening threat threats warn warned warns warning",
        "want wants wanted hope hopes seek seeks urge urged urges call calls demand demands demanded ask asked",
        "had has have was were been",
        "vow vowed vows promise promised pledge pledged agree agreed",
        "attempt attempted attempts try tried trying plot foiled failed",
        "fear fears feared concern concerned worry risk potential possible prospect",
        "next tomorrow upcoming later soon coming future",
    )
)
MODAL = 2 * len(_MODAL_WORDS) + 1
_COLUMNS: dict[str, list[int]] = {}
for _column, _group in enumerate(_MODAL_WORDS):
    for _word in _group:
        _COLUMNS.setdefault(_word, []).append(_column)
_BEFORE = 12

_PREPOSITIONS = (
    "by",
    "of",
    "in",
    "on",
    "against",
    "to",
    "from",
    "with",
    "for",
    "at",
    "between",
    "over",
    "and",
    ",",
    "the",
    "a",
)
#: words that tell, after a phrase, what it does
_AFTER = (
    "'s", "and", ",", "of", "in", "by", "to", "for", "on", "who", "that", "is", "was", "were", "are", "has", "have",
    "had", "will", "would", "not", "said", ".",
)  # fmt: skip
#: the row of a phrase that owns what follows
OWNER = _AFTER.index("'s") + 1
#: words right after an anchor that tell what follows
_LINKS = (
    "by",
    "of",
    "on",
    "in",
    "to",
    "with",
    "against",
    "from",
    "for",
    "at",
    "between",
    "over",
    "that",
    "as",
    "into",
    "the",
    ",",
    ".",
)
#: a phrase's sentence in the report, in steps
_EARLY = (1, 2, 4)
_BE = frozenset("is are was were be been being get gets got".split())
_STEPS = (1, 2, 3, 4, 6, 8, 11, 15, 21, 30, 45, 70, 110)
#: sizes of the tables that place a phrase against an anchor
ROLE_SIZES = {
    "distance": 27, "sentence": 7, "kind": len(KINDS), "before": len(_PREPOSITIONS) + 1, "passive": 8, "often": 6,
    "saying": 4, "between": 8, "person": 4,
    "after": len(_AFTER) + 2, "link": 2 * len(_LINKS) + 2, "early": 4, "group": len(GROUPS),
}  # fmt: skip
#: phrases that are looked at for each anchor at most, and the sentences before and after it that they may be away
_PHRASES = 40
AWAY = (4, 2)


def hint_rows(segments: Segments) -> Floats:
    """For each word the types that it may name: float32, shape (words, 16)."""
    out = np.zeros((len(segments), len(TYPES)), np.float32)
    places = [(i, row) for i, form in enumerate(segments.forms) for row in hints(form)]
    if places:
        out[tuple(zip(*places, strict=True))] = 1
    return out


def sentence_rows(segments: Segments) -> Ints:
    """For each word the step of its sentence's number."""
    return np.searchsorted(_SENTENCES, np.asarray(segments.sentences, np.int64), side="right")


def modal_rows(segments: Segments, run: Run) -> Floats:
    """The words of modality in an anchor and in the dozen words before it; last, whether it is quoted."""
    sentence = segments.sentences[run[0]]
    start = run[0]
    while start > 0 and run[0] - start < _BEFORE and segments.sentences[start - 1] == sentence:
        start -= 1
    out = np.zeros(MODAL, np.float32)
    for first, last, at in ((*run, 0), (start, run[0], len(_MODAL_WORDS))):
        for form in segments.forms[first:last]:
            for column in _COLUMNS.get(form.lower(), ()):
                out[at + column] = 1
    out[-1] = segments.quoted[run[0]]
    return out


def _passive(segments: Segments, run: Run) -> int:
    """1 for a form of `be` or `get` in an anchor or right before it, and 2 for `by` in it or soon after it."""
    first, last = run
    forms = segments.forms
    be = any(form.lower() in _BE for form in forms[max(0, first - 2) : last])
    return int(be) + 2 * int(any(form.lower() == "by" for form in forms[first : last + 4]))


class Candidates:
    """The phrases of a report that could have a part in its events, over word rows.

    Attributes:
        phrases: those that cover words.
        runs: their words.
        heads: the last word of each.
    """

    def __init__(self, segments: Segments, phrases: Sequence[Named], attributions: Sequence[Attribution]) -> None:
        self.segments = segments
        pairs = [(phrase, rows_of(segments, phrase.span)) for phrase in phrases]
        pairs = [(phrase, run) for phrase, run in pairs if run[0] < run[1]]
        self.phrases = [phrase for phrase, _ in pairs]
        self.runs = [run for _, run in pairs]
        #: the party of each; then, as `_pairs` counts them from the end, who stands for no phrase
        self.names = [*(phrase.party or "" for phrase in self.phrases), "PERSON", ""]
        self.firsts = np.array([a for a, _ in self.runs], np.int64)
        self.sentences = np.array([segments.sentences[a] for a, _ in self.runs], np.int64)
        self.heads = np.array([b - 1 for _, b in self.runs], np.int64)
        count = Counter(phrase.party for phrase in self.phrases)
        self.often = np.array(
            [bisect_left((1, 2, 4, 8), count[p.party]) + 1 if p.party else 0 for p in self.phrases], np.int64
        )
        self.kinds = np.array([KINDS.index(p.kind) for p in self.phrases], np.int64)
        special = {"PERSON": 1, "ANON": 2, None: 3}
        self.person = np.array([special.get(p.party, 0) for p in self.phrases], np.int64)
        before = []
        for first, _ in self.runs:
            at = first - 1
            while at > 0 and segments.forms[at].lower() in ("the", "a", "an", "“", "its", "his", "their"):
                at -= 1
            word = segments.forms[at].lower() if at >= 0 else ""
            before.append(_PREPOSITIONS.index(word) + 1 if word in _PREPOSITIONS else 0)
        self.before = np.array(before, np.int64)
        after = []
        for _, last in self.runs:
            word = segments.forms[last].lower() if last < len(segments) else ""
            own = segments.forms[last - 1].lower()
            if own.endswith(("'s", "’s")) or word in ("'s", "’s", "’", "'"):
                word = "'s"
            after.append(_AFTER.index(word) + 1 if word in _AFTER else len(_AFTER) + 1 if word.endswith("ed") else 0)
        self.after = np.array(after, np.int64)
        self.groups = np.array([group(p.party) for p in self.phrases], np.int64)
        self.early = np.searchsorted(_EARLY, self.sentences, side="right")
        #: words of contents and cues, and the words of the source of each, narrower contents last
        self.said: list[tuple[list[Run], list[Run], list[Run]]] = [
            tuple([rows_of(segments, s) for s in spans] for spans in (a.content, a.cue, a.source))  # type: ignore[misc]
            for a in attributions
        ]
        self.said.sort(key=lambda rows: -sum(b - a for a, b in rows[0]))
        self._contents, self._cues = (_laid_out([rows[part] for rows in self.said]) for part in (0, 1))
        self._near: dict[Run, Ints] = {}
        self._told: dict[Run, Ints] = {}

    def near(self, run: Run) -> Ints:
        """The phrases that are looked at for an anchor: those of the sentences about it, the nearest of them."""
        found = self._near.get(run)
        if found is None:
            found = self._near[run] = self._nearest(run)
        return found

    def _nearest(self, run: Run) -> Ints:
        if not self.runs:
            return np.zeros(0, np.int64)
        sentences = self.segments.sentences
        own = sentences[run[0]]
        first = int(np.searchsorted(self.firsts, bisect_left(sentences, own - AWAY[0])))
        last = int(np.searchsorted(self.firsts, bisect_right(sentences, own + AWAY[1])))
        found = np.arange(first, last)
        if len(found) > _PHRASES:
            way = np.abs(self.firsts[found] - run[0])
            found = np.sort(found[np.argsort(way, kind="stable")[:_PHRASES]])
        return found

    def places(self, run: Run, near: Ints) -> dict[str, Ints]:
        """Where each of these phrases stands against an anchor: for each name of `ROLE_SIZES` a row of its table."""
        return self.all_places([run], [near])

    def all_places(self, runs: Sequence[Run], near: Sequence[Ints]) -> dict[str, Ints]:
        """The same for several anchors, each with its phrases: the rows of the first, then those of the second ..."""
        segments = self.segments
        counts = np.array([len(rows) for rows in near], np.int64)
        rows = np.concatenate(near)
        a, b = np.array(runs, np.int64).T.repeat(counts, axis=1)
        firsts, heads = self.firsts[rows], self.heads[rows]
        after = np.maximum(firsts - (b - 1), 0)
        ahead = np.maximum(a - heads, 0)
        distance = 13 + np.searchsorted(_STEPS, after, side="right") - np.searchsorted(_STEPS, ahead, side="right")
        own = np.array([segments.sentences[first] for first, _ in runs], np.int64).repeat(counts)
        apart = np.clip(self.sentences[rows] - own, -3, 3) + 3
        passive = np.array([_passive(segments, run) for run in runs], np.int64).repeat(counts)
        follows, ends = firsts >= b, heads < a
        # how many other phrases stand between, on either side
        ending = np.cumsum(counts)
        owner = np.arange(len(runs)).repeat(counts)
        order = np.arange(len(rows)) - (ending - counts).repeat(counts)
        first_after = np.bincount(owner[~follows], minlength=len(runs)).repeat(counts)
        last_before = np.bincount(owner[ends], minlength=len(runs)).repeat(counts) - 1
        between = np.where(follows, np.clip(order - first_after, 0, 2) + 4, np.clip(last_before - order, 0, 2))
        between = np.where(follows | ends, between, 3)
        said = [self.saying(run, each) for run, each in zip(runs, near, strict=True)]
        return {
            "distance": distance,
            "sentence": apart,
            "kind": self.kinds[rows],
            "before": self.before[rows],
            "passive": passive * 2 + follows,
            "often": self.often[rows],
            "saying": np.concatenate(said),
            "between": between,
            "person": self.person[rows],
            "after": self.after[rows],
            "link": 2 * np.array([self._link(last) for _, last in runs], np.int64).repeat(counts) + follows,
            "early": self.early[rows],
            "group": self.groups[rows],
        }

    def _link(self, at: int) -> int:
        """The row of the word after an anchor."""
        forms = self.segments.forms
        word = forms[at].lower() if at < len(forms) else ""
        return _LINKS.index(word) + 1 if word in _LINKS else 0

    def saying(self, run: Run, near: Ints) -> Ints:
        """0 no source; 1 an outer source of a statement that holds the anchor, 2 the innermost; 3 of a cue in it."""
        found = self._told.get(run)
        if found is None or found.shape != near.shape:
            found = self._told[run] = self._saying(run, near)
        return found

    def _saying(self, run: Run, near: Ints) -> Ints:
        out = np.zeros(len(near), np.int64)
        holding = _sharing(self._contents, run)
        telling = [(number, 1) for number in holding[:-1]] + [(number, 2) for number in holding[-1:]]
        telling += [(number, 3) for number in _sharing(self._cues, run)]
        if telling:
            firsts, heads = self.firsts[near], self.heads[near]
            for number, value in telling:
                for x, y in self.said[number][2]:
                    out[(firsts < y) & (heads >= x)] = value
        return out


#: first and last words of runs, and whose each is
_LaidOut = tuple[Ints, Ints, Ints]


def _laid_out(owned: Sequence[Sequence[Run]]) -> _LaidOut:
    """Runs of words of several owners, side by side."""
    rows = [(first, last, number) for number, runs in enumerate(owned) for first, last in runs]
    firsts, lasts, owners = np.array(rows, np.int64).reshape(len(rows), 3).T
    return firsts, lasts, owners


def _sharing(laid_out: _LaidOut, run: Run) -> list[int]:
    """The owners, each once and in order, of whose runs one shares a word with this one."""
    firsts, lasts, owners = laid_out
    return list(dict.fromkeys(owners[(firsts < run[1]) & (lasts > run[0])].tolist()))
