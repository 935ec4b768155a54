"""The measures of predictions against gold: `python benchmarks/score.py polnear|contested --gold DIR --pred FILE`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import corpora
import measures


def score(corpus: str, gold: Path, predictions: Path) -> dict[str, Any]:
    """Every measure of the corpus, with the calibration of the predictions' own scores where they carry them."""
    lines = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = {d["doc"]: d for d in lines}
    documents = list(getattr(corpora, corpus)(gold))
    if corpus == "polnear":
        by_doc = {name: d["attributions"] for name, d in rows.items()}
        out = measures.polnear(documents, by_doc)
    else:
        by_doc = {name: d["statements"] for name, d in rows.items()}
        out = measures.contested(documents, rows)
    out["documents"] = len(documents)
    out["documents_without_prediction"] = sum(d.name not in rows for d in documents)
    said: list[float] = []
    was: list[bool] = []
    for d in documents:
        found = [a for a in by_doc.get(d.name, []) if a.get("score") is not None]
        said += [a["score"] for a in found]
        was += measures.right(d, found)
    if said:
        out["calibration"] = measures.calibration(said, was)
    return out


def main() -> None:
    """Parse the arguments and print the figures."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("corpus", choices=["polnear", "contested"])
    p.add_argument("--gold", type=Path, required=True)
    p.add_argument("--pred", type=Path, required=True)
    p.add_argument("--json", type=Path, help="write all figures here too")
    a = p.parse_args()
    result = score(a.corpus, a.gold, a.pred)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    if a.json:
        a.json.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
