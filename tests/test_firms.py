"""Organisations unknown to the registry: shown by staff, nouns, legal form, domain or people they own."""

from __future__ import annotations

import pytest

from reportedly.registry import load
from reportedly.stages._firms import firms
from reportedly.stages._scene import Scene
from reportedly.stages.cast import build


def shown(text: str) -> dict[str, set[str]]:
    """What a text shows of each organisation."""
    scene = Scene(text, None, load())
    return {firm.name: firm.tags for firm in firms(scene, build(scene, [])).values()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nimbar CEO Ana Ruiz said no.", {"Nimbar": {"staff"}}),
        ("An editor at The Dravel Post said no.", {"Dravel Post": {"press"}}),
        ("The airline Ostravia denied it.", {"Ostravia": {"is airline"}}),
        ("Pimly, a new website, denied it.", {"Pimly": {"is website"}}),
        ("Nimbar Inc. denied it.", {"Nimbar": {"form"}}),
        ("It was on pimly.com yesterday.", {"pimly.com": {"domain"}}),
        ("Pimly's Ana Ruiz wrote it.", {"Pimly": {"owns"}}),
        ("The Harrow Lane Clinic denied it.", {"Harrow Lane Clinic": {"is clinic"}}),
        # states, offices, titles and the first word of a sentence are no organisations
        ("Former CEO Ana Ruiz said no.", {}),
        ("Russian spokesman Ivan Petrov said no.", {}),
        ("The Kremlin spokesman said no.", {}),
        ("Prime Minister Ana Ruiz said no.", {}),
        ("Ana Ruiz, a manager, left.", {}),
        ("", {}),
    ],
)
def test_what_shows_an_organisation(text: str, expected: dict[str, set[str]]) -> None:
    assert shown(text) == expected


def test_namings_are_counted_with_and_without_the_possessive() -> None:
    scene = Scene("Nimbar CEO Ana Ruiz left. She likes Nimbar's coffee.", None, load())
    (firm,) = firms(scene, build(scene, [])).values()
    assert (firm.times, firm.first) == (2, 0)
