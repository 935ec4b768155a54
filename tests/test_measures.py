"""The project's own scorer against the corpora's scorers, and against figures worked out by hand."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT / "benchmarks"))

import corpora  # noqa: E402
import measures  # noqa: E402
import score  # noqa: E402
from disguise import DISGUISES  # noqa: E402

needs_shared = pytest.mark.skipif(not (SHARED / "tools").is_dir(), reason="the corpora are not beside the repository")


def noisy(document: corpora.Document, rng: random.Random) -> list[dict[str, Any]]:
    """Gold with some statements gone, some moved, some invented: predictions that no perfect scorer forgives."""
    out = []
    for a in document.attributions:
        if rng.random() < 0.2:
            continue
        b: dict[str, Any] = {r: [list(x) for x in a[r]] for r in corpora.ROLES}
        if rng.random() < 0.3:
            b["source"] = [] if b["source"] else [[0, 5]]
        if rng.random() < 0.3:
            start, end = b["content"][0]
            b["content"][0] = [start, max(start + 1, start + (end - start) * rng.randrange(20, 100) // 100)]
        b |= {k: a[k] for k in ("act", "factuality", "party", "speaker") if k in a}
        if "act" in b and rng.random() < 0.3:
            b |= {"act": "assert", "party": "MEDIA:the press", "speaker": None, "factuality": None}
        b["score"] = round(rng.random(), 3)
        out.append(b)
    out.append({"source": [], "cue": [[0, 3]], "content": [[0, 12]], "score": 0.2})
    rng.shuffle(out)
    return out


@needs_shared
def test_polnear_figures_equal_those_of_its_scorer(tmp_path: Path) -> None:
    rng = random.Random(4)
    folder = SHARED / "polnear" / "dev"
    documents = list(corpora.polnear(folder))
    rows = [{"doc": d.name, "attributions": noisy(d, rng)} for d in documents[:-1]]
    predictions = tmp_path / "p.jsonl"
    predictions.write_text("".join(json.dumps(r) + "\n" for r in rows))
    report = tmp_path / "theirs.json"
    command = [sys.executable, str(SHARED / "tools" / "polnear_score.py"), "--gold", str(folder)]
    subprocess.run([*command, "--pred", str(predictions), "--json", str(report)], check=True, capture_output=True)
    theirs, ours = json.loads(report.read_text()), score.score("polnear", folder, predictions)
    assert ours["documents_without_prediction"] == theirs["docs_missing_pred"] == 1
    for subset in measures.SUBSETS:
        for measure in ("content@0.5", "attribution"):
            assert ours[subset][measure] == pytest.approx(theirs[subset][measure])
        for role in corpora.ROLES:
            assert ours[subset]["token"][role] == pytest.approx(theirs[subset]["token"][role])


@needs_shared
def test_contested_figures_equal_those_of_its_scorer(tmp_path: Path) -> None:
    rng = random.Random(5)
    folder = SHARED / "gold" / "contested" / "dev"
    documents = list(corpora.contested(folder))
    rows = []
    for d in documents:
        events = [{**e, "anchor": list(e["anchor"])} for e in d.events if rng.random() < 0.7]
        for e in events:
            if rng.random() < 0.3:
                e["actor"] = []
        rows.append({"doc": d.name, "statements": noisy(d, rng), "events": events})
    predictions = tmp_path / "p.jsonl"
    predictions.write_text("".join(json.dumps(r) + "\n" for r in rows))
    report = tmp_path / "theirs.json"
    command = [sys.executable, str(SHARED / "tools" / "contested_score.py"), "--gold", str(folder)]
    subprocess.run([*command, "--pred", str(predictions), "--json", str(report)], check=True, capture_output=True)
    theirs, ours = json.loads(report.read_text()), score.score("contested", folder, predictions)
    for name in ("party", "party_all", "speaker"):
        assert ours[name] == pytest.approx(theirs[name])
    for name in ("statement", "attribution", "position", "event", "event_roles"):
        assert {k: ours[name][k] for k in ("p", "r", "f1")} == pytest.approx(
            {k: theirs[name][k] for k in ("p", "r", "f1")}
        )
    assert ours["act"]["rare_macro_f1"] == pytest.approx(theirs["act"]["rare_macro_f1"])
    for name in ("act", "factuality"):
        assert ours[name]["accuracy"] == pytest.approx(theirs[name]["accuracy"])
        assert ours[name]["macro_f1"] == pytest.approx(theirs[name]["macro_f1"])


def test_calibration_by_hand() -> None:
    # two bins: .9 twice, right once; .1 twice, right never
    result = measures.calibration([0.9, 0.9, 0.1, 0.1], [True, False, False, False])
    assert result["ece"] == pytest.approx(0.5 * 0.4 + 0.5 * 0.1)


def test_pairs_are_one_to_one_and_best_first() -> None:
    gold = [frozenset({1, 2, 3, 4}), frozenset({3, 4, 5})]
    found = [frozenset({3, 4, 5, 6}), frozenset({1, 2, 3, 4})]
    assert measures.pair(gold, found) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_disguises_lead_back_to_the_original(name: str) -> None:
    text = 'Ana said “no”.\nBen said "YES İ".'
    changed = DISGUISES[name](text)
    at = changed.text.casefold().index("ben")
    a, b = changed.original(at, at + 3)
    assert text[a:b] == "Ben"


@pytest.mark.parametrize(("literal", "span"), [("he@1", (9, 11)), ("he sat", (0, 6))])
def test_gold_literals_by_turn(literal: str, span: tuple[int, int]) -> None:
    assert corpora.locate("he sat, (he) left", literal) == span
