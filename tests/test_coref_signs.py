"""Signs of pairs of one deed: symmetric, and a deed that is one event elsewhere is taken for one."""

from __future__ import annotations

import numpy as np
from benchmarks.coref_corpus import Mention, make
from benchmarks.coref_signs import Deeds, Shared, mention_signs, salience, signs
from hypothesis import given
from hypothesis import strategies as st

from reportedly.wording import table

WORDS = st.lists(
    st.sampled_from("Harbour fire burned rescuers Nordby 14 people fled the crew praised".split()), max_size=6
)
ROW = [0.0] * 15


def mention(doc: str, words: list[str], deed: str = "burned", sentence: int = 0) -> tuple[Mention, list]:
    tokens = [(at, sentence, word) for at, word in enumerate([*words, deed])]
    return make(f"{doc}#1", doc, doc, sentence, [len(words)], tokens), tokens


@given(WORDS, WORDS)
def test_signs_do_not_depend_on_which_comes_first(one: list[str], other: list[str]) -> None:
    a, b = mention("1_1ecb", one)[0], mention("1_2ecb", other)[0]
    assert signs(a, b, ROW, [0.5]) == signs(b, a, ROW, [0.5])


def test_a_deed_that_is_one_event_elsewhere_is_taken_for_one() -> None:
    told, truth = {}, {}
    for group in range(6):
        pairs = [("burned", True), ("said", False)] * 4
        told[group] = [
            signs(mention("1_1ecb", [], deed)[0], mention("1_2ecb", [], deed)[0], ROW, []) for deed, _ in pairs
        ]
        truth[group] = np.array([yes for _, yes in pairs])
    likely = Deeds(told, truth, dict.fromkeys(told, 8))(told[0][:2])
    assert likely[0] > 0.7
    assert likely[1] < 0.3


def test_what_the_whole_group_says_makes_nobody_alike() -> None:
    said = {
        "1_1ecb": "Nordby harbour",
        "1_2ecb": "Nordby harbour",
        "1_3ecb": "Nordby square",
        "1_4ecb": "Nordby square",
    }
    made = {doc: mention(doc, words.split()) for doc, words in said.items()}
    pairs = np.array([(0, 1), (0, 2)])
    rows = salience([one for one, _ in made.values()], pairs, {doc: own for doc, (_, own) in made.items()}, said)
    assert rows[0, 0] > 0.99
    assert abs(rows[1, 0]) < 1e-6
    # all four reports have the deed
    assert rows[0, 6:10].tolist() == [1.0] * 4


def test_a_deed_that_stands_alone_elsewhere_is_taken_to_stand_alone() -> None:
    group = [mention(f"1_{number}ecb", [], deed)[0] for number, deed in enumerate(["burned", "said"] * 8)]
    told = mention_signs(group, table())
    likely = Shared(told, [m.head == group[0].head for m in group])(told[:2])
    assert likely[0] > 0.7
    assert likely[1] < 0.3
