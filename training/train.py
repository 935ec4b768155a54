"""Fine-tune the encoder and its heads: `python training/train.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

import corpora
import labels
from examples import ACTS, FACTUALITIES, IGNORED, Corpus, Example
from net import PLACES, Network
from reportedly.model import WordPieces

#: documents of each training part that are never trained on: they set thresholds and calibration
HELD = {"polnear": 42, "contested": 30}


def split(documents: list[corpora.Document], held: int, seed: int) -> tuple[list[Any], list[Any]]:
    """Documents to train on and documents held out, chosen by a seeded shuffle."""
    order = sorted(documents, key=lambda d: d.name)
    random.Random(seed).shuffle(order)
    return order[held:], order[:held]


def parts(shared: Path, seed: int, own: str = labels.ENCODER_PARTS) -> dict[str, tuple[list[Any], list[Any]]]:
    """Both corpora and our own labels, split; no text held out of one stands in the training part of another.

    Args:
        shared: folder of the corpora.
        seed: of the split.
        own: the parts of our own labels; all where empty.
    """
    near = split(list(corpora.polnear(shared / "polnear" / "train")), HELD["polnear"], seed)
    con = split(list(corpora.contested(shared / "gold" / "contested" / "train")), HELD["contested"], seed)

    def key(d: corpora.Document) -> str:
        return "".join(d.text.split())[:400]

    held = {key(d) for d in near[1] + con[1]}
    return {
        "polnear": ([d for d in near[0] if key(d) not in held], near[1]),
        "contested": ([d for d in con[0] if key(d) not in held], con[1]),
        "labels": ([d for d in labels.load(shared, own) if key(d) not in held], []),
    }


def batches(pool: list[Example], pieces: int, rng: random.Random) -> list[list[Example]]:
    """Windows of like length together, about `pieces` pieces a batch, in random order."""
    order = sorted(pool, key=lambda e: len(e.window.ids) + rng.random() * 16)
    out: list[list[Example]] = [[]]
    for e in order:
        if out[-1] and (len(out[-1]) + 1) * len(e.window.ids) > pieces:
            out.append([])
        out[-1].append(e)
    rng.shuffle(out)
    return out


def collate(batch: list[Example], rng: random.Random, mask_id: int, masked: float) -> dict[str, Any]:
    """Padded tensors of a batch; a share of the pieces is replaced by [MASK]."""
    n = len(batch)
    t = max(len(e.window.ids) for e in batch)
    w = max(len(e.tags) for e in batch)
    c = max(1, max(len(e.cues) for e in batch))
    ids = np.zeros((n, t), np.int64)
    features = np.zeros((n, t), np.int64)
    real = np.zeros((n, t), bool)
    heads = np.zeros((n, w), np.int64)
    tags = np.full((n, w), IGNORED, np.int64)
    roles = np.full((n, c, w), IGNORED, np.int64)
    cue = np.zeros((n, c, w), np.float32)
    places = {k: np.zeros((n, c, w), np.int64) for k in PLACES}
    acts = np.full((n, c), IGNORED, np.int64)
    facts = np.full((n, c), IGNORED, np.int64)
    for i, e in enumerate(batch):
        k = len(e.window.ids)
        row = list(e.window.ids)
        if masked:
            row = [mask_id if p > 103 and rng.random() < masked else p for p in row]
        ids[i, :k], features[i, :k], real[i, :k] = row, e.window.features, True
        m = len(e.tags)
        heads[i, :m], tags[i, :m] = e.window.heads, e.tags
        for j, (a, b) in enumerate(e.cues):
            cue[i, j, a:b] = 1 / (b - a)
        if e.roles is not None:
            q = len(e.cues)
            roles[i, :q, :m] = e.roles
            acts[i, :q], facts[i, :q] = e.acts, e.factualities
            for name, table in places.items():
                table[i, :q, :m] = e.places[name]
    out = {
        "ids": ids, "features": features, "real": real, "heads": heads, "tags": tags, "roles": roles, "cue": cue,
        "acts": acts, "facts": facts, "scheme": np.array([[e.scheme] for e in batch]).repeat(t, 1),
    }  # fmt: skip
    tensors: dict[str, Any] = {k: torch.from_numpy(v) for k, v in out.items()}
    tensors["places"] = {k: torch.from_numpy(v) for k, v in places.items()}
    return tensors


def class_weights(counts: np.ndarray, power: float = 0.35) -> Tensor:
    """Weights that lift rare classes a little: inverse frequency to a power, mean 1 over the examples."""
    raw = (counts.sum() / np.maximum(counts, 1)) ** power
    return torch.tensor(raw * counts.sum() / (raw * counts).sum(), dtype=torch.float32)


def losses(net: Network, x: dict[str, Any], weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head on one batch; `weights` of the classes for `acts` and `facts`."""
    mask = torch.zeros(x["real"].shape, dtype=torch.float32).masked_fill(~x["real"], -1e4)[:, None, None, :]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = net.encoder(x["ids"], x["features"], x["scheme"], mask.to(torch.bfloat16))
    hidden = hidden.float()
    words = hidden.gather(1, x["heads"][:, :, None].expand(-1, -1, hidden.shape[2]))
    cues = x["cue"] @ words
    out = {"cue": functional.cross_entropy(net.cue(words).flatten(0, 1), x["tags"].flatten(), ignore_index=IGNORED)}
    if (x["roles"] != IGNORED).any():
        scores = net.pair(words, cues, x["places"])
        out["pair"] = functional.cross_entropy(scores.flatten(0, 2), x["roles"].flatten(), ignore_index=IGNORED)
    if (x["acts"] != IGNORED).any():

        def mean(role: int) -> Tensor:
            chosen = (x["roles"] == role).float()
            return (chosen @ words) / chosen.sum(-1, keepdim=True).clamp(min=1)

        statement = torch.cat([cues, mean(2), mean(1)], -1)
        for name, head in (("acts", net.act), ("facts", net.factuality)):
            out[name] = functional.cross_entropy(
                head(statement).flatten(0, 1), x[name].flatten(), weights[name], ignore_index=IGNORED
            )
    return out


WEIGHTS = {"cue": 3.0, "pair": 2.0, "acts": 0.25, "facts": 0.25}


def train(args: argparse.Namespace) -> None:
    """Run the whole training and keep the averaged weights in `args.out`."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    rng = random.Random(args.seed)
    config = json.loads((args.encoder / "config.json").read_text())
    pieces = WordPieces((args.encoder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    data = parts(args.shared, args.seed)
    if args.small:
        data = {k: (a[:20], b[:4]) for k, (a, b) in data.items()}
    taught = [a for k in ("contested", "labels") for d in data[k][0] for a in d.attributions]
    weights = {
        "acts": class_weights(np.array([sum(a["act"] == c for a in taught) for c in ACTS])),
        "facts": class_weights(np.array([sum(a["factuality"] == c for a in taught) for c in FACTUALITIES])),
    }
    pools = {k: Corpus(a, int(k == "polnear"), pieces) for k, (a, _) in data.items()}
    net = Network(config, args.dropout, len(ACTS), len(FACTUALITIES))
    net.encoder.load_pretrained(args.encoder / "model.safetensors")
    net.encoder.words.weight.requires_grad_(False)

    def epoch() -> list[list[Example]]:
        limit = rng.choice([160, 192, 224, 256])
        pool = pools["polnear"].epoch(rng, limit)
        for part, times in (("contested", args.contested), ("labels", args.labels)):
            for _ in range(times):
                pool += pools[part].epoch(rng, limit)
        return batches(pool, args.pieces, rng)

    plan = [epoch() for _ in range(args.epochs)]
    total = sum(map(len, plan))
    if args.steps:
        total = min(total, args.steps)
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": args.rate}, {"params": heads, "lr": 5 * args.rate}],
        betas=(0.9, 0.98), weight_decay=0.01, fused=True,
    )  # fmt: skip
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (total - s) / max(1, total - warm)))
    )
    average = copy.deepcopy(net).eval()
    args.out.mkdir(parents=True, exist_ok=True)
    started, step = time.time(), 0
    running: dict[str, float] = {}
    mask_id = pieces.ids["[MASK]"]
    for number, work in enumerate(plan):
        for batch in work:
            if step >= total:
                break
            net.train()
            x = collate(batch, rng, mask_id, args.masked)
            parts_of_loss = losses(net, x, weights)
            loss = torch.stack([WEIGHTS[k] * v for k, v in parts_of_loss.items()]).sum()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            step += 1
            decay = min(0.999, 1 - 10 / (step + 10))
            with torch.no_grad():
                for mine, theirs in zip(average.parameters(), net.parameters(), strict=True):
                    mine.lerp_(theirs, 1 - decay)
            for k, v in parts_of_loss.items():
                running[k] = 0.98 * running.get(k, v.item()) + 0.02 * v.item()
            if step % 100 == 0 or step == total:
                seconds = time.time() - started
                shown = " ".join(f"{k} {v:.4f}" for k, v in running.items())
                left = seconds / step * (total - step)
                print(f"epoch {number} step {step}/{total} {seconds:.0f}s, {left:.0f}s left: {shown}", flush=True)
        torch.save({"weights": average.state_dict(), "config": config}, args.out / "network.pt")
        (args.out / "training.json").write_text(
            json.dumps(
                {k: str(v) for k, v in vars(args).items()} | {"steps": step, "seconds": time.time() - started}, indent=1
            )
        )


def main() -> None:
    """Parse the arguments and train."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True, help="folder that holds polnear/ and gold/contested/")
    p.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors, config.json, vocab.txt")
    p.add_argument("--out", type=Path, required=True, help="where network.pt goes")
    p.add_argument("--epochs", type=int, default=5)
    p.add_argument("--steps", type=int, default=0, help="stop early, after so many steps")
    p.add_argument("--contested", type=int, default=3, help="times the contested reports are seen in an epoch")
    p.add_argument("--labels", type=int, default=2, help="times our own labels are seen in an epoch")
    p.add_argument("--pieces", type=int, default=1024, help="pieces in a batch")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--dropout", type=float, default=0.1)
    p.add_argument("--masked", type=float, default=0.05)
    p.add_argument("--threads", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--small", action="store_true", help="a few documents only, to try the script")
    train(p.parse_args())


if __name__ == "__main__":
    main()
