"""Attribution on open data, as is and in disguise: `python benchmarks/attribution.py --shared DIR`.

Prints PolNeAR dev and contested dev, each as it stands, lower-cased, without paragraph breaks, with straight quotation
marks and without any, with the calibration of the scores.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import corpora
import measures
from disguise import DISGUISES
from predict import predict


def figures(corpus: str, documents: list[corpora.Document], disguise: str) -> dict[str, float]:
    """F1 of contents and of attributions, and the calibration error."""
    rows = {d.name: predict(corpus, d.name, d.text, d.published, disguise) for d in documents}
    key = "attributions" if corpus == "polnear" else "statements"
    found = {name: row[key] for name, row in rows.items()}
    said = [a["score"] for d in documents for a in found[d.name]]
    was = [right for d in documents for right in measures.right(d, found[d.name])]
    if corpus == "polnear":
        all_: dict[str, Any] = measures.polnear(documents, found)["all"]
        content, attribution = all_["content@0.5"], all_["attribution"]
    else:
        result = measures.contested(documents, rows)
        content, attribution = result["statement"], result["attribution"]
    return {
        "content": content["f1"],
        "content P": content["p"],
        "content R": content["r"],
        "attribution": attribution["f1"],
        "ECE": measures.calibration(said, was)["ece"],
    }


def main() -> None:
    """Parse the arguments and print one line a corpus and disguise."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    p.add_argument("--disguise", nargs="*", choices=sorted(DISGUISES), default=sorted(DISGUISES))
    a = p.parse_args()
    sets = {
        "polnear": list(corpora.polnear(a.shared / "polnear" / "dev")),
        "contested": list(corpora.contested(a.shared / "gold" / "contested" / "dev")),
    }
    for corpus, documents in sets.items():
        for disguise in sorted(a.disguise, key=lambda n: n != "none"):
            row = figures(corpus, documents, disguise)
            print(f"{corpus:10} {disguise:16}", *(f"{k} {v:.3f}" for k, v in row.items()), sep="  ")


if __name__ == "__main__":
    main()
