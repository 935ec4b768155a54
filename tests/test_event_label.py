"""By which words an event is called."""

from __future__ import annotations

import random
from types import SimpleNamespace
from typing import Any

import pytest

from reportedly.ledger.fold import _label


def claim(words: str | None, act: str = "assert", factuality: str = "CT+") -> Any:
    return SimpleNamespace(words=words, act=act, factuality=factuality)


def test_an_event_is_called_by_the_clause_most_like_the_others() -> None:
    claims = [
        claim("ships at sea as “a fairy tale”"),
        claim("Ghana had sent ships to Togo"),
        claim("that Ghana had sent three ships to Togo in May"),
        claim("Ghana’s ships were sent to Togo last week"),
        claim("it had nothing to do with the ships of Ghana", "deny", "CT-"),
    ]
    for seed in range(4):
        random.Random(seed).shuffle(claims)
        assert _label(claims) == "Ghana had sent ships to Togo"


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ([], None),
        ([claim(None), claim("too short")], None),
        ([claim("Ghana had sent ships to Togo", "deny", "CT-")], None),
        ([claim("Ghana had sent 30 ships to Togo"), claim("a fleet was under way to the east")],
         "a fleet was under way to the east"),
        ([claim("a fleet was under way\nto the east")], "a fleet was under way to the east"),
    ],
)  # fmt: skip
def test_clauses_that_deny_or_count_do_not_name_it(claims: list[Any], wanted: str | None) -> None:
    assert _label(claims) == wanted
