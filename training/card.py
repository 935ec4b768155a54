"""Measure a model on the open development data and write its card: `python training/card.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import json
from pathlib import Path
from typing import Any

import corpora
import measures
from reportedly.model import Model
from reportedly.stages.acts import classify
from reportedly.stages.attribution import attribute
from reportedly.stages.encode import encode
from reportedly.stages.segment import segment
from reportedly.terms import Scheme
from train import HELD, parts

CARD = """# Model card: {name}

**What it is.** One encoder (MiniLM-L6-H384, 22.7 million weights, int8) with heads that find attributions in English
news: cues, and for each cue its source and contents, a calibrated score, and the act and factuality of the statement.
Files: `encoder.onnx` {encoder:.1f} MB, `heads.npz` {heads:.1f} MB, `vocab.txt`, `model.json`.

**Trained on.** {polnear} texts of PolNeAR (Newell et al. 2018), {contested} reports of the contested-news gold and
{labels} reports with our own labels (see `training/labels/`), {statements} statements in all; {epochs} epochs, seed
{seed}. {held} more documents were held out to fit the score and its threshold. The starting weights are
sentence-transformers/all-MiniLM-L6-v2.

**Licences.** The starting weights are Apache-2.0, and so is this model. PolNeAR states no licence, the reports belong
to their outlets: they were trained and measured on, and no text of theirs is shipped.

**Measured on the open development parts** (never trained on; F1 unless said otherwise):

| | |
|---|---|
{rows}

**Made for** reading English news reports, one at a time, on a CPU. **Not made for** verdicts: an attribution says that
a report says that somebody said something.

**Limits.** English only. News prose: tweets, transcripts and court papers read worse. A cue whose source or content
lies some paragraphs away loses it. Rare acts (`defend`, `ask`, `threaten`) rest on few examples. The reports are
of 2014 to 2020 and mostly of outlets in the United States, Britain and the Middle East; their habits are the model's.
Scores are calibrated on documents of the same kinds and will be less so elsewhere.
"""


def measure(model: Model, shared: Path) -> dict[str, str]:
    """The figures of the card, by name."""
    out: dict[str, str] = {}
    for name, folder, scheme in (
        ("PolNeAR", shared / "polnear" / "dev", Scheme.POLNEAR),
        ("contested", shared / "gold" / "contested" / "dev", Scheme.CONTESTED),
    ):
        documents = list(getattr(corpora, scheme.value)(folder))
        found: dict[str, list[dict[str, Any]]] = {}
        for d in documents:
            segments = segment(d.text)
            attributions, vectors = attribute(segments, encode(segments, model, scheme), model, scheme=scheme)
            classes = classify(vectors, model, segments, attributions)
            found[d.name] = [
                {r: [(s.start, s.end) for s in getattr(a, r)] for r in corpora.ROLES}
                | {"score": a.score, "act": act.value, "factuality": factuality.value}
                for a, (act, factuality) in zip(attributions, classes, strict=True)
            ]
        scores = [a["score"] for d in documents for a in found[d.name]]
        truths = [t for d in documents for t in measures.right(d, found[d.name])]
        if scheme is Scheme.POLNEAR:
            result = measures.polnear(documents, found)["all"]
            out[f"{name} content / attribution"] = "{:.3f} / {:.3f}".format(
                result["content@0.5"]["f1"], result["attribution"]["f1"]
            )
        else:
            result = measures.contested(documents, {k: {"statements": v} for k, v in found.items()})
            out[f"{name} statement / attribution"] = "{:.3f} / {:.3f}".format(
                result["statement"]["f1"], result["attribution"]["f1"]
            )
            for label in ("act", "factuality"):
                out[f"{name} {label}, accuracy / macro-F1 on matched statements"] = "{:.3f} / {:.3f}".format(
                    result[label]["accuracy"], result[label]["macro_f1"]
                )
        out[f"{name}, expected calibration error of the score"] = f"{measures.calibration(scores, truths)['ece']:.3f}"
    return out


def main() -> None:
    """Measure and write CARD.md beside the model's files."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True)
    p.add_argument("--training", type=Path, required=True, help="training.json from train.py")
    a = p.parse_args()
    model = Model(a.model, threads=2)
    how = json.loads(a.training.read_text())
    data = parts(a.shared, int(how["seed"]))
    rows = measure(model, a.shared)
    card = CARD.format(
        name=model.name,
        encoder=(a.model / "encoder.onnx").stat().st_size / 1e6,
        heads=(a.model / "heads.npz").stat().st_size / 1e6,
        **{k: len(v[0]) for k, v in data.items()},
        statements=sum(len(d.attributions) for v in data.values() for d in v[0]),
        epochs=how["epochs"],
        seed=how["seed"],
        held=sum(HELD.values()),
        rows="\n".join(f"| {k} | {v} |" for k, v in rows.items()),
    )
    (a.model / "CARD.md").write_text(card, encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
