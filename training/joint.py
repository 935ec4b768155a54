"""Go on training the encoder with the event heads beside the others: `python training/joint.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import copy
import json
import random
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from eventnet import EventHeads
from events import Event, prepare
from events import losses as event_losses
from examples import (
    ACTS,
    FACTUALITIES,
    Annotated,
    Corpus,
    Example,
    annotate,
    examples,
    lowered,
    without_breaks,
    without_marks,
)
from net import Network
from reportedly.model import WordPieces
from reportedly.stages._plover import TYPES
from reportedly.stages.encode import Encoded
from train import WEIGHTS, batches, class_weights, collate, losses, parts

#: weights of the event losses against those of the other heads
EVENTS = {"tags": 5.0, "types": 0.5, "modality": 0.2, "roles": 0.5}


class Joint(nn.Module):
    """The network and the event heads over the same words."""

    def __init__(self, net: Network, width: int) -> None:
        super().__init__()
        self.net = net
        self.events = EventHeads(width, dropout=0.1)


class Told(Corpus):
    """Annotated documents with their events, which each example carries as rows of its window."""

    def __init__(self, documents: list[Any], corpus: int, pieces: WordPieces) -> None:
        self.pieces, self.corpus = pieces, corpus
        self.documents = []
        for d in documents:
            plain = annotate(d, 0)
            nothing = Encoded((), np.zeros((len(plain.segments), 1), np.float32))
            self.documents.append(
                (plain, annotate(d, 0, without_breaks(d.text)), prepare(d, corpus, plain.segments, nothing))
            )

    def epoch(self, rng: random.Random, limit: int, disguise: float = 1.0) -> list[Example]:
        """Every document once, some disguised, as `Corpus.epoch` does it."""
        out: list[Example] = []
        for plain, flat, known in self.documents:
            a: Annotated = flat if rng.random() < 0.15 * disguise else plain
            if rng.random() < 0.15 * disguise:
                a = without_marks(a)
            if rng.random() < 0.15 * disguise:
                a = lowered(a)
            row = {start: i for i, start in enumerate(a.segments.starts)}
            rows = [row.get(start, -1) for start in known.segments.starts]
            for example in examples(a, self.pieces, limit, rng.randrange(limit // 4, limit + 1)):
                example.told = self._told(example, a, known, rows)  # type: ignore[attr-defined]
                out.append(example)
        return out

    def _told(self, example: Example, a: Annotated, known: Any, rows: list[int]) -> SimpleNamespace:
        """What `events.losses` reads of a window, but for the vectors."""
        first, last = example.window.first, example.window.last
        kept = [i for i, r in enumerate(rows) if first <= r < last]
        low, high = (kept[0], kept[-1] + 1) if kept else (0, 0)
        moved = {i: rows[i] - first for i in kept}

        def run(span: tuple[int, int]) -> tuple[int, int] | None:
            inside = [moved[i] for i in range(*span) if i in moved]
            return (inside[0], inside[-1] + 1) if span[0] >= low and span[1] <= high and inside else None

        runs, at = [], {}
        for number, span in enumerate(known.who.runs):
            found = run(span)
            if found:
                at[number] = len(runs)
                runs.append(found)
        events = []
        for e in known.events:
            anchor = run(e.run)
            if anchor is None:
                continue
            seen = [k for k, number in enumerate(e.near.tolist()) if int(number) in at]
            new = {k: i for i, k in enumerate(seen)} | {len(e.near): len(seen), len(e.near) + 1: len(seen) + 1}
            sides = [
                [rows for rows in ([new[k] for k in option if k in new] for option in side) if rows] for side in e.sides
            ]
            near = np.array([at[int(e.near[k])] for k in seen], np.int64)
            places = {name: v[torch.tensor(seen, dtype=torch.int64)] for name, v in e.places.items()}
            events.append(Event(anchor, e.type, e.modality, e.modal, near, places, sides, e.actor, e.recipient))
        n = last - first
        tags = torch.zeros(n, dtype=torch.int64)
        hints, sentences = torch.zeros((n, len(TYPES))), torch.zeros(n, dtype=torch.int64)
        for i in kept:
            tags[moved[i]], hints[moved[i]], sentences[moved[i]] = known.tags[i], known.hints[i], known.sentences[i]
        return SimpleNamespace(
            corpus=self.corpus, tags=tags, hints=hints, sentences=sentences, events=events, runs=runs,
            segments=SimpleNamespace(sentences=a.segments.sentences[first:last]),
        )  # fmt: skip


def with_vectors(example: Example, words: Tensor) -> SimpleNamespace:
    """A window's events with the vectors of its words and phrases."""
    told = example.told  # type: ignore[attr-defined]
    n = len(example.tags)
    mine = words[:n]
    sums = torch.cat([torch.zeros((1, mine.shape[1])), mine.cumsum(0)])
    if told.runs:
        ends = torch.tensor(told.runs)
        pooled = (sums[ends[:, 1]] - sums[ends[:, 0]]) / (ends[:, 1] - ends[:, 0])[:, None]
    else:
        pooled = mine[:0]
    return SimpleNamespace(**vars(told), words=mine, pooled=pooled)


def train(a: argparse.Namespace) -> None:
    """Run the training and keep the averaged weights in `a.out`, the event heads under `events`."""
    torch.manual_seed(a.seed)
    torch.set_num_threads(a.threads)
    rng = random.Random(a.seed + 100)
    saved = torch.load(a.network, weights_only=True)
    pieces = WordPieces((a.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    net = Network(saved["config"], a.dropout, len(ACTS), len(FACTUALITIES))
    net.load_state_dict(saved["weights"])
    net.encoder.words.weight.requires_grad_(False)
    joint = Joint(net, saved["config"]["hidden_size"])
    if "events" in saved:
        joint.events.load_state_dict(saved["events"])
    data = parts(a.shared, a.seed)
    if a.small:
        data = {k: (x[:12], y[:4]) for k, (x, y) in data.items()}
    told = {"contested": Told(data["contested"][0], 0, pieces), "labels": Told(data["labels"][0], 1, pieces)}
    taught = [s for k in told for d in data[k][0] for s in d.attributions]
    weights = {
        "acts": class_weights(np.array([sum(s["act"] == c for s in taught) for c in ACTS])),
        "facts": class_weights(np.array([sum(s["factuality"] == c for s in taught) for c in FACTUALITIES])),
    }
    counts = np.zeros(len(TYPES))
    modes = np.zeros(5)
    for corpus in told.values():
        for _, _, known in corpus.documents:
            for e in known.events:
                counts[e.type] += 1
                modes[e.modality] += 1
    kinds = torch.tensor(((counts.mean() + 30) / (counts + 30)) ** 0.35, dtype=torch.float32)
    modal = torch.tensor((modes.max() / (modes + 40)) ** 0.3, dtype=torch.float32)

    def epoch() -> list[list[Example]]:
        limit = rng.choice([160, 192, 224, 256])
        near = rng.sample(data["polnear"][0], int(len(data["polnear"][0]) * a.polnear))
        pool = Corpus(near, 1, pieces).epoch(rng, limit)
        for part, times in (("contested", a.contested), ("labels", a.labels)):
            for _ in range(times):
                pool += told[part].epoch(rng, limit)
        return batches(pool, a.pieces, rng)

    plan = [epoch() for _ in range(a.epochs)]
    total = min(sum(map(len, plan)), a.steps or 10**9)
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": a.rate},
            {"params": heads, "lr": 2 * a.rate},
            {"params": list(joint.events.parameters()), "lr": 1e-3},
        ],
        betas=(0.9, 0.98), weight_decay=0.01,
    )  # fmt: skip
    warm = max(1, total // 15)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (total - s) / max(1, total - warm)))
    )
    average = copy.deepcopy(joint).eval()
    caught: dict[str, Tensor] = {}
    net.encoder.register_forward_hook(lambda module, given, out: caught.update(hidden=out))
    a.out.mkdir(parents=True, exist_ok=True)
    started, step = time.time(), 0
    running: dict[str, float] = {}
    mask_id = pieces.ids["[MASK]"]
    for number, work in enumerate(plan):
        for batch in work:
            if step >= total:
                break
            joint.train()
            x = collate(batch, rng, mask_id, a.masked)
            found = {k: WEIGHTS[k] * v for k, v in losses(net, x, weights).items()}
            rows = [(i, e) for i, e in enumerate(batch) if hasattr(e, "told")]
            if rows:
                hidden = caught["hidden"].float()
                words = hidden.gather(1, x["heads"][:, :, None].expand(-1, -1, hidden.shape[2]))
                more = event_losses(joint.events, [with_vectors(e, words[i]) for i, e in rows], kinds, modal)  # type: ignore[arg-type]
                found |= {f"event {k}": EVENTS[k] * v for k, v in more.items()}
            torch.stack(list(found.values())).sum().backward()
            torch.nn.utils.clip_grad_norm_(joint.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            decay = min(0.998, 1 - 10 / (step + 10))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), joint.parameters(), strict=True):
                    mine.lerp_(theirs, 1 - decay)
            for k, v in found.items():
                running[k] = 0.97 * running.get(k, v.item()) + 0.03 * v.item()
            if step % 50 == 0 or step == total:
                seconds = time.time() - started
                shown = " ".join(f"{k} {v:.3f}" for k, v in running.items())
                print(
                    f"epoch {number} step {step}/{total} {seconds:.0f}s, {seconds / step * (total - step):.0f}s left: "
                    + shown,
                    flush=True,
                )
        state = {"weights": average.net.state_dict(), "events": average.events.state_dict(), "config": saved["config"]}
        torch.save(state, a.out / "network.pt")
    about = {k: str(v) for k, v in vars(a).items()} | {"steps": step, "seconds": time.time() - started}
    (a.out / "training.json").write_text(json.dumps(about, indent=1))


def main() -> None:
    """Parse the arguments and train."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True, help="folder that holds polnear/ and gold/contested/")
    p.add_argument("--encoder", type=Path, required=True, help="folder with vocab.txt")
    p.add_argument("--network", type=Path, required=True, help="network.pt from train.py, or from here to go on")
    p.add_argument("--out", type=Path, required=True, help="where network.pt goes")
    p.add_argument("--epochs", type=int, default=4)
    p.add_argument("--steps", type=int, default=0, help="stop early, after so many steps")
    p.add_argument("--polnear", type=float, default=0.25, help="share of PolNeAR that is seen in an epoch")
    p.add_argument("--contested", type=int, default=2, help="times the contested reports are seen in an epoch")
    p.add_argument("--labels", type=int, default=1, help="times our own labels are seen in an epoch")
    p.add_argument("--pieces", type=int, default=1024, help="pieces in a batch")
    p.add_argument("--rate", type=float, default=1.2e-4)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--masked", type=float, default=0.05)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    p.add_argument("--small", action="store_true", help="a few documents only, to try the script")
    train(p.parse_args())


if __name__ == "__main__":
    main()
