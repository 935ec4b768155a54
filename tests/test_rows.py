"""What the ledger's tables keep of a mention: its deed's words, its time, and a claim's score."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportedly.ledger.rows import claim_rows, mention_rows
from reportedly.terms import TimexType
from reportedly.types import Report, Timex
from reportedly.words import base, stem
from tests.handmade import find, reading

TEXT = "Arcadia denied on Monday that Utopia had sent 3,000 troops to Freedonia."


def made(anchor: str, when: str | None = None) -> dict[str, object]:
    event: dict[str, object] = {"anchor": anchor, "type": "MOBILIZE"}
    if when:
        event["when"] = {"words": when, "value": "2024-01-01"}
    marks = {
        "events": {"e": event},
        "claims": [
            {
                "source": ["Arcadia"],
                "cue": ["denied"],
                "content": ["Utopia had sent 3,000 troops to Freedonia"],
                "party": "ARC",
                "act": "deny",
                "event": "e",
                "score": 0.8,
            }
        ],
    }
    said = Timex(span=find(TEXT, "Monday"), type=TimexType.DATE, value="2024-01-01", begin="2024-01-01")
    found = reading(Report(id="r", text=TEXT), marks)
    found = replace(found, statements=tuple(replace(one, said=said) for one in found.statements))
    (row,) = mention_rows(found)
    (claim,) = claim_rows(replace(found, events=(replace(found.events[0], score=0.1),)))
    return {**row, "claim": claim["score"]}


@pytest.mark.parametrize(
    ("anchor", "stems"),
    [
        ("sent", {"sent"}),
        ("had sent 3,000 troops to Freedonia", {"sent", "troop"}),
        ("denied on Monday that Utopia had sent 3,000 troops", set()),
        ("Utopia", {"utopia"}),
    ],
)
def test_the_words_of_a_deed_are_neither_names_nor_numbers_nor_what_is_said_of_it(anchor: str, stems: set[str]) -> None:
    assert set(str(made(anchor)["stems"]).split()) == stems


def test_the_time_of_saying_is_not_the_events() -> None:
    assert (made("sent", "Monday")["when"], made("sent", "Monday")["begin"]) == (None, None)


def test_how_much_a_report_dwells_on_an_event_is_not_how_surely_its_statement_is_read() -> None:
    assert made("sent")["claim"] == 0.8


def test_irregular_forms_meet_their_verb() -> None:
    for form, verb in (("sent", "sends"), ("struck", "strikes"), ("taken", "takes"), ("deaths", "died")):
        assert base(stem(form)) == base(stem(verb)), form
    assert base(stem("port")) == stem("port")
