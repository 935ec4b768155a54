"""Segmentation: words with the state of their quotation marks, sentences, paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.stages.segment import LOWER, OTHER, UPPER, _balanced, segment


def quoted(text: str) -> str:
    """The words inside quotation marks, as a string."""
    s = segment(text)
    return " ".join(f for f, q in zip(s.forms, s.quoted, strict=True) if q)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("He said “we know” and left.", "“ we know ”"),
        ('He said "we know" and left.', "“ we know ”"),
        ('"We know," he said. "We do."', "“ We know , ” “ We do . ”"),
        ("The minister’s men said so.", ""),
        ("The states’ rights and the ‘old guard’ stand.", "‘ old guard ’"),
        ("«Nous savons», he said.", "“ Nous savons ”"),
        ("It was 5' 11\" tall.", "”"),
        ("‘We don’t know,’ she said.", "‘ We don ' t know , ’"),
    ],
)
def test_words_inside_quotation_marks(text: str, inside: str) -> None:
    assert quoted(text) == inside


def test_straight_and_curly_marks_read_alike() -> None:
    curly = "“It’s ours,” said Ana. “They’ve ‘lost’ it.”"
    straight = curly.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'")
    assert segment(curly).forms == segment(straight).forms
    assert segment(curly).quoted == segment(straight).quoted


def test_quotation_left_open_is_a_problem_and_ends_with_its_paragraph() -> None:
    s = segment("He said “we know.\nThen he left.")
    assert [p.code for p in s.problems] == ["quotation-not-closed"]
    assert s.problems[0].span is not None
    assert s.problems[0].span.start == 8
    assert s.quoted[s.forms.index("Then")] == 0


def test_quotation_over_paragraphs_that_opens_again_is_no_problem() -> None:
    s = segment("He said “we know.\n“We do.”")
    assert s.problems == ()
    assert s.quoted[s.forms.index("do")] == 1


def test_paragraphs_of_a_report() -> None:
    s = segment("Army moves north\nThe army moved north on Monday.\n\nIt stopped there.")
    assert sorted(set(s.paragraphs)) == [0, 1, 2]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "THE MINISTRY SAID TODAY THAT THE BRIDGE HAD BEEN TAKEN BY THE\n"
        "FORCES OF THE NORTHERN COMMAND AND THAT TWO MEN WERE HURT IN\n"
        "THE FIGHTING. A SPOKESMAN FOR THE COMMAND SAID THAT HE DID NOT\n"
        "KNOW OF ANY BRIDGE AND THAT NOBODY HAD BEEN NEAR THE RIVER IN\n"
        "THE LAST WEEK. RESIDENTS SAID THEY HAD HEARD SHOTS AT NIGHT AND\n"
        "STAYED AT HOME.\n\nTHE BRIDGE WAS BUILT IN 1962.\n"
    )
    assert max(segment(text).paragraphs) == 1


def test_a_line_that_goes_on_in_lower_case_is_not_a_paragraph() -> None:
    assert max(segment("The ministry said on Monday evening that the bridge\nhad been taken.").paragraphs) == 0


def test_sentences_keep_titles_and_clock_times_together() -> None:
    text = "Lt. Col. Ana Ruiz spoke at 3 p.m. Monday. She left."
    assert [s.of(text) for s in segment(text).sentence_spans] == [
        "Lt. Col. Ana Ruiz spoke at 3 p.m. Monday.",
        "She left.",
    ]


def test_cases() -> None:
    s = segment("the NATO 12")
    assert s.cases == [LOWER, UPPER, OTHER]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.characters(exclude_categories=()), st.sampled_from("“”\"'‘’ .\n\r\t\u2028😀e\u0301שא")),
        max_size=200,
    )
)
def test_any_text_has_its_words_inside_it_in_order(text: str) -> None:
    s = segment(text)
    columns = (s.starts, s.ends, s.forms, s.cases, s.quoted, s.paragraphs, s.sentences)
    assert len({len(c) for c in columns}) == 1
    at = 0
    for a, b in zip(s.starts, s.ends, strict=True):
        assert at <= a < b <= len(text)
        at = b
    assert s.paragraphs == sorted(s.paragraphs)
    assert s.sentences == sorted(s.sentences)
    for span in s.sentence_spans:
        assert 0 <= span.start < span.end <= len(text)


def test_half_a_surrogate_pair_is_a_character_like_another() -> None:
    s = segment("He \ud800 said so.")
    assert s.forms == ["He", "\ud800", "said", "so", "."]


@pytest.mark.parametrize("repeated", ["The army said “no” to the minister’s plan, again. ", "‘a ", "' ", "a\n", "    "])
def test_long_text_takes_linear_time(repeated: str) -> None:
    import time

    def seconds(n: int) -> float:
        text = repeated * n
        start = time.process_time()
        segment(text)
        return time.process_time() - start

    seconds(50)
    assert seconds(8000) < 100 * max(seconds(400), 0.005)  # 20 where linear, 400 where quadratic


@pytest.mark.parametrize("mark", ["-\n", "-\r\n", "\u2010\n", "\u00ad\n"])
@pytest.mark.parametrize(
    ("before", "after"), [("twenty", "five men left"), ("govern", "ment troops left"), ("20", "man unit")]
)
def test_a_word_cut_at_the_end_of_a_line_ends_no_paragraph(before: str, after: str, mark: str) -> None:
    text = f"They said that {before}{mark}{after}."
    segments = segment(text)
    assert set(segments.paragraphs) == {0}
    assert len(segments.sentence_spans) == 1


def test_a_dash_before_a_capital_line_ends_a_paragraph() -> None:
    assert set(segment("They left -\nThe town was empty.\n\nNobody came.").paragraphs) == {0, 1, 2}


@pytest.mark.parametrize(
    "text",
    [
        'A friend said: “I know him." Berlin would not say. Oslo asked if he had left.',
        "“She was clever. Oslo would not say. Bergen asked if she had left.",
        'He said: "I know. Oslo would not say. Bergen asked if she had left.',
        "He said: “I know. “And I am sure.” Oslo would not say. Bergen asked if she had left.",
    ],
)
def test_a_quotation_that_is_not_closed_swallows_no_sentences(text: str) -> None:
    sentences = [span.of(text) for span in segment(text).sentence_spans]
    assert len(sentences) >= 3
    assert sentences[-1].endswith("had left.")
    assert len(sentences[-1]) < 40


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»", "＂＂"])
def test_a_quotation_that_is_closed_stays_in_one_sentence(marks: str) -> None:
    text = f"He said: {marks[0]}I know. I saw it,{marks[1]} and left. Oslo would not say."
    assert [span.of(text)[-8:] for span in segment(text).sentence_spans] == ["nd left.", "not say."]


@given(st.text(alphabet="a. “”\"'„«»‟＂\n", max_size=80))
def test_marks_made_directed_keep_every_offset(text: str) -> None:
    assert len(_balanced(text)) == len(text)
    assert all(a == b or a in '“”"„«»‟＂' for a, b in zip(text, _balanced(text), strict=True))
