"""Time expressions: tables of sentences written for the purpose, properties over arbitrary text, and time taken."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.stages.timex import find_timexes, read_timexes
from reportedly.terms import Reference, TimexType

WEDNESDAY = "2024-10-30"

# text with the expression in brackets, its value as published on Wednesday 30 October 2024
DATED = [
    ("The envoy arrived on [Monday].", "2024-10-28"),
    ("The envoy will arrive on [Monday].", "2024-11-04"),
    ("The envoys are expected to meet on [Friday] in Geneva.", "2024-11-01"),
    ("Both sides agreed to sign the text on [Thursday].", "2024-10-31"),
    ("On [Tuesday], the ministry would present the plan.", "2024-11-05"),
    ("On [Tuesday], the ministry denied it.", "2024-10-29"),
    ("The court is to rule by [Friday].", "2024-11-01"),
    ("The truce holds until [Sunday], officials said.", "2024-11-03"),
    ("Until [Thursday], they had not named him.", "2024-10-24"),
    ("Only two states had sent their reports by [Friday].", "2024-10-25"),
    ("Two states will have sent their reports by [Friday].", "2024-11-01"),
    ("The truce had been due to expire on [Friday].", "2024-10-25"),
    ("The truce was due to expire on [Friday].", "2024-11-01"),
    ("In [March], ahead of the ruling in Smith v. Jones, a judge freed both men.", "2024-03"),
    ("In [March], ahead of the visit of Gen. Smith, a judge freed both men.", "2024-03"),
    ("[Tuesday]'s strike killed nobody.", "2024-10-29"),
    ("He spoke [earlier on Monday].", "2024-10-28"),
    ("He left [last Friday].", "2024-10-25"),
    ("They meet again [next Tuesday].", "2024-11-05"),
    ("It happened on [Wednesday].", "2024-10-30"),
    ("The pact was signed [last June].", "2024-06"),
    ("It was signed [last December].", "2023-12"),
    ("He was arrested in [May].", "2024-05"),
    ("The vote will be held in [March].", "2025-03"),
    ("Troops must leave by [December].", "2024-12"),
    ("They have fought since [2014].", "2014"),
    ("He resigned [two years ago].", "2022"),
    ("She left [three months ago].", "2024-07"),
    ("It began [10 days ago].", "2024-10-20"),
    ("The raid took place [two weeks ago].", "2024-W42"),
    ("They will meet [later this week].", "2024-W44"),
    ("It was agreed [earlier this month].", "2024-10"),
    ("[Last week] it rained.", "2024-W43"),
    ("The budget for [next year] is not ready.", "2025"),
    ("[Yesterday] it was calm.", "2024-10-29"),
    ("[Yesterday morning] it was calm.", "2024-10-29TMO"),
    ("They will decide [tomorrow].", "2024-10-31"),
    ("He will speak [tonight].", "2024-10-30TNI"),
    ("The shelling began [Monday night].", "2024-10-28TNI"),
    ("The strike came [last night].", "2024-10-29TNI"),
    ("It rose in [the third quarter].", "2024-Q3"),
    ("It fell in [the first quarter of 2023].", "2023-Q1"),
    ("Losses in [the first half of 2022] were heavy.", "2022-H1"),
    ("He was born on [5 March 1990].", "1990-03-05"),
    ("He was born on [March 5, 1990].", "1990-03-05"),
    ("It took effect on [the 3rd of June].", "2024-06-03"),
    ("It took effect on [May twenty-fifth].", "2024-05-25"),
    ("It took effect on [the twenty-\nsecond of May 2023].", "2023-05-22"),
    ("It took effect on [5\nJune 2023].", "2023-06-05"),
    ("It took effect on [\u0665 June 2023].", "2023-06-05"),
    ("It took effect on \u200f[5 June\u200e 2023]\u200f.", "2023-06-05"),
    ("The raid of [Oct. 7] is disputed.", "2024-10-07"),
    ("They will vote on [Jan. 20].", "2025-01-20"),
    ("It was reported on [Tuesday, Oct. 29].", "2024-10-29"),
    ("In [August 2008] the war broke out.", "2008-08"),
    ("In [the summer of 2006] it was bombed.", "2006-SU"),
    ("[Last winter] the grid failed.", "2023-WI"),
    ("In [the 1990s] they were allies.", "199"),
    ("In [the late 1980s] they were allies.", "198"),
    ("It dates from [the 19th century].", "18"),
    ("It happened on [2024-10-12].", "2024-10-12"),
    ("It was dated [10/12/2024].", "2024-10-12"),
    ("It opened at [10 p.m. on Tuesday].", "2024-10-29T22:00"),
    ("It opened at [9:30 a.m. Monday].", "2024-10-28T09:30"),
    ("It opened at [4 in the morning].", "2024-10-30T04:00"),
    ("It opened at [two in the afternoon].", "2024-10-30T14:00"),
    ("It opened at [14:30 p.m.], late.", "2024-10-30T14:30"),
    ("He left [the day before last Monday].", "2024-10-27"),
    ("He left [the day after Oct. 7].", "2024-10-08"),
    ("He left [the week after Oct. 7].", "2024-W42"),
    ("He left on [Monday night, Oct. 28].", "2024-10-28TNI"),
    ("He will leave [this coming Sunday, November 3].", "2024-11-03"),
    ("It forecast a loss for [the full year].", "2024"),
    ("It lost money in [the latest period].", "2024-Q3"),
    ("It grew in the fourth quarter and fell in [the latest quarter].", "2024-Q3"),
    ("They met over [the weekend].", "2024-W43-WE"),
    ("He left on [Christmas Eve].", "2024-12-24"),
    ("[Currently] nobody knows.", "PRESENT_REF"),
    ("He was [recently] freed.", "PAST_REF"),
    ("It was agreed in [the year two thousand].", "2000"),
]

# by what decides: the verb or the plan that a weekday or day goes with
SIDES = [
    ("The party won the seat on [Saturday].", "2024-10-26"),
    ("The party won't hold the seat after [Saturday].", "2024-11-02"),
    ("He was held in May, and freed after a raid on [Saturday].", "2024-10-26"),
    ("The talks open [Thursday] in Oslo.", "2024-10-31"),
    ("Both sides meet [Friday] in Oslo.", "2024-11-01"),
    ("The envoy and the minister Anna Berg meet quietly [Friday].", "2024-11-01"),
    ("They did not meet [Friday].", "2024-10-25"),
    ("At the meet [Friday], he fell.", "2024-10-25"),
    ("The offensive began as planned on [Saturday].", "2024-10-26"),
    ("The offensive began as previously planned on [Saturday].", "2024-10-26"),
    ("A march planned for [Tuesday] was cancelled.", "2024-10-29"),
    ("A march planned for [Friday] was cancelled.", "2024-11-01"),
    ("The march is planned for [Tuesday].", "2024-11-05"),
    ("It would be paid on a still unspecified date in [January].", "2025-01"),
    ("Police look into the blast that injured them in [March].", "2024-03"),
    ("Spain braced for weeks of doubt [Tuesday].", "2024-10-29"),
    ("Parties prepared for the last round, among them a debate [Friday].", "2024-11-01"),
    ("Trade would suffer if he won the vote on [Nov. 20].", "2024-11-20"),
    ("Tempers rose before [Thursday]'s vote.", "2024-10-31"),
    ("SEOUL (Agency) - The army fired a missile [Thursday], officials said.", "2024-10-31"),
    ("SEOUL (Agency) - The army fired a missile [Friday], officials said.", "2024-10-25"),
    ("Talks are slow. The envoy, who had little hope, left the town on [Thursday].", "2024-10-24"),
    ("Villages were raided, most recently [last May].", "2024-05"),
    ("The losers disputed [Friday]'s vote.", "2024-10-25"),
    ("She was named chief executive, effective [Jan. 5].", "2025-01-05"),
    ("The pact was effective [March 5].", "2024-03-05"),
    ("The firm lost money in the year ended [Nov. 20].", "2023-11-20"),
    ("They will meet at [Thanksgiving].", "2024-11-28"),
    ("Prices have risen since [year-end].", "2023-12-31"),
    ("Prices will have risen by [year-end].", "2024-12-31"),
    ("The vote will be held in [two weeks].", "2024-W46"),
    ("The rest is due to be paid in [three years].", "2027"),
]

# what is told of quarters, years and what they are compared with
COMPARED = [
    ("Profit rose in the third quarter, from [the quarter a year ago].", "2023-Q3"),
    ("Profit rose in the third quarter, against [the same period last year].", "2023-Q3"),
    ("Profit rose in the third quarter, against [last year's quarter].", "2023-Q3"),
    ("Sales rose this year, against [the same period last year].", "2023"),
    ("Sales rose in the third quarter. It will lose in the fourth quarter, unlike [a year ago].", "2023-Q3"),
    ("Sales rose in the third quarter of 2024. It expects losses until 2025. Sales grew from [a year ago].", "2023-Q3"),
    ("Profit fell in the third quarter. For the nine months, it fell from [a year earlier].", "2023"),
    ("Sales of 2023 doubled from a year earlier; costs were up from [a year earlier].", "2022"),
    ("Profit fell in the third quarter. It had risen in the second quarter of 2023; in [that quarter] costs fell.",
     "2023-Q2"),
]  # fmt: skip

# feasts that move, and weeks told by them
FEASTS = [
    ("It rained on [Easter Monday].", "2024-04-01"),
    ("It rained on [Palm Sunday].", "2024-03-24"),
    ("They met on [Ash Wednesday 2023].", "2023-02-22"),
    ("The shops were full in [Easter week].", "2024-W13"),
    ("The season peaks as [Election Day] nears.", "2024-11-05"),
    ("The shops will be full in [Christmas week].", "2024-W52"),
]

# the clock, lists that share a year, and dates that drop their noughts
WRITTEN = [
    ("It fell at [7.30 p.m. on Monday].", "2024-10-28T19:30"),
    ("They must hand over by [21:15].", "2024-10-30T21:15"),
    ("It happened on [2024-3-5].", "2024-03-05"),
    ("Sales rose in [Q3].", "2024-Q3"),
    ("Sales rose in [Q2 of 2023].", "2023-Q2"),
    ("It happened on [2024-3-5T10:30].", "2024-03-05T10:30"),
    ("It will [one day] be free.", "FUTURE_REF"),
]

LENGTHS = [
    ("They will go in [the next several weeks].", TimexType.DURATION, "PXW"),
    ("[The next two weeks] are decisive.", TimexType.DURATION, "P2W"),
    ("[The past three months] were calm.", TimexType.DURATION, "P3M"),
    ("It lasted [more than four hours].", TimexType.DURATION, "PT4H"),
    ("A [two-year] truce.", TimexType.DURATION, "P2Y"),
    ("A [month-long] siege.", TimexType.DURATION, "P1M"),
    ("A [decades-long] feud.", TimexType.DURATION, "PXE"),
    ("It took [two and a half years].", TimexType.DURATION, "P2Y6M"),
    ("It took [2 1/2 years].", TimexType.DURATION, "P2Y6M"),
    ("It lasted [half an hour].", TimexType.DURATION, "PT30M"),
    ("It lasted [a decade].", TimexType.DURATION, "P10Y"),
    ("They waited for [years].", TimexType.DURATION, "PXY"),
    ("It has grown in [recent months].", TimexType.DURATION, "PXM"),
    ("He has been away for [the last week].", TimexType.DURATION, "P1W"),
    ("The wall was built in [two weeks].", TimexType.DURATION, "P2W"),
    ("It is the second time in [four days].", TimexType.DURATION, "P4D"),
    ("He was sentenced to [one day] in jail.", TimexType.DURATION, "P1D"),
    ("Profit for [the year-earlier nine months] was low.", TimexType.DURATION, "P9M"),
    ("They waited for [a few days].", TimexType.DURATION, "PXD"),
    ("It needs [twenty-four hours].", TimexType.DURATION, "PT24H"),
    ("They march [every Friday].", TimexType.SET, "XXXX-WXX-5"),
    ("They march on [Mondays].", TimexType.SET, "XXXX-WXX-1"),
    ("They pay [each month].", TimexType.SET, "P1M"),
    ("It costs $5 million [a year].", TimexType.SET, "P1Y"),
    ("It is printed [weekly].", TimexType.SET, "P1W"),
    ("THEY OWE $6 BILLION [YEARLY] IN INTEREST.", TimexType.SET, "P1Y"),
]

# told from another time in the text; the last expression is the one asked for
TOLD = [
    ("He left on Oct. 12. [The day before], he had resigned.", "2024-10-11"),
    ("He left on Oct. 12. She followed [two days later].", "2024-10-14"),
    ("He won in May 2019. [A year earlier] he had lost.", "2018-05"),
    ("He won in 2019. He lost [the following year].", "2020"),
    ("He left on Oct. 12. [That day] it rained.", "2024-10-12"),
    ("He left on Oct. 12. [The next day] it rained.", "2024-10-13"),
    ("He won in 2019. There was a coup [that year].", "2019"),
    (
        "He left on Oct. 12. " + "Nobody knew why he had gone, or where. " * 20 + "[A day later], she followed.",
        "2024-10-13",
    ),
    ("It cost $3 on Oct. 12, down from $4 the day before. The other cost $2, from $1 [the day before].", "2024-10-11"),
    (
        "He won in 2019. " + "Nobody knew why he had run, or where. " * 20 + "By [the end of the year] he is gone.",
        "2024",
    ),
    ("Nobody knew. [A day later], she followed.", "XXXX-XX-XX"),
    ("Nobody knew. [A day later], she will follow.", "2024-10-31"),
]

UNDATED = [
    ("He left on [Monday].", "XXXX-WXX-1"),
    ("He left in [June].", "XXXX-06"),
    ("He left on [5 June].", "XXXX-06-05"),
    ("He left [yesterday].", "XXXX-XX-XX"),
    ("He left [last week].", "XXXX-WXX"),
    ("He left [last year].", "XXXX"),
    ("It fell in [the third quarter].", "XXXX-Q3"),
]


def marked(line: str) -> tuple[str, int, int]:
    """The text without its brackets, and where they stood."""
    start, end = line.index("["), line.index("]") - 1
    return line.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("line", "value"), DATED + TOLD + SIDES + COMPARED + FEASTS + WRITTEN)
def test_value(line: str, value: str) -> None:
    text, start, end = marked(line)
    found = find_timexes(text, WEDNESDAY)
    assert [(t.span.start, t.span.end, t.value) for t in found if t.span.end > start] == [(start, end, value)]


@pytest.mark.parametrize(("line", "kind", "value"), LENGTHS)
def test_lengths_and_sets(line: str, kind: TimexType, value: str) -> None:
    text, start, end = marked(line)
    found = find_timexes(text, WEDNESDAY)
    assert [(t.span.start, t.span.end, t.type, t.value) for t in found] == [(start, end, kind, value)]


@pytest.mark.parametrize(("line", "value"), UNDATED)
def test_without_date_the_value_says_so(line: str, value: str) -> None:
    text, start, end = marked(line)
    (found,) = find_timexes(text)
    assert (found.span.start, found.span.end, found.value) == (start, end, value)
    assert found.reference is Reference.MISSING
    assert str(date.today().year) not in found.value


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("They will meet later this week.", "2024-10-31", "2024-11-03"),
        ("They met earlier this week.", "2024-10-28", "2024-10-30"),
        ("They have fought since 2014.", "2014-01-01", None),
        ("Troops must leave by December.", None, "2024-12-31"),
        ("They will leave before 2026.", None, "2025-12-31"),
        ("They will go in the next two weeks.", "2024-10-30", "2024-11-13"),
        ("It was calm over the past three months.", "2024-07-30", "2024-10-30"),
        ("They will go in the next several weeks.", "2024-10-30", None),
        ("It fell in February 2024.", "2024-02-01", "2024-02-29"),
    ],
)
def test_days_meant(text: str, begin: str | None, end: str | None) -> None:
    (found,) = find_timexes(text, WEDNESDAY)
    assert (found.begin, found.end) == (begin, end)


@pytest.mark.parametrize(
    "text",
    [
        "He may march on the capital, and may fall.",
        "The march on the capital was long.",
        "He was 37 years old.",
        "Three-quarters of the vote was counted.",
        "He fell in his thirties.",
        "He was in his 30s.",
        "Room 1999 was empty; it cost $2000.",
        "He came second, by a quarter.",
        "The senator told a reporter of 60 Minutes that he would stay.",
        "Speaking on This Week, the minister denied it again.",
        "The star of High Noon rose; for the party, high noon has come.",
        "He told ''60 Minutes,'' a programme, that he would stay.",
        "He told USA Today that he would stay.",
        "This is the challenge of today's youth and of tomorrow's world.",
        "Its owners bought the Daily Courier; the weekly said no more.",
        "Markets fell on Black Monday; troops fired on Bloody Sunday.",
        "He was ill, but he was soon released, and the trickle soon became a flood.",
        "He fell soon after the vote.",
        "The law is of the year 0.",
        "The new Q3 is a car; there was a Q & A.",
        "The spring of the clock broke in its fall from the wall.",
    ],
)
def test_no_times(text: str) -> None:
    assert find_timexes(text, WEDNESDAY) == ()


@pytest.mark.parametrize(
    ("text", "published", "value", "code"),
    [
        ("He was killed on 3 March 2031.", WEDNESDAY, "2031-03-03", "after-publication"),
        ("He left on Monday.", "yesterday", "XXXX-WXX-1", "published-unreadable"),
        ("He left on Monday.", "2024-02-31", "XXXX-WXX-1", "published-unreadable"),
    ],
)
def test_problems(text: str, published: str | None, value: str, code: str) -> None:
    times, problems = read_timexes(text, published)
    assert [t.value for t in times] == [value]
    assert [p.code for p in problems] == [code]


@pytest.mark.parametrize("published", [WEDNESDAY, None])
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("It fell on [31 June].", "no-such-date"),
        ("It fell on [30 February].", "no-such-date"),
        ("It fell on [February 30].", "no-such-date"),
        ("It fell on [Feb. 29, 2023].", "no-such-date"),
        ("It fell on [29 February 1900].", "no-such-date"),
        ("It fell on [32 January 2024].", "no-such-date"),
        ("It fell on [January 32, 2024].", "no-such-date"),
        ("It fell on [32 January].", "no-such-date"),
        ("It fell on [January 32].", "no-such-date"),
        ("It fell on [0 May 2024].", "no-such-date"),
        ("It fell on [the 45th of May].", "no-such-date"),
        ("It fell on [2024-02-30].", "no-such-date"),
        ("It fell on [2024-13-01].", "no-such-date"),
        ("It fell on [31/13/2024].", "no-such-date"),
        ("It fell on [5/0/2024].", "no-such-date"),
        ("It fell at [25:61 p.m.], he said.", "no-such-time"),
        ("It fell at [25:61].", "no-such-time"),
        ("It fell at [13:75 GMT].", "no-such-time"),
        ("It fell at [12:60 a.m.], he said.", "no-such-time"),
        ("It fell at [14:30 a.m.], he said.", "no-such-time"),
        ("It fell at [40pm].", "no-such-time"),
        ("It fell on [Feb. 0, 2024].", "no-such-date"),
        ("It fell on [2024-1-45].", "no-such-date"),
        ("On [0 March], it fell.", "no-such-date"),
        ("It fell on Sunday, [32 May].", "no-such-date"),
        ("It fell on [2024-02-20T25:00].", "no-such-time"),
        ("It fell at [12.60 p.m.], he said.", "no-such-time"),
        ("They must leave by [24:30].", "no-such-time"),
        ("They must leave by [23:75].", "no-such-time"),
        ("It rained until [25:61].", "no-such-time"),
    ],
)
def test_what_the_calendar_or_the_clock_has_not_is_a_problem_and_no_time(
    line: str, code: str, published: str | None
) -> None:
    text, start, end = marked(line)
    times, problems = read_timexes(text, published)
    assert times == ()
    assert [(p.stage, p.code, p.span.start, p.span.end) for p in problems if p.span] == [("timex", code, start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "They won by 25:61 in the end.",
        "They were beaten by 24:30.",
        "He scored at 75:30.",
        "He scored after 75:30.",
        "In January 32 people were killed.",
        "It was unit 45, March said.",
        "The 32nd Brigade crossed.",
        "In May 45 soldiers and 99 June brides met.",
        "Call 2024-13-011.",
        "A ratio of 30:70 is enough.",
    ],
)
def test_numbers_that_are_no_dates_are_no_problem(text: str) -> None:
    assert read_timexes(text, WEDNESDAY)[1] == ()


def test_a_day_goes_on_without_its_impossible_time() -> None:
    times, problems = read_timexes("It fell at 25:61 p.m. on Monday.", WEDNESDAY)
    assert [t.value for t in times] == ["2024-10-28"]
    assert [p.code for p in problems] == ["no-such-time"]


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("It fell on Feb. 29.", "2025-10-30", "2024-02-29"),
        ("They will vote on Feb. 29.", "2027-12-30", "2028-02-29"),
        ("It fell on Feb. 29.", "2024-03-01", "2024-02-29"),
    ],
)
def test_a_leap_day_is_of_a_leap_year(text: str, published: str, value: str) -> None:
    times, problems = read_timexes(text, published)
    assert ([t.value for t in times], problems) == ([value], ())


@pytest.mark.parametrize(
    ("published", "value"), [("2199-05-05", "2199-04-29"), ("8999-12-31", "8999-12-30"), ("1066-10-14", "1066-10-08")]
)
def test_a_report_from_any_year_counts_from_its_own_day(published: str, value: str) -> None:
    times, problems = read_timexes("All is calm. He left on Monday.", published)
    assert ([t.value for t in times], problems) == ([value], ())


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("It fell on Friday, Oct. 25, 2024.", "2024-10-25", []),
        ("It fell on Friday, Oct. 27.", "2023-10-27", []),
        ("It fell on Friday, Oct. 28, 2024.", "2024-10-28", ["weekday-differs"]),
        ("It fell on Friday, 28 October 2024.", "2024-10-28", ["weekday-differs"]),
        ("It fell on Friday, Oct. 26.", "2024-10-26", ["weekday-differs"]),
    ],
)
def test_a_weekday_that_is_not_its_dates_is_a_problem(text: str, value: str, codes: list[str]) -> None:
    times, problems = read_timexes(text, WEDNESDAY)
    assert ([t.value for t in times], [p.code for p in problems]) == ([value], codes)


def test_plan_after_publication_is_no_problem() -> None:
    assert read_timexes("The vote will be held on 3 March 2031.", WEDNESDAY)[1] == ()


@pytest.mark.parametrize(
    ("published", "value"),
    [
        ("2024-10-30T23:30:00-04:00", "2024-10-29"),
        ("2024-10-31T03:30:00Z", "2024-10-30"),
        ("2024-10-30T00:10:00+09:00", "2024-10-29"),
    ],
)
def test_the_day_is_that_of_the_offset(published: str, value: str) -> None:
    assert [t.value for t in find_timexes("He left yesterday.", published)] == [value]


def test_list_of_days() -> None:
    text = "They met on April 24 and 25 and again on Oct. 15-20, with 30 people."
    values = [t.value for t in find_timexes(text, WEDNESDAY)]
    assert values == ["2024-04-24", "2024-04-25", "2024-10-15", "2024-10-20"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They met from Oct. 15-20, 2022, and left.", ["2022-10-15", "2022-10-20"]),
        ("They met on Oct. 15 and 20, 2022.", ["2022-10-15", "2022-10-20"]),
        ("They met on April 24, 25 and 26, 1999 in Rome.", ["1999-04-24", "1999-04-25", "1999-04-26"]),
        ("They met on Oct. 15 and 20 soldiers left.", ["2024-10-15"]),
        ("They leave on Monday and Tuesday nights.", ["XXXX-WXX-1TNI", "XXXX-WXX-2TNI"]),
    ],
)
def test_days_share_the_year_or_the_night_that_closes_them(text: str, values: list[str]) -> None:
    assert [t.value for t in find_timexes(text, WEDNESDAY)] == values


def test_the_impossible_day_of_a_list_is_a_problem_and_the_others_stand() -> None:
    times, problems = read_timexes("It rained from Feb. 28-30, 2023.", WEDNESDAY)
    assert [t.value for t in times] == ["2023-02-28"]
    assert [p.code for p in problems] == ["no-such-date"]


WORDS = st.sampled_from(
    "the a last next this past Monday May March 31 June 30 2024 1990s week weeks year ago earlier later before after "
    "of in on two several half and or - , . ' 's early late mid quarter third second day every few hours 10:30 p.m. "
    "until 31/31/2024 2024-02-30 9999999999 spring Christmas Eve century hundred\n\n".split(" ")
)


@given(
    st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join)),
    st.sampled_from([None, WEDNESDAY, "1000-01-01", "9000-12-31", "x"]),
)
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_the_text_in_order(text: str, published: str | None) -> None:
    times, problems = read_timexes(text, published)
    at = 0
    for timex in times:
        assert at <= timex.span.start < timex.span.end <= len(text)
        at = timex.span.end
        assert timex.value
        for day in (timex.begin, timex.end):
            assert day is None or date.fromisoformat(day)
        assert timex.begin is None or timex.end is None or timex.begin <= timex.end
    for problem in problems:
        assert problem.span is None or problem.span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["the ", "a more ", "about ", "9", "1/", "12:", "Monday ", "last last ", "two-", "1,000,", "of the end ", "'s ",
     "May ", "the next several more ", "twenty-", "and a half "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = (piece * (120_000 // len(piece) + 1))[:120_000]
    before = process_time()
    find_timexes(text, WEDNESDAY)
    assert process_time() - before < 10


def test_the_quarter_ended_on_a_day_is_that_days() -> None:
    times = find_timexes("Sales rose in the quarter ended Sept. 30.", WEDNESDAY)
    assert [t.value for t in times] == ["2024-Q3", "2024-09-30"]
