"""Fit the event heads on the shipped encoder's vectors: `python training/events.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import json
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import corpora
from calibrate import fit
from eventnet import MODALITIES, EventHeads
from measures import same_party
from reportedly.model import Model
from reportedly.stages import events as stage
from reportedly.stages._eventfeatures import Candidates, hint_rows, modal_rows, rows_of, sentence_rows
from reportedly.stages._plover import TYPES
from reportedly.stages.encode import Encoded, encode
from reportedly.stages.participants import named
from reportedly.stages.segment import Segments, segment
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span
from train import parts

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


def losses(
    net: EventHeads, batch: Sequence[Example], weights: torch.Tensor, modal_weights: torch.Tensor
) -> dict[str, torch.Tensor]:
    """The loss of each head on some reports."""
    zero = torch.zeros((1, batch[0].words.shape[1]))
    words = torch.cat([t for x in batch for t in (x.words, zero)])
    hints = torch.cat([t for x in batch for t in (x.hints, torch.zeros((1, len(TYPES))))])
    gap = torch.zeros(1, dtype=torch.int64)
    sentences = torch.cat([t for x in batch for t in (x.sentences, gap)])
    corpus = torch.cat([torch.full((len(x.words) + 1,), x.corpus) for x in batch])
    tags = torch.cat([t for x in batch for t in (x.tags, gap - 100)])
    out = {"tags": functional.cross_entropy(net.tag(words, hints, sentences, corpus), tags)}
    events = [(x, e) for x in batch for e in x.events]
    if not events:
        return out
    anchors = torch.stack([x.words[e.run[0] : e.run[1]].mean(0) for x, e in events])
    around = []
    for x, e in events:
        numbers = np.asarray(x.segments.sentences)
        first, last = np.searchsorted(numbers, (numbers[e.run[0]], numbers[e.run[0]] + 1))
        around.append(x.words[first:last].mean(0))
    hinted = torch.stack([x.hints[e.run[0] : e.run[1]].sum(0) for x, e in events])
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
    size = 8
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
            found = losses(net, order[at : at + size], weights, modal_weights)
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


class Heads:
    """What a stage asks of a model, without the encoder."""

    def __init__(self, heads: dict[str, np.ndarray], least: float = 0.0) -> None:
        self.heads = heads
        self.about = {"least": {"events": least}}


def found(example: Example, heads: dict[str, np.ndarray]) -> tuple[list[stage.Found], list[bool], list[bool]]:
    """The candidates of a report, which are right in anchor and type, and which of those in both roles too."""
    model: Any = Heads(heads)
    got = stage.candidates(example.segments, example.encoded, model)
    stage.take_part(got, example.encoded.vectors, model, example.who)
    right, whole = [False] * len(got), [False] * len(got)
    for e in example.events:
        for k, f in enumerate(got):
            if not right[k] and int(f.types.argmax()) == e.type and f.run[0] < e.run[1] and e.run[0] < f.run[1]:
                right[k] = True
                acting, suffering = stage.parties(f, example.who)
                whole[k] = set(acting) == e.actor and set(suffering) == e.recipient
                break
    return got, right, whole


def best_limit(scores: np.ndarray, truths: np.ndarray, gold: int) -> tuple[float, float]:
    """The least score with the best F1, and that F1."""
    best = (0.0, 0.0)
    for limit in np.arange(0.1, 0.7, 0.01):
        kept = scores >= limit
        f1 = 2 * float((truths & kept).sum()) / max(1, int(kept.sum()) + gold)
        if f1 > best[1]:
            best = (float(limit), f1)
    return best


def table(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of the score: means, scales and a logistic regression, as the stage reads them."""
    mean, scale = x.mean(0), x.std(0) + 1e-3
    w = fit((x - mean) / scale, y, 30.0)
    out = np.zeros((3, x.shape[1] + 1), np.float32)
    out[0, :-1], out[1, :-1], out[2] = mean, scale, w
    return out


def load(shared: Path, model: Model, seed: int, cache: Path | None, only: str = "") -> dict[str, list[Example]]:
    """Every report prepared: `train` and `held` of the contested gold, and our own `labels`."""
    split = parts(shared, seed, "")
    sets = {"train": split["contested"][0], "held": split["contested"][1], "labels": split["labels"][0]}
    out = {}
    for name, documents in sets.items():
        if only and name != only:
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
            rows.append(prepare(d, int(name == "labels"), s, e))
        if path and not known:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pickle.dumps(fresh))
        out[name] = rows
        print(name, len(rows), "reports", sum(len(x.events) for x in rows), "events", flush=True)
    return out


def main() -> None:
    """Fit, calibrate by cross-fitting over the contested gold, write, and print what was found."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="folder from export.py and calibrate.py; changed in place")
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    p.add_argument("--folds", type=int, default=4)
    p.add_argument("--epochs", type=int, default=14)
    p.add_argument("--rate", type=float, default=1.5e-3)
    p.add_argument("--cache", type=Path, help="keep the vectors in this folder")
    p.add_argument(
        "--network", type=Path, help="network.pt from joint.py: take its heads, fit the score on held-out reports"
    )
    p.add_argument("--refit", type=int, default=0, help="with --network: go on fitting its heads for so many epochs")
    a = p.parse_args()
    torch.set_num_threads(1)
    model = Model(a.model)
    data = load(a.shared, model, a.seed, a.cache, "held" if a.network and not a.refit else "")
    gold = data["held"] if a.network else data["train"] + data["held"]
    rows: list[tuple[stage.Found, bool, bool]] = []
    if a.network:
        net = EventHeads(data["held"][0].words.shape[1])
        net.load_state_dict(torch.load(a.network, weights_only=True)["events"])
        if a.refit:
            net = train(data["train"] + data["labels"], a.refit, a.rate / 3, a.seed, "refit", net)
        heads = net.eval().exported()
        rows = [row for x in gold for row in zip(*found(x, heads), strict=True)]
    for k in range(0 if a.network else a.folds):
        out_of = [x for i, x in enumerate(gold) if i % a.folds == k]
        rest = [x for i, x in enumerate(gold) if i % a.folds != k and x not in data["held"]] + data["labels"]
        heads = train(rest, a.epochs, a.rate, a.seed + k, f"fold {k}").exported()
        for x in out_of:
            rows += zip(*found(x, heads), strict=True)
    x = np.array([f.features for f, _, _ in rows])
    right = np.array([r for _, r, _ in rows])
    whole = np.array([w for _, _, w in rows])
    n = sum(len(g.events) for g in gold)
    guess = np.zeros(len(x))
    for k in range(5):
        t = table(x[np.arange(len(x)) % 5 != k], right[np.arange(len(x)) % 5 != k])
        z = (x[np.arange(len(x)) % 5 == k] - t[0, :-1]) / t[1, :-1]
        guess[np.arange(len(x)) % 5 == k] = 1 / (1 + np.exp(-(z @ t[2, :-1] + t[2, -1])))
    limit, f1 = best_limit(guess, right, n)
    kept = guess >= limit
    print("candidates", len(x), "right", int(right.sum()), "gold", n, "least", round(limit, 2), "F1", round(f1, 4),
          "P", round(float(right[kept].mean()), 3), "R", round(float(right[kept].sum() / n), 3),
          "roles F1", round(2 * float(whole[kept].sum()) / (kept.sum() + n), 4),
          "roles right among right", round(float(whole[kept].sum() / max(1, right[kept].sum())), 3))  # fmt: skip
    if not a.network:
        heads = train(data["train"] + data["labels"], a.epochs, a.rate, a.seed, "all").exported()
    heads["event.score"] = table(x, right)
    with np.load(a.model / "heads.npz") as arrays:
        kept_heads = {k: arrays[k] for k in arrays.files if not k.startswith("event.")}
    np.savez(a.model / "heads.npz", **kept_heads, **heads)
    about = model.about
    about["least"]["events"] = round(limit, 2)
    (a.model / "model.json").write_text(json.dumps(about, indent=1) + "\n")


if __name__ == "__main__":
    main()
