"""Mix two trained networks of one origin, weight by weight: `python training/merge.py --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Average the weights; the event heads are the second network's.

    A network that was trained further loses a little of what the first did well; the mean of the two keeps nearly all
    of both (Wortsman et al. 2022, robust fine-tuning).
    """
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("first", type=Path, help="network.pt from train.py")
    p.add_argument("second", type=Path, help="network.pt from joint.py, which went on from the first")
    p.add_argument("--share", type=float, default=0.6, help="of the second")
    p.add_argument("--out", type=Path, required=True)
    a = p.parse_args()
    first, second = (torch.load(path, weights_only=True) for path in (a.first, a.second))
    mixed = {k: torch.lerp(v.float(), second["weights"][k].float(), a.share) for k, v in first["weights"].items()}
    a.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({**second, "weights": mixed}, a.out)


if __name__ == "__main__":
    main()
