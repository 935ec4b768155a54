"""The example through the whole pipeline: nothing false on the changes list, and the dispute's turns are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportedly import load, read
from reportedly.ledger import Ledger
from reportedly.positions import view_of
from reportedly.terms import Act, Factuality
from tests.handmade import EXAMPLE

pytestmark = pytest.mark.model

#: what happened: party, view before, view after, day
TURNS = {
    ("RUS", "deny", "withhold", "2024-10-24"),
    ("RUS", "withhold", "affirm", "2025-04-26"),
    ("PRK", "deny", "withhold", "2024-10-25"),
    ("PRK", "withhold", "affirm", "2025-04-28"),
    ("PRK", "deny", "affirm", "2025-04-28"),
    ("NATO", "doubt", "affirm", "2024-10-28"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger(tmp_path_factory.mktemp("example") / "reportedly.db") as ledger:
        for path in sorted(EXAMPLE.glob("*.html"), key=lambda path: Path(path).name):
            report, problems = load(path)
            ledger.append(read(report, problems=problems))
        yield ledger


def test_nothing_false_is_on_the_changes_list(told: Ledger) -> None:
    found = set()
    for change in told.changes():
        before, after = (view_of(Act(one.act), Factuality(one.factuality)) for one in (change.earlier, change.later))
        found.add((change.party, before, after, change.day))
    assert found <= TURNS
    assert len(found) >= 5
    assert {turn[0] for turn in found} == {"RUS", "PRK", "NATO"}


def test_most_reports_are_of_one_story(told: Ledger) -> None:
    assert max(line.reports for line in told.stories()) >= 12
