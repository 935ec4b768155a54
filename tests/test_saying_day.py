"""The day on which something was said, where the words alone would put it after the report."""

import pytest

import reportedly


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("The Norwegian foreign ministry on Friday would not confirm the report.", "2024-10-26", "2024-10-25"),
        ("The Norwegian foreign ministry on Friday denied the report.", "2024-10-26", "2024-10-25"),
        ("The Norwegian foreign ministry said on Monday that the ship had left.", "2024-10-30", "2024-10-28"),
        ("The Norwegian foreign ministry said on Monday that the ship had left.", None, "XXXX-WXX-1"),
    ],
)
def test_nothing_is_said_after_its_report(text: str, published: str | None, day: str) -> None:
    (statement,) = reportedly.read(text, published=published).statements
    assert statement.said is None or statement.said.value == day
    assert published is None or statement.said is not None
