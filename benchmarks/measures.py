"""The measures of attribution and of contested news: pairs of statements, precision, recall, F1, calibration."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from corpora import ROLES, Document

#: least content overlap (Jaccard over tokens) at which a prediction and a gold statement are the same statement
SAME = 0.5
_TOKEN = re.compile(r"\w+|[^\w\s]")
_MARKS = '“”"'
_NO_SIDE = re.compile(r"ANON|PERSON|EXPERT|MEDIA(:.*)?|NGO:.*")
_UNNAMED_OUTLET = re.compile(
    r"unspecified|media|outlets?|papers?|newspapers?|television|channel|websites?|press|journal$", re.I
)

Tokens = frozenset[int]


class Tokenised:
    """The tokens of a text; turns spans into sets of them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ranges = [m.span() for m in _TOKEN.finditer(text)]
        self.starts = [a for a, _ in self.ranges]
        self.ends = [b for _, b in self.ranges]

    def of(self, spans: Iterable[Sequence[int]]) -> Tokens:
        """Every token that shares a character with one of the spans.

        Raises:
            ValueError: a span is empty or lies outside the text.
        """
        out: set[int] = set()
        for a, b in spans:
            if not 0 <= a < b <= len(self.text):
                raise ValueError(f"span {a}-{b} does not lie in a text of {len(self.text)} characters")
            out.update(range(bisect_right(self.ends, a), bisect_left(self.starts, b)))
        return frozenset(out)


def jaccard(a: Tokens, b: Tokens) -> float:
    """Shared share of two sets; two empty sets are equal."""
    union = len(a | b)
    return len(a & b) / union if union else 1.0


def pair(gold: Sequence[Tokens], predicted: Sequence[Tokens]) -> list[tuple[int, int]]:
    """One-to-one pairs of contents, best overlap first (ties: gold order, then order of prediction)."""
    holders = defaultdict(set)
    for j, content in enumerate(predicted):
        for token in content:
            holders[token].add(j)
    options = []
    for i, content in enumerate(gold):
        for j in {j for token in content for j in holders[token]}:
            overlap = jaccard(content, predicted[j])
            if overlap >= SAME:
                options.append((-overlap, i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used: set[int] = set()
    for _, i, j in sorted(options):
        if i not in used_gold and j not in used:
            used_gold.add(i)
            used.add(j)
            pairs.append((i, j))
    return pairs


def prf(right: int, predicted: int, gold: int, right_gold: int | None = None) -> dict[str, float]:
    """Precision, recall and F1 of counts; `right_gold` where the right ones are counted apart on the gold side."""
    p = right / predicted if predicted else 0.0
    r = (right if right_gold is None else right_gold) / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0}


def _prepared(tokens: Tokenised, attribution: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {r: tokens.of(attribution.get(r) or []) for r in ROLES}
    words = "".join(tokens.text[a:b] for a, b in attribution["content"]).strip()
    out["direct"] = any(mark in words for mark in _MARKS)
    out["pure_direct"] = len(words) > 1 and words[0] in '“"' and words[-1] in '”"'
    return out


#: the subsets of PolNeAR's report: all, with a quotation mark in the content, wholly quoted, without any mark
SUBSETS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "all": lambda a: True,
    "direct": lambda a: bool(a["direct"]),
    "pure_direct": lambda a: bool(a["pure_direct"]),
    "no_mark": lambda a: not a["direct"],
}


def polnear(documents: Iterable[Document], predictions: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """PolNeAR's measures, micro over all documents: token P/R/F1 per role, content@0.5, attribution.

    An attribution is right when its content is paired and its source overlaps by half, or both have none.
    """
    n: Counter[tuple[str, str, str]] = Counter()
    for d in documents:
        tokens = Tokenised(d.text)
        gold = [a for a in (_prepared(tokens, a) for a in d.attributions) if a["content"]]
        found = [a for a in (_prepared(tokens, a) for a in predictions.get(d.name, [])) if a["content"]]
        pairs = pair([g["content"] for g in gold], [f["content"] for f in found])
        sourced = [(i, j) for i, j in pairs if jaccard(gold[i]["source"], found[j]["source"]) >= SAME]
        for name, belongs in SUBSETS.items():
            n[name, "n", "gold"] += sum(map(belongs, gold))
            n[name, "n", "found"] += sum(map(belongs, found))
            for measure, right in (("content@0.5", pairs), ("attribution", sourced)):
                n[name, measure, "gold"] += sum(belongs(gold[i]) for i, _ in right)
                n[name, measure, "found"] += sum(belongs(found[j]) for _, j in right)
            for role in ROLES:
                g_all = frozenset[int]().union(*(g[role] for g in gold))
                f_all = frozenset[int]().union(*(f[role] for f in found))
                g = frozenset[int]().union(*(x[role] for x in gold if belongs(x)))
                f = frozenset[int]().union(*(x[role] for x in found if belongs(x)))
                n[name, role, "gold_n"] += len(g)
                n[name, role, "found_n"] += len(f)
                n[name, role, "gold"] += len(g & f_all)
                n[name, role, "found"] += len(f & g_all)
    out: dict[str, Any] = {}
    for name in SUBSETS:
        total = {k: n[name, "n", k] for k in ("gold", "found")}
        out[name] = {
            "gold": total["gold"],
            "pred": total["found"],
            "token": {
                role: prf(
                    n[name, role, "found"], n[name, role, "found_n"], n[name, role, "gold_n"], n[name, role, "gold"]
                )
                for role in ROLES
            },
        }
        for measure in ("content@0.5", "attribution"):
            out[name][measure] = prf(n[name, measure, "found"], total["found"], total["gold"], n[name, measure, "gold"])
    return out


def same_party(a: str | None, b: str | None) -> bool:
    """Equal ids; outlets by name without article and case, all unnamed outlets alike."""

    def plain(party: str) -> tuple[str, str]:
        kind, _, name = party.partition(":")
        if kind == "MEDIA" and _UNNAMED_OUTLET.search(name):
            return kind, "unspecified"
        return kind, re.sub(r"[^\w]", "", re.sub(r"^the\s+", "", name.strip().casefold()))

    return bool(a and b and plain(a) == plain(b))


def _last_name(name: str | None) -> str | None:
    words = re.findall(r"\w[\w'’-]*", (name or "").casefold())
    return words[-1] if words else None


def by_class(pairs: Sequence[tuple[str, str | None]]) -> dict[str, dict[str, float]]:
    """Precision, recall, F1 and number of each gold class."""
    out = {}
    for label in sorted({g for g, _ in pairs}):
        right = sum(g == f == label for g, f in pairs)
        gold = sum(g == label for g, _ in pairs)
        out[label] = prf(right, sum(f == label for _, f in pairs), gold) | {"n": gold}
    return out


def macro_f1(pairs: Sequence[tuple[str, str | None]], without: str | None = None) -> float:
    """Mean F1 over the classes that occur in gold."""
    scores = [v["f1"] for label, v in by_class(pairs).items() if label != without]
    return sum(scores) / len(scores) if scores else 0.0


def contested(documents: Iterable[Document], predictions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The contested-news measures, micro over all reports; `position` is content, party and act all right."""
    n: Counter[str] = Counter()
    acts: list[tuple[str, str | None]] = []
    facts: list[tuple[str, str | None]] = []
    for d in documents:
        tokens = Tokenised(d.text)
        predicted = predictions.get(d.name, {})
        found = [
            (s, p) for s in predicted.get("statements", []) if (p := _prepared(tokens, {"content": [], **s}))["content"]
        ]
        gold = [_prepared(tokens, s) for s in d.attributions]
        pairs = pair([g["content"] for g in gold], [p["content"] for _, p in found])
        n["gold"] += len(gold)
        n["found"] += len(found)
        n["statement"] += len(pairs)
        for i, j in pairs:
            want, (got, spans) = d.attributions[i], found[j]
            n["attribution"] += jaccard(gold[i]["source"], spans["source"]) >= SAME
            party, act = same_party(want["party"], got.get("party")), want["act"] == got.get("act")
            n["party_all"] += party
            if not _NO_SIDE.fullmatch(want["party"] or "ANON"):
                n["sided"] += 1
                n["party"] += party
            if want.get("speaker"):
                n["named"] += 1
                n["speaker"] += _last_name(want["speaker"]) == _last_name(got.get("speaker"))
            acts.append((want["act"], got.get("act")))
            facts.append((want["factuality"], got.get("factuality")))
            n["position"] += party and act
        used: set[int] = set()
        events = predicted.get("events", [])
        for e in d.events:
            for k, q in enumerate(events):
                if k in used or q["type"] != e["type"]:
                    continue
                if q["anchor"][0] < e["anchor"][1] and e["anchor"][0] < q["anchor"][1]:
                    used.add(k)
                    n["event"] += 1
                    n["event_roles"] += all(set(q.get(r) or []) == set(e.get(r) or []) for r in ("actor", "recipient"))
                    break
        n["gold_events"] += len(d.events)
        n["found_events"] += len(events)

    def share(part: str, whole: str) -> float:
        return n[part] / n[whole] if n[whole] else 0.0

    def labels(pairs: list[tuple[str, str | None]]) -> dict[str, Any]:
        right = sum(a == b for a, b in pairs)
        return {
            "accuracy": right / len(pairs) if pairs else 0.0,
            "macro_f1": macro_f1(pairs),
            "rare_macro_f1": macro_f1(pairs, "assert"),
            "by_class": by_class(pairs),
        }

    return {
        **{k: prf(n[k], n["found"], n["gold"]) for k in ("statement", "attribution")},
        "party": share("party", "sided"),
        "party_all": share("party_all", "statement"),
        "speaker": share("speaker", "named"),
        "act": labels(acts),
        "factuality": labels(facts),
        "position": prf(n["position"], n["found"], n["gold"]),
        "event": prf(n["event"], n["found_events"], n["gold_events"]),
        "event_roles": prf(n["event_roles"], n["found_events"], n["gold_events"]),
    }


def right(document: Document, predicted: Sequence[dict[str, Any]]) -> list[bool]:
    """For each predicted attribution of a document whether it is right: content paired and source right."""
    tokens = Tokenised(document.text)
    gold = [_prepared(tokens, a) for a in document.attributions]
    found = [_prepared(tokens, a) for a in predicted]
    out = [False] * len(found)
    for i, j in pair([g["content"] for g in gold], [f["content"] for f in found]):
        out[j] = jaccard(gold[i]["source"], found[j]["source"]) >= SAME
    return out


def calibration(scores: Sequence[float], truths: Sequence[bool], bins: int = 10) -> dict[str, Any]:
    """Expected calibration error over equal-width bins (Guo et al. 2017), and the bins."""
    rows = []
    error = 0.0
    for k in range(bins):
        members = [i for i, s in enumerate(scores) if min(int(s * bins), bins - 1) == k]
        if not members:
            continue
        said = sum(scores[i] for i in members) / len(members)
        was = sum(truths[i] for i in members) / len(members)
        error += len(members) / len(scores) * abs(said - was)
        rows.append({"from": k / bins, "n": len(members), "score": said, "right": was})
    return {"ece": error, "n": len(scores), "bins": rows}
