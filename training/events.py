"""Fit the event heads on the shipped encoder's vectors: `python training/events.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import json
import pickle
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import corpora
import eventwords
from eventfit import Joined, Plain, best_limit, end, fit_pairs, fit_score, joined, scaled_pairs
from eventnet import MODALITIES, EventHeads, merged
from measures import same_party
from reportedly.model import Model, Weights
from reportedly.stages import _found as stage
from reportedly.stages._eventfeatures import Candidates, hint_rows, modal_rows, sentence_rows
from reportedly.stages._eventsigns import NOTED, ROLE, TYPE, of_events
from reportedly.stages._pairs import pairs_of
from reportedly.stages._plover import TYPES
from reportedly.stages._salience import FEATURES, scores
from reportedly.stages.encode import Encoded, encode
from reportedly.stages.participants import named
from reportedly.stages.segment import Segments, rows_of, segment
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span
from sentences import Spans, read
from train import parts
from weights import keep, kept

PLOVER = Path(__file__).parent / "labels" / "plover.tsv"
NAMES = [t.value for t in TYPES]


@dataclass
class Event:
    """A gold event over words, with what the role head reads for it."""

    run: tuple[int, int]
    type: int
    modality: int
    modal: np.ndarray
    near: np.ndarray
    places: dict[str, torch.Tensor]
    #: for actor and recipient: for each party of the gold the rows that mean it
    sides: list[list[list[int]]]
    actor: frozenset[str]
    recipient: frozenset[str]


@dataclass
class Example:
    """A report ready for the heads."""

    document: corpora.Document
    segments: Segments
    encoded: Encoded
    phrases: Any
    attributions: list[Attribution]
    who: Candidates
    corpus: int
    words: torch.Tensor
    hints: torch.Tensor
    sentences: torch.Tensor
    tags: torch.Tensor
    pooled: torch.Tensor
    events: list[Event]


def told(document: corpora.Document) -> list[Attribution]:
    """The gold attributions as the stage gets them."""
    out = []
    for i, a in enumerate(document.attributions):
        roles = {r: tuple(Span(x, y) for x, y in a[r]) for r in ("source", "cue", "content")}
        out.append(Attribution(id=f"a{i}", kind=Kind.INDIRECT, score=1.0, **roles))
    return out


def prepare(document: corpora.Document, corpus: int, segments: Segments, encoded: Encoded) -> Example:
    """A report's words, phrases and gold events as rows."""
    attributions = told(document)
    report = Report(id=document.name, text=document.text, published=document.published)
    phrases = named(report)
    who = Candidates(segments, phrases, attributions)
    tags = np.zeros(len(segments), np.int64)
    found = []
    for e in document.events:
        a, b = rows_of(segments, Span(*e["anchor"]))
        if a >= b:
            continue
        if not tags[a:b].any():
            tags[a] = 1
            tags[a + 1 : b] = 2
        near = who.near((a, b))
        sides = []
        for role in ("actor", "recipient"):
            options = []
            for party in e[role]:
                rows = [k for k, number in enumerate(near) if same_party(who.phrases[number].party, party)]
                if party == "PERSON":
                    rows = [*rows, len(near) + 1]
                if rows:
                    options.append(rows)
            if not e[role]:
                options.append([len(near)])
            sides.append(options)
        places = {k: torch.from_numpy(v) for k, v in who.places((a, b), near).items()}
        found.append(
            Event(
                (a, b),
                NAMES.index(e["type"]),
                MODALITIES.index(e["modality"]),
                modal_rows(segments, (a, b)),
                near,
                places,
                sides,
                frozenset(e["actor"]),
                frozenset(e["recipient"]),
            )
        )
    vectors = encoded.vectors
    pooled = (
        np.stack([vectors[a:b].mean(0) for a, b in who.runs])
        if who.runs
        else np.zeros((0, vectors.shape[1]), np.float32)
    )
    return Example(
        document, segments, encoded, phrases, attributions, who, corpus, torch.from_numpy(vectors),
        torch.from_numpy(hint_rows(segments)), torch.from_numpy(sentence_rows(segments)),
        torch.from_numpy(tags), torch.from_numpy(pooled), found,
    )  # fmt: skip


def jittered(sentences: Sequence[int], run: tuple[int, int]) -> tuple[int, int]:
    """The words of an anchor as a tagger may find them: some fewer or more at its ends, half of the time."""
    a, b = run
    if random.random() < 0.5:
        return run
    a += random.randint(-2, min(2, b - a - 1))
    b += random.randint(-min(2, max(0, b - a - 1)), 3)
    while a < run[0] and (a < 0 or sentences[a] != sentences[run[0]]):
        a += 1
    while b > run[1] and (b > len(sentences) or sentences[b - 1] != sentences[run[0]]):
        b -= 1
    return a, max(b, a + 1)


def tagged(x: Example, share: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The words whose tags are learnt, and how much each counts: of those outside anchors only a share is seen."""
    chance = torch.full((len(x.tags),), share)
    chance[x.hints.any(1)] = min(1.0, 3 * share)
    chance[x.tags > 0] = 1.0
    rows = ((x.tags >= 0) & (torch.rand(len(chance)) < chance)).nonzero()[:, 0]
    return rows, 1 / chance[rows]


def losses(
    net: EventHeads,
    batch: Sequence[Example],
    weights: torch.Tensor,
    modal_weights: torch.Tensor,
    share: float = 1.0,
) -> dict[str, torch.Tensor]:
    """The loss of each head on some reports; of the words outside anchors only a share is seen."""
    zero = torch.zeros((1, batch[0].words.shape[1]))
    seen = [tagged(x, share) for x in batch]
    words = torch.cat([t for x in batch for t in (x.words, zero)])
    starts = np.cumsum([0] + [len(x.words) + 1 for x in batch[:-1]])
    rows = torch.cat([r + int(at) for (r, _), at in zip(seen, starts, strict=True)])
    hints = torch.cat([x.hints[r] for x, (r, _) in zip(batch, seen, strict=True)])
    sentences = torch.cat([x.sentences[r] for x, (r, _) in zip(batch, seen, strict=True)])
    corpus = torch.cat([torch.full((len(r),), x.corpus) for x, (r, _) in zip(batch, seen, strict=True)])
    tags = torch.cat([x.tags[r] for x, (r, _) in zip(batch, seen, strict=True)])
    heavy = torch.cat([h for _, h in seen])
    each = functional.cross_entropy(net.tag(words, hints, sentences, corpus, rows), tags, reduction="none")
    out = {"tags": (each * heavy).sum() / heavy.sum()}
    events = [(x, e) for x in batch for e in x.events]
    if not events:
        return out
    runs = [jittered(x.segments.sentences, e.run) if share < 1 else e.run for x, e in events]
    anchors = torch.stack([x.words[a:b].mean(0) for (x, _), (a, b) in zip(events, runs, strict=True)])
    around = []
    for x, e in events:
        numbers = np.asarray(x.segments.sentences)
        first, last = np.searchsorted(numbers, (numbers[e.run[0]], numbers[e.run[0]] + 1))
        around.append(x.words[first:last].mean(0))
    hinted = torch.stack([x.hints[a:b].sum(0) for (x, _), (a, b) in zip(events, runs, strict=True)])
    kinds = torch.tensor([e.type for _, e in events])
    types = net.type(anchors, torch.stack(around), hinted)
    out["types"] = functional.cross_entropy(types, kinds, weights, label_smoothing=0.05)
    modal = torch.from_numpy(np.stack([e.modal for _, e in events]))
    modes = torch.tensor([e.modality for _, e in events])
    out["modality"] = functional.cross_entropy(net.modality(anchors, modal), modes, modal_weights)
    terms = []
    guess = functional.one_hot(kinds, len(TYPES)).float() * 0.8 + 0.2 * types.detach().softmax(-1)
    phrases = torch.cat([x.pooled[torch.from_numpy(e.near)] for x, e in events])
    event = torch.cat([torch.full((len(e.near),), k) for k, (_, e) in enumerate(events)])
    places = {name: torch.cat([e.places[name] for _, e in events]) for name in events[0][1].places}
    for (_, e), scored in zip(events, net.roles(anchors, guess, phrases, event, places), strict=True):
        scores = scored.log_softmax(0)
        for role in (0, 1):
            options = e.sides[role]
            terms += [-scores[rows, role].logsumexp(0) / len(options) for rows in options]
    if terms:
        out["roles"] = torch.stack(terms).sum() / len(events) / 2
    return out


#: the names of the second step's weights
SECOND = ("event.pair.", "event.score.", NOTED)
#: what `--encoder` fits and leaves here, and what is taken from here without it
FITTED = Path(__file__).parent / "second.npz"
#: weight of our own labels against the gold in the second step
OWN = 0.5
#: share of the plain words that are seen in an epoch
SHARE = 0.12
WEIGHTS = {"tags": 6.0, "types": 1.0, "modality": 0.4, "roles": 1.0}


def train(
    examples: Sequence[Example], epochs: int, rate: float, seed: int, shown: str = "", start: EventHeads | None = None
) -> EventHeads:
    """Heads fitted to these reports, their weights averaged over the last steps."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    net = start or EventHeads(examples[0].words.shape[1])
    counts = np.bincount([e.type for x in examples for e in x.events], minlength=len(TYPES))
    weights = torch.tensor(((counts.mean() + 30) / (counts + 30)) ** 0.35, dtype=torch.float32)
    counts = np.bincount([e.modality for x in examples for e in x.events], minlength=len(MODALITIES))
    modal_weights = torch.tensor((counts.max() / (counts + 40)) ** 0.3, dtype=torch.float32)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.02)
    size = 16
    total = epochs * ((len(examples) + size - 1) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 50, max(0.02, (total - s) / total)))
    average = {k: v.clone() for k, v in net.state_dict().items()}
    step, started = 0, time.time()
    running: dict[str, float] = {}
    for _ in range(epochs):
        order = list(examples)
        rng.shuffle(order)
        for at in range(0, len(order), size):
            net.train()
            found = losses(net, order[at : at + size], weights, modal_weights, SHARE)
            loss = torch.stack([WEIGHTS[k] * v for k, v in found.items()]).sum()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            step += 1
            keep = min(0.995, 1 - 5 / (step + 5))
            for k, v in net.state_dict().items():
                average[k].lerp_(v, 1 - keep) if v.dtype.is_floating_point else average[k].copy_(v)
            for k, v in found.items():
                running[k] = 0.98 * running.get(k, v.item()) + 0.02 * v.item()
    print(
        shown,
        f"{step} steps, {time.time() - started:.0f}s:",
        " ".join(f"{k} {v:.3f}" for k, v in running.items()),
        flush=True,
    )
    net.load_state_dict(average)
    return net.eval()


def filled(net: EventHeads, state: dict[str, torch.Tensor]) -> None:
    """Takes weights of an earlier shape: tables that they lack say nothing."""
    missing = net.load_state_dict(state, strict=False).missing_keys
    with torch.no_grad():
        for name, value in net.named_parameters():
            if name in missing:
                value.zero_()


class Heads:
    """What a stage asks of a model, without the encoder."""

    def __init__(self, heads: dict[str, np.ndarray]) -> None:
        self.heads = heads
        self.words = Weights.of(heads)


def words_of(examples: Sequence[Example]) -> dict[str, np.ndarray]:
    """What words say for types and parts, learnt from these reports."""
    signs = [of_events(x.segments, [e.run])[0] for x in examples for e in x.events]
    kinds = eventwords.types(signs, [e.type for x in examples for e in x.events], len(TYPES))
    parts = eventwords.roles(
        (
            x.who,
            [(e.run, e.type, e.near, {k: v.numpy() for k, v in e.places.items()}, e.sides) for e in x.events],
        )
        for x in examples
        if x.events and not x.document.name.startswith("plover-")
    )
    return kinds.arrays(TYPE) | parts.arrays(ROLE)


@dataclass
class Rows:
    """What the second step learns from: candidates with their truth, and the pairs of gold events."""

    features: list[np.ndarray]
    right: list[bool]
    weights: list[float]
    pairs: list[Joined]
    signs: list[dict[str, float]]
    #: the report of each candidate
    reports: list[int]
    gold: int = 0

    def add(self, example: Example, heads: dict[str, np.ndarray], weight: float = 1.0) -> None:
        """A report's candidates and gold events, as these heads see them."""
        model: Any = Heads(heads)
        got = stage.candidates(example.segments, example.encoded, model, example.attributions)
        right = matched(example, got)
        self.features += [f.features for f in got]
        self.right += right
        self.weights += [weight] * len(got)
        self.signs += of_events(example.segments, [f.run for f in got])
        self.reports += [len(self.pairs)] * len(got)
        self.gold += len(example.events)
        told = stage.typed(example.segments, example.encoded, model, [e.run for e in example.events])
        stage.take_part(told, example.encoded.vectors, model, example.who)
        for e, pairs in zip(example.events, pairs_of(told, example.who), strict=True):
            self.pairs.append(joined(pairs, e.actor, e.recipient, weight))


def matched(example: Example, got: Sequence[stage.Found]) -> list[bool]:
    """Which candidates are a gold event's, by anchor and type; one for each."""
    right = [False] * len(got)
    for e in example.events:
        for k, f in enumerate(got):
            if not right[k] and int(f.types.argmax()) == e.type and f.run[0] < e.run[1] and e.run[0] < f.run[1]:
                right[k] = True
                break
    return right


def measure(examples: Sequence[Example], heads: dict[str, np.ndarray], least: float) -> dict[str, float]:
    """Precision, recall and F1 of events, and F1 with both roles, on reports with their gold attributions."""
    model: Any = Heads(heads)
    n = Counter[str]()
    for example in examples:
        got = stage.candidates(example.segments, example.encoded, model, example.attributions)
        kept = [f for f in got if f.score >= least]
        stage.take_part(kept, example.encoded.vectors, model, example.who)
        stage.choose(kept, model, example.who)
        n["found"] += len(kept)
        n["gold"] += len(example.events)
        used: set[int] = set()
        for e in example.events:
            for k, f in enumerate(kept):
                if k in used or int(f.types.argmax()) != e.type or f.run[0] >= e.run[1] or e.run[0] >= f.run[1]:
                    continue
                used.add(k)
                n["right"] += 1
                sides = stage.parties(f, example.who)
                n["whole"] += all(set(s) == g for s, g in zip(sides, (e.actor, e.recipient), strict=True))
                break
    both = max(1, n["found"] + n["gold"])
    return {
        "P": n["right"] / max(1, n["found"]), "R": n["right"] / max(1, n["gold"]), "F1": 2 * n["right"] / both,
        "roles F1": 2 * n["whole"] / both,
    }  # fmt: skip


def first_weights(rows: Rows) -> dict[str, np.ndarray]:
    """The weights of pairs and scores, fitted on what heads that know nothing of these reports give for them.

    What words say for a candidate's being noted is learnt on one half of the reports for the other.
    """
    x, right = np.array(rows.features), np.array(rows.right)
    half = np.array([int(np.searchsorted(np.unique(rows.reports), r)) % 2 for r in rows.reports])
    for side in (0, 1):
        rest, own = np.flatnonzero(half != side), np.flatnonzero(half == side)
        table = eventwords.noted([rows.signs[k] for k in rest], right[rest].tolist())
        x[own, FEATURES.index("noted")] = table.told([rows.signs[k] for k in own])[:, 0]
    out = fit_pairs(rows.pairs) | fit_score(x, right, np.array(rows.weights))
    # statements of the gold are other ones than those that are found: what lies in them is better not weighed
    for name in ("said", "said_twice", "in_cue"):
        out["event.score.scale"][1, FEATURES.index(name)] = 1e6
    return out | eventwords.noted(rows.signs, rows.right).arrays(NOTED)


def set_right(heads: dict[str, np.ndarray], held: Rows) -> float:
    """Sets the few factors of the second step on reports that nothing was fitted on; the least score of an event."""
    heads.update(scaled_pairs(heads, held.pairs))
    heads["event.score.end"] = np.array([1.0, 0.0], np.float32)
    x, truth = np.array(held.features), np.array(held.right)
    slope, shift = end(scores(x, heads), truth)
    heads["event.score.end"] = np.array([slope, shift], np.float32)
    least, f1 = best_limit(scores(x, heads), truth, held.gold)
    print(
        f"held out {len(truth)} candidates, {truth.sum()} right of {held.gold}: slope {slope:.2f}, shift {shift:.2f}, "
        f"least {least:.2f}, F1 about {f1:.3f}"
    )
    return least


def sentences() -> list[corpora.Document]:
    """Our own sentences for the types: one event each, its parties those of the phrases that are marked."""
    out = []
    for number, ((kind,), text, spans) in enumerate(read(PLOVER)):
        phrases = named(Report(id=str(number), text=text))

        def party(name: str, spans: Spans = spans, phrases: Any = phrases) -> list[str]:
            a, b = spans.get(name, [(0, 0)])[0]
            return [p.party for p in phrases if p.party and p.span.start < b and a < p.span.end][:1]

        if "e" in spans:
            event = {
                "anchor": spans["e"][0],
                "type": kind,
                "modality": "asserted",
                "actor": party("s"),
                "recipient": party("t"),
            }
            out.append(corpora.Document(f"plover-{number}", text, [], [event]))
    return out


def load(shared: Path, model: Any, seed: int, cache: Path | None, only: Sequence[str] = ()) -> dict[str, list[Example]]:
    """Every report prepared: `train` and `held` of the contested gold, and our own `labels`."""
    split = parts(shared, seed, "")
    sets = {
        "train": split["contested"][0],
        "held": split["contested"][1],
        "labels": split["labels"][0],
        "sentences": sentences(),
    }
    out = {}
    for name, documents in sets.items():
        if only and name not in only:
            continue
        known = {}
        path = cache / f"{name}.pkl" if cache else None
        if path and path.exists():
            known = pickle.loads(path.read_bytes())
        fresh = {}
        rows = []
        for d in documents:
            s = segment(d.text)
            vectors = known.get(d.name)
            e = encode(s, model) if vectors is None else Encoded((), vectors.astype(np.float32))
            fresh[d.name] = e.vectors.astype(np.float16)
            rows.append(prepare(d, int(name not in ("train", "held")), s, e))
        if path and not known:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(fresh))
        if name == "sentences":
            for x in rows:
                # they tell neither what is worth noting nor, where no party is known, that nobody takes part
                x.tags[:] = -100
                for e in x.events:
                    e.sides = [
                        side if known_party else []
                        for side, known_party in zip(e.sides, (e.actor, e.recipient), strict=True)
                    ]
        out[name] = rows
        print(name, len(rows), "reports", sum(len(x.events) for x in rows), "events", flush=True)
    return out


def unknown(a: argparse.Namespace) -> Rows:
    """What heads give for reports of the training parts that neither they nor the encoder beneath them know.

    Heads on the vectors of an encoder that was trained on events recognise these; so they stand on another here.
    """
    encoder: Any = Model(a.encoder) if (a.encoder / "encoder.onnx").exists() else Plain(a.encoder)
    data = load(a.shared, encoder, a.seed, a.cache and a.cache / "plain", ("train", "labels", "sentences"))
    known = data["train"] + data["labels"]
    rows = Rows([], [], [], [], [], [])
    for k in range(a.folds):
        rest = [x for i, x in enumerate(known) if i % a.folds != k]
        part = train(rest, a.epochs, a.rate, a.seed + k, f"fold {k}").exported() | words_of(rest + data["sentences"])
        for x in known[k :: a.folds]:
            rows.add(x, part, OWN if x.corpus else 1.0)
    return rows


def main() -> None:
    """Fit, calibrate by cross-fitting over the contested gold, write, and print what was found."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="folder from export.py and calibrate.py; changed in place")
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    p.add_argument(
        "--encoder",
        type=Path,
        help="fit the second step on heads over this encoder, which knows no event: the pretrained one, or what "
        "export.py wrote of train.py's network",
    )
    p.add_argument(
        "--second", type=Path, default=FITTED, help="weights of the second step: written with --encoder, read without"
    )
    p.add_argument("--folds", type=int, default=2, help="for what the second step learns from")
    p.add_argument("--members", type=int, default=0, help="further heads whose scores are averaged")
    p.add_argument("--epochs", type=int, default=8)
    p.add_argument("--rate", type=float, default=2e-3)
    p.add_argument("--cache", type=Path, help="keep the vectors in this folder")
    p.add_argument(
        "--network", type=Path, help="network.pt from joint.py: take its heads, fit the score on held-out reports"
    )
    p.add_argument("--refit", type=int, default=0, help="with --network: go on fitting its heads for so many epochs")
    a = p.parse_args()
    torch.set_num_threads(1)
    model = Model(a.model)
    data = load(a.shared, model, a.seed, a.cache)
    known = data["train"] + data["labels"]
    tagger = None
    if a.network:
        net = EventHeads(model.width)
        filled(net, torch.load(a.network, weights_only=True)["events"])
        if a.refit:
            net = train(known + data["sentences"], a.refit, a.rate / 3, a.seed, "refit", net)
        tagger = net.eval().exported()
    members = [tagger] if tagger else []
    for k in range(a.members or int(not members)):
        members.append(train(known + data["sentences"], a.epochs, a.rate, a.seed + k, f"member {k}").exported())
    heads = merged(members, members[0])
    heads |= words_of(known + data["sentences"])
    if a.encoder:
        first = first_weights(unknown(a))
        np.savez(a.second, **first)
        heads |= first
    else:
        with np.load(a.second) as arrays:
            heads |= {k: arrays[k] for k in arrays.files if k.startswith(SECOND)}
    held = Rows([], [], [], [], [], [])
    for x in data["held"]:
        held.add(x, heads)
    limit = set_right(heads, held)
    own = {k: round(v, 3) for k, v in measure(data["held"], heads, limit).items()}
    print("held out, though the second step was fitted on it too:", own)
    keep(a.model, {k: v for k, v in kept(a.model).items() if not k.startswith("event.")} | heads)
    about = model.about
    about["least"]["events"] = round(limit, 2)
    (a.model / "model.json").write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
