"""The rules of quarters and halves of a year: `the third quarter of 2023`, `the year-ago period`, `the first half`."""

from __future__ import annotations

from reportedly.stages._timeparts import Expression, Parts, lead_of, ordinal_of, unit_of, year_of

__all__ = ["half_of", "quarter", "quarter_before", "short_quarter", "the_quarter", "year_ago"]


def quarter(parts: Parts) -> Expression | None:
    number = ordinal_of(parts.word("o"))
    if number is None or not 1 <= number <= 4:
        return None
    year, lead = year_of(parts)
    if lead == "?":
        return None
    if parts.word("y0"):
        year = int(parts.word("y0"))
    if parts.word("l0"):
        if parts.word("u0") != "year":
            return None
        lead = parts.word("l0")
    if parts.word("ago"):
        return parts.make("relative", grain="quarter", number=number, amount=-4)
    return parts.make(
        "fixed" if year else "named", grain="quarter", number=number, year=year, lead=("year:" + lead) if lead else ""
    )


def short_quarter(parts: Parts) -> Expression | None:
    """`Q3`, `Q3 of 2024`."""
    letter, digit = parts.tokens[parts.match.start()], parts["d"][0]
    if not letter.capital or letter.end != digit.start or digit.word not in ("1", "2", "3", "4"):
        return None
    year = int(parts.word("y")) if parts.word("y") else None
    if year is None and parts.before() not in ("in", "of", "for", "since", "during", "from", "by"):
        return None  # a car, a question
    return parts.make("fixed" if year else "named", grain="quarter", number=int(digit.word), year=year)


def the_quarter(parts: Parts) -> Expression | None:
    if parts.word("q") not in ("quarter", "period"):
        return None
    if parts.word("y0"):
        return parts.make("relative", grain="quarter", amount=0, year=int(parts.word("y0")))
    if parts.word("ago"):
        return parts.make("relative", grain="quarter", amount=-4, lead=parts.word("q"))
    lead = lead_of(parts["lead"])
    if not parts.match.start("q") > parts.match.start() or (parts.word("q") == "period" and lead != "latest"):
        return None
    if parts.after() in ("of", "century", "-"):
        return None
    if lead in ("", "that", "same", "latest"):
        return parts.make("relative", grain="quarter", amount=0, lead=lead or "quarter")
    if lead in ("previous", "following"):
        return parts.make("relative", grain="quarter", amount=-1 if lead == "previous" else 1)
    return parts.make("deictic", grain="quarter", amount={"last": -1, "next": 1}.get(lead, 0))


def quarter_before(parts: Parts) -> Expression | None:
    """`the quarter a year ago`, `the same period last year`, `last year's quarter`: as `a year ago` of what is told."""
    if (parts.word("u") or parts.word("u2")) != "year":
        return None
    if parts.word("q") == "quarter":
        return parts.make("relative", grain="quarter", amount=-4)
    return parts.make("relative", grain="year", amount=-1, lead="reported")


def year_ago(parts: Parts) -> Expression | None:
    grain, _ = unit_of(parts.word("u"))
    return parts.make("relative", grain=grain, amount=-1, lead="reported")


def half_of(parts: Parts) -> Expression | None:
    number = 2 if parts.word("o") in ("last", "second") else ordinal_of(parts.word("o"))
    if number not in (1, 2):
        return None
    year, lead = year_of(parts)
    if lead == "?" or not (year or lead or parts.word("the_year") == "year"):
        return None
    return parts.make(
        "fixed" if year else "named", grain="half", number=number, year=year, lead=("year:" + lead) if lead else ""
    )
