"""English is told from other languages, and short or odd English is not accused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.stages.language import check

ENGLISH = (
    "The harbour authority said on Friday that it had not charged any ship for its berth, and that the ministry "
    "would answer questions about the plan when it has been asked. Its spokeswoman told reporters they were wrong."
)


@pytest.mark.parametrize(
    ("text", "language", "accused"),
    [
        (ENGLISH, "en", False),
        (ENGLISH.lower(), "en", False),
        (ENGLISH.upper(), "en", False),
        ("Seoul denied it.", None, False),
        ("", None, False),
        ("Der Minister sagte am Freitag, dass er von dem Plan nichts wisse und die Frage nicht beantworten werde. Das "
         "Amt hat sich auch auf Nachfrage nicht zu den Vorwürfen geäußert.", "de", True),
        ("Le ministre a dit vendredi que le plan n’est pas dans les cartons et qu’il ne répondra pas aux questions sur "
         "la taxe. Une porte-parole a refusé de dire ce qui est prévu pour le port.", "fr", True),
        ("El ministro dijo el viernes que no conoce el plan y que la autoridad del puerto no ha cobrado por los barcos "
         "de grano. Una portavoz se negó a decir lo que va a pasar con la tasa.", "es", True),
        ("Министр заявил в пятницу, что ничего не знает о планах порта и отвечать на вопросы не будет.", None, True),
        ("大臣は金曜日、計画については何も知らないと述べ、質問には答えなかった。", "ja", True),
        ("部长周五表示他对该计划一无所知，并拒绝回答记者的提问。", "zh", True),
        ("장관은 금요일 계획에 대해 아는 바가 없다고 말했다.", "ko", True),
        ("قال الوزير يوم الجمعة إنه لا يعلم شيئا عن الخطة ولن يجيب عن الأسئلة", None, True),
    ],
)  # fmt: skip
def test_told(text: str, language: str | None, accused: bool) -> None:
    found, problems = check(text)
    assert (found, [p.code for p in problems]) == (language, ["not-english"] if accused else [])


@given(st.text())
def test_any_text(text: str) -> None:
    found, problems = check(text)
    assert found is None or len(found) == 2
    assert len(problems) <= 1
