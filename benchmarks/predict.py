"""What `reportedly` finds in a corpus, as JSON lines: `python benchmarks/predict.py polnear|contested DIR`.

`polnear` reads `DIR/text/*.txt`; `contested` reads `DIR/*.txt` and of `NAME.json` nothing but `published`. One object
a report goes to standard output. `--disguise` changes the texts first, to see what a reading loses without capitals,
paragraph breaks or quotation marks; offsets are those of the original text all the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import reportedly
from disguise import DISGUISES, Disguised
from reportedly.terms import Scheme


def texts(corpus: str, folder: Path) -> Iterator[tuple[str, str, str | None]]:
    """Name, text and publication date of each report."""
    for path in sorted((folder / "text" if corpus == "polnear" else folder).glob("*.txt")):
        published = None
        beside = path.with_suffix(".json")
        if corpus == "contested" and beside.exists():
            published = json.loads(beside.read_text(encoding="utf-8")).get("published")
        yield path.stem, path.read_bytes().decode("utf-8"), published


def spans(found: Any, back: Disguised) -> list[list[int]]:
    """Spans as pairs of offsets into the original text."""
    return [list(back.original(s.start, s.end)) for s in found]


def predict(corpus: str, name: str, text: str, published: str | None, disguise: str) -> dict[str, Any]:
    """One report's object."""
    back = DISGUISES[disguise](text)
    scheme = Scheme.POLNEAR if corpus == "polnear" else Scheme.CONTESTED
    reading = reportedly.read(back.text, published=published, scheme=scheme)
    rows = [
        {
            "source": spans(a.source, back),
            "cue": spans(a.cue, back),
            "content": spans(a.content, back),
            "score": a.score,
        }
        for a in reading.attributions
    ]
    if corpus == "polnear":
        return {"doc": name, "attributions": rows}
    stated = {s.attribution: s for s in reading.statements}
    for row, a in zip(rows, reading.attributions, strict=True):
        s = stated[a.id]
        row |= {"speaker": s.speaker.name, "party": s.party, "act": s.act, "factuality": s.factuality}
    events = [
        {
            "anchor": spans([e.anchor], back)[0],
            "type": e.type,
            "actor": [p.party for p in e.actors if p.party],
            "recipient": [p.party for p in e.recipients if p.party],
            "modality": e.modality,
        }
        for e in reading.events
    ]
    return {"doc": name, "statements": rows, "events": events}


def main() -> None:
    """Parse the arguments and print the predictions."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("corpus", choices=["polnear", "contested"])
    p.add_argument("folder", type=Path)
    p.add_argument("--disguise", choices=sorted(DISGUISES), default="none")
    a = p.parse_args()
    found = False
    for name, text, published in texts(a.corpus, a.folder):
        found = True
        print(json.dumps(predict(a.corpus, name, text, published, a.disguise)), flush=True)
    if not found:
        sys.exit(f"no reports in {a.folder}")


if __name__ == "__main__":
    main()
