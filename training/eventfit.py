"""The second step of events, fitted on what the heads give for reports they have not seen: pairs of parties, scores."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from measures import same_party
from net import Encoder
from reportedly.model import Window, WordPieces
from reportedly.stages._pairs import NUMBERS, SIZES, Pairs
from reportedly.terms import Scheme

#: numbers of a party that come from the heads, which know the reports that the encoder was trained on too well
_LEARNT = ("likely", "likely_other", "elsewhere", "elsewhere_same", "elsewhere_other", "best")


class Plain:
    """The pretrained encoder as `encode` takes a model: its vectors know nothing of what was annotated."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        self.pieces = WordPieces((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
        self.width = int(config["hidden_size"])
        self.net = Encoder(config, 0.0)
        self.net.load_pretrained(folder / "model.safetensors")
        self.net.eval()

    def encode(self, window: Window, scheme: Scheme) -> np.ndarray:
        """Vectors of a window's words."""
        ids = torch.tensor([window.ids])
        every = torch.ones((1, 1, 1, len(window.ids)), dtype=torch.bool)
        with torch.no_grad():
            hidden = self.net(ids, torch.zeros_like(ids), torch.zeros_like(ids), every)
        out: np.ndarray = hidden[0, window.heads].numpy()
        return out


@dataclass
class Joined:
    """The pairs of one gold event, and which of them the gold has."""

    pairs: Pairs
    gold: np.ndarray
    weight: float


def joined(pairs: Pairs, actor: frozenset[str], recipient: frozenset[str], weight: float) -> Joined:
    """The pairs with those that the gold allows; of several parties in a role each will do."""

    def right(names: Sequence[str], gold: frozenset[str]) -> np.ndarray:
        if not gold:
            return np.array([not name for name in names])
        return np.array([any(same_party(name, party) for party in gold) for name in names])

    first, second = right(pairs.names[0], actor), right(pairs.names[1], recipient)
    return Joined(pairs, first[:, None] & second[None, :], weight)


class _Padded:
    """Pairs of many events as tensors."""

    def __init__(self, rows: Sequence[Joined]) -> None:
        n = len(rows)
        m = max(len(side) for r in rows for side in r.pairs.names)
        self.numbers = torch.zeros((n, 2, m, len(NUMBERS)))
        self.groups = torch.zeros((n, 2, m), dtype=torch.int64)
        self.sayings = torch.zeros((n, 2, m), dtype=torch.int64)
        self.same = torch.zeros((n, m, m), dtype=torch.int64)
        self.both = torch.zeros((n, m, m, 2))
        self.out = torch.full((n, m, m), -1e4)
        self.gold = torch.zeros((n, m, m), dtype=torch.bool)
        for i, r in enumerate(rows):
            a, b = (len(side) for side in r.pairs.names)
            for role in (0, 1):
                size = (a, b)[role]
                self.numbers[i, role, :size] = torch.from_numpy(r.pairs.numbers[role])
                self.groups[i, role, :size] = torch.from_numpy(r.pairs.groups[role])
                self.sayings[i, role, :size] = torch.from_numpy(r.pairs.sayings[role])
            self.same[i, :a, :b] = torch.from_numpy(r.pairs.same).long()
            self.both[i, :a, :b] = torch.from_numpy(r.pairs.both)
            self.out[i, :a, :b] = 0
            self.gold[i, :a, :b] = torch.from_numpy(r.gold)
        self.kinds = torch.tensor([r.pairs.kind for r in rows])
        self.weights = torch.tensor([r.weight for r in rows])

    def scores(self, w: dict[str, Tensor]) -> Tensor:
        """As `reportedly.stages._pairs.weigh`, for all events at once."""
        sides = []
        for role in (0, 1):
            group = w["group"][role][self.kinds].gather(1, self.groups[:, role])
            saying = w["saying"][role][self.kinds].gather(1, self.sayings[:, role])
            sides.append(self.numbers[:, role] @ w["number"][role] + group + saying)
        groups = w["groups"][self.groups[:, 0][:, :, None], self.groups[:, 1][:, None, :]]
        same = torch.cat([torch.zeros((len(self.kinds), 1)), w["same"][self.kinds]], 1)
        alike = same.gather(1, self.same.flatten(1)).view_as(self.out)
        return sides[0][:, :, None] + sides[1][:, None, :] + groups + alike + self.both @ w["both"] + self.out

    def loss(self, w: dict[str, Tensor]) -> Tensor:
        scores = self.scores(w).flatten(1)
        right = torch.where(self.gold.flatten(1), scores, torch.full_like(scores, -1e5)).logsumexp(1)
        return ((scores.logsumexp(1) - right) * self.weights).sum() / self.weights.sum()

    def right(self, w: dict[str, Tensor]) -> float:
        best = self.scores(w).flatten(1).argmax(1)
        return float(self.gold.flatten(1).gather(1, best[:, None]).float().mean())


def fit_pairs(rows: Sequence[Joined], decay: float = 0.0004) -> dict[str, np.ndarray]:
    """The weights of pairs; events whose gold pair is not among the pairs teach nothing."""
    torch.manual_seed(0)
    able = _Padded([r for r in rows if r.gold.any()])
    w = {name: torch.zeros(size, requires_grad=True) for name, size in SIZES.items()}
    with torch.no_grad():
        w["number"][:, 0] = 1.0
    steps = 240
    optimizer = torch.optim.Adam(list(w.values()), lr=0.05)
    for step in range(steps):
        optimizer.param_groups[0]["lr"] = 0.05 * (1 - step / steps) + 0.001
        loss = able.loss(w)
        decayed = torch.stack([(v**2).sum() for name, v in w.items() if name != "number"]).sum() * decay
        optimizer.zero_grad()
        (loss + decayed).backward()
        optimizer.step()
    found = {k: v.detach() for k, v in w.items()}
    print(
        f"pairs: {len(able.kinds)} of {len(rows)} can be right, loss {loss.item():.3f}, right {able.right(found):.3f}"
    )
    return {f"event.pair.{k}": v.numpy() for k, v in found.items()}


def scaled_pairs(heads: dict[str, np.ndarray], held: Sequence[Joined]) -> dict[str, np.ndarray]:
    """The weights of pairs with two factors that suit these events: for what the heads say, and for the rest."""
    plain = {name: torch.from_numpy(heads[f"event.pair.{name}"]) for name in SIZES}
    test = _Padded([r for r in held if r.gold.any()])
    learnt = torch.tensor([float(name in _LEARNT) for name in NUMBERS])

    def scaled(a: float, b: float) -> dict[str, Tensor]:
        out = {k: v * b for k, v in plain.items()}
        out["number"] = plain["number"] * (learnt * a + (1 - learnt) * b)
        out["both"] = plain["both"] * a
        return out

    steps = (0.4, 0.5, 0.6, 0.7, 0.85, 1.0, 1.2, 1.4)
    loss, a, b = min((float(test.loss(scaled(a, b))), a, b) for a in steps for b in steps)
    best = scaled(a, b)
    print(f"pairs held out: loss {loss:.3f} with {a} and {b}, {float(test.loss(plain)):.3f} without; "
          f"right {test.right(best):.3f} of those that can be")  # fmt: skip
    return {f"event.pair.{k}": v.numpy().astype(np.float32) for k, v in best.items()}


class _Scorer(nn.Module):
    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.line = nn.Linear(width, 1)
        self.hidden = nn.Linear(width, hidden)
        self.out = nn.Linear(hidden, 1, bias=False)
        self.dropout = nn.Dropout(0.2)
        nn.init.zeros_(self.line.weight)

    def forward(self, x: Tensor) -> Tensor:
        x = self.dropout(x)
        return (self.line(x) + self.out(torch.tanh(self.hidden(x))))[:, 0]


def fit_score(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    seeds: int = 5,
    hidden: int = 12,
    steps: int = 300,
    decay: float = 0.03,
) -> dict[str, np.ndarray]:
    """The weights of the score: small networks whose odds are averaged, not yet set right on held-out reports."""
    mean, spread = x.mean(0), x.std(0) + 1e-2
    z = torch.from_numpy(np.clip((x - mean) / spread, -4, 4).astype(np.float32))
    truth, heavy = torch.from_numpy(y.astype(np.float32)), torch.from_numpy(weight.astype(np.float32))
    members = []
    for seed in range(seeds):
        torch.manual_seed(seed)
        net = _Scorer(x.shape[1], hidden)
        optimizer = torch.optim.AdamW(net.parameters(), lr=0.01, weight_decay=decay)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
        for _ in range(steps):
            loss = functional.binary_cross_entropy_with_logits(net(z), truth, heavy, reduction="sum") / heavy.sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        members.append({k: v.detach().numpy() for k, v in net.eval().state_dict().items()})

    def over(name: str) -> np.ndarray:
        return np.stack([m[name] for m in members])

    line = np.append(over("line.weight").mean(0)[0], over("line.bias").mean())
    units = np.concatenate([np.concatenate([m["hidden.weight"], m["hidden.bias"][:, None]], 1) for m in members]).T
    out = np.concatenate([m["out.weight"][0] for m in members]) / seeds
    found = {"scale": np.stack([mean, spread]), "line": line, "hidden": units, "out": out, "end": np.array([1.0, 0.0])}
    return {f"event.score.{k}": np.ascontiguousarray(v, np.float32) for k, v in found.items()}


def end(p: np.ndarray, y: np.ndarray, stiff: float = 2.0) -> tuple[float, float]:
    """Slope and shift of the log odds with which they are right on other reports; the slope is held near 1."""
    odds = torch.from_numpy(np.log(p / (1 - p) + 1e-9).clip(-12, 12))
    truth = torch.from_numpy(y.astype(np.float64))
    w = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([w], max_iter=50)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = functional.binary_cross_entropy_with_logits(w[0] * odds + w[1], truth, reduction="sum")
        loss = loss + stiff * (w[0] - 1) ** 2
        loss.backward()
        return loss

    optimizer.step(closure)
    return float(w[0].detach()), float(w[1].detach())


def best_limit(scores: np.ndarray, truths: np.ndarray, gold: int) -> tuple[float, float]:
    """The least score with the best F1, and that F1.

    Of chances that are right on average the best limit is half the best F1 (Lipton, Elkan & Naryanaswamy 2014), which
    varies less than where the best F1 of a few reports happens to lie. It is averaged over neighbouring limits.
    """
    limits = np.arange(0.1, 0.6, 0.01)
    f1 = np.array([_f1(scores >= limit, truths, gold) for limit in limits])
    smooth = float(np.convolve(np.pad(f1, 3, mode="edge"), np.ones(7) / 7, "valid").max())
    return smooth / 2, smooth


def _f1(kept: np.ndarray, truths: np.ndarray, gold: int) -> float:
    return 2 * float((truths & kept).sum()) / max(1, int(kept.sum()) + gold)
