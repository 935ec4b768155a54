"""Figures: a table of expressions written for the purpose, properties over arbitrary text, and time taken."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportedly.stages.quantities import find_quantities, read_quantities

# the figure in braces | low | high | bound | unit | what is said; `-` is none
TABLE = """
{10,000} soldiers crossed the river.|10000|10000|exact|soldiers|crossed
{Over 10,000} foreign soldiers were deployed.|10000|-|over|soldiers|sent
They have sent {around 10,000} soldiers.|10000|10000|about|soldiers|sent
{More than 200} villagers fled.|200|-|over|villagers|displaced
{At least two dozen} people were killed.|24|-|at least|people|killed
{At least 12} miners died.|12|-|at least|miners|killed
{No fewer than 40} houses were destroyed.|40|-|at least|houses|destroyed
{Not less than 40} houses were burned.|40|-|at least|houses|burned
{Up to 300} fighters surrendered.|-|300|at most|fighters|surrendered
{As many as 300} fighters were captured.|-|300|at most|fighters|captured
{No more than 30} observers are allowed.|-|30|at most|observers|allowed
{At most five} envoys went.|-|5|at most|envoys|-
{Fewer than 100} voters came.|-|100|under|voters|-
{Less than 20} beds remain.|-|20|under|beds|-
{Under 1,000} refugees returned.|-|1000|under|refugees|returned
{Nearly 300} hostages were freed.|300|300|about|hostages|released
{Almost 70} officers were dismissed.|70|70|about|officers|dismissed
{Some 40} tanks were destroyed.|40|40|about|tanks|destroyed
{About 15} lorries left.|15|15|about|lorries|left
{Roughly 2,000} marchers gathered.|2000|2000|about|marchers|gathered
{Approximately 600} workers were hired.|600|600|about|workers|hired
{An estimated 5,000} families were displaced.|5000|5000|about|families|displaced
{Close to 90} schools were damaged.|90|90|about|schools|damaged
{Upwards of 50} shells fell.|50|-|over|shells|-
{In excess of 400} troops were deployed.|400|-|over|troops|sent
{Well over 100} rebels were killed.|100|-|over|rebels|killed
{Between 3,000 and 5,000} men are held.|3000|5000|range|men|held
{between two and three million} people were uprooted.|2000000|3000000|range|people|displaced
{3 to 5 million} people are at risk.|3000000|5000000|range|people|-
{10-12} gunmen attacked.|10|12|range|gunmen|attacked
{10\u201312} gunmen attacked.|10|12|range|gunmen|attacked
{two or three} shells landed.|2|3|range|shells|landed
{30 to 40} guards were wounded.|30|40|range|guards|wounded
{1.2 to 1.5 million} voters registered.|1200000|1500000|range|voters|registered
The raid wounded {15 or so} guards.|15|15|about|guards|wounded
The raid killed {20 or more} people.|20|-|at least|people|killed
{10,000+} migrants crossed.|10000|-|at least|migrants|crossed
{100-plus} students were held.|100|-|at least|students|held
{a hundred} men marched.|100|100|exact|men|marched
{a thousand} men marched.|1000|1000|exact|men|marched
{a dozen} men were shot.|12|12|exact|men|shot
{half a dozen} villages were burned.|6|6|exact|villages|burned
{half a million} people fled.|500000|500000|exact|people|displaced
{a half million} people fled.|500000|500000|exact|people|displaced
{two dozen} agents were expelled.|24|24|exact|agents|expelled
{twenty-five} soldiers died.|25|25|exact|soldiers|killed
{twenty five} soldiers died.|25|25|exact|soldiers|killed
{one hundred and fifty} cases were reported.|150|150|exact|cases|-
{two hundred thousand} barrels were shipped.|200000|200000|exact|barrels|shipped
{three million two hundred thousand} ballots were printed.|3200000|3200000|exact|ballots|printed
{ninety-nine} flags were raised.|99|99|exact|flags|raised
{1.3 million} people were displaced.|1300000|1300000|exact|people|displaced
{1.5m} refugees live there.|1500000|1500000|exact|refugees|-
{10k} troops are there.|10000|10000|exact|troops|-
{2bn} people watched.|2000000000|2000000000|exact|people|watched
{7 million} voters stayed home.|7000000|7000000|exact|voters|stayed
{4 billion} messages were sent.|4000000000|4000000000|exact|messages|sent
{Dozens} were wounded.|24|99|vague|-|wounded
{Dozens} of shops were looted.|24|99|vague|shops|looted
{dozens} more civilians were injured.|24|99|vague|civilians|wounded
{Scores} of men were arrested.|40|99|vague|men|arrested
{Hundreds} of students protested.|200|999|vague|students|protested
{Thousands} of people marched.|2000|9999|vague|people|marched
{Tens of thousands} of residents fled.|20000|99999|vague|residents|displaced
{Hundreds of thousands} of refugees returned.|200000|999999|vague|refugees|returned
{Millions} of people are hungry.|2000000|-|vague|people|-
{several} officers were arrested.|3|9|vague|officers|arrested
{several hundred} officers were arrested.|200|999|vague|officers|arrested
{several thousand} men were drafted.|2000|9999|vague|men|drafted
{a few} shells fell.|3|9|vague|shells|-
{a few dozen} pilgrims were trapped.|24|99|vague|pilgrims|trapped
{a handful} of protesters came.|3|9|vague|protesters|-
{a couple} of rockets were fired.|2|2|vague|rockets|fired
{A portion} of those soldiers have moved.|0|1|vague|soldiers|moved
{A majority} of the delegates agreed.|0.5|1|vague|delegates|agreed
{The majority} of the delegates agreed.|0.5|1|vague|delegates|agreed
{Most} of the hostages were released.|0.5|1|vague|hostages|released
{Half} of the houses were destroyed.|0.5|0.5|exact|houses|destroyed
{Half} the houses were destroyed.|0.5|0.5|exact|houses|destroyed
{A third} of the ships were lost.|0.3333|0.3333|exact|ships|lost
{two-thirds} of the ships were lost.|0.6667|0.6667|exact|ships|lost
{three quarters} of the voters stayed away.|0.75|0.75|exact|voters|stayed
{More than half} of the guards fled.|0.5|-|over|guards|displaced
{Nearly a third} of the guards fled.|0.3333|0.3333|about|guards|displaced
{\u00bd} of the guards fled.|0.5|0.5|exact|guards|displaced
{1/3} of the guards fled.|0.3333|0.3333|exact|guards|displaced
{40} percent of the vote was counted.|40|40|exact|percent|counted
{40}% of the vote was counted.|40|40|exact|percent|counted
{Some 60} per cent of the vote was counted.|60|60|about|per cent|counted
The attack killed {18} people.|18|18|exact|people|killed
The attack killed {at least 18} people.|18|-|at least|people|killed
The blast killed {21} and wounded dozens.|21|21|exact|-|killed
A raid that left {dozens} dead was denied.|24|99|vague|-|killed
{18} dead, witnesses said.|18|18|exact|-|killed
{15} injured, the hospital said.|15|15|exact|-|wounded
{43} others were injured.|43|43|exact|others|wounded
{Three} more soldiers were hurt.|3|3|exact|soldiers|wounded
The bomb went off, killing {four}.|4|4|exact|-|killed
The bomb went off, wounding {more than 60}.|60|-|over|-|wounded
The raid claimed the lives of {three} workers.|3|3|exact|workers|killed
The death toll rose to {70}.|70|70|exact|-|killed
The death toll of the last three days of heavy shelling stands at {220}.|220|220|exact|-|killed
{Ninety-four} airmen were deployed.|94|94|exact|airmen|sent
The death toll stands at {at least 70}.|70|-|at least|-|killed
It led to the deaths of {five} soldiers.|5|5|exact|soldiers|killed
The deployment of {10,000} soldiers was denied.|10000|10000|exact|soldiers|sent
They deny the arrest of {12} activists.|12|12|exact|activists|arrested
Police detained {60} demonstrators.|60|60|exact|demonstrators|arrested
Gunmen abducted {two} engineers.|2|2|exact|engineers|kidnapped
The army captured {nine} villages.|9|9|exact|villages|captured
The jets dropped {four} barrel bombs.|4|4|exact|bombs|dropped
They carried out {10} air strikes.|10|10|exact|strikes|-
They fired {more than 20} rockets at the port.|20|-|over|rockets|fired
He commands {800} men.|800|800|exact|men|-
{Two} suspected militants were shot.|2|2|exact|militants|shot
{Four} armed men were seen.|4|4|exact|men|seen
{40} Islamic State fighters were killed.|40|40|exact|fighters|killed
{Three} women soldiers were captured.|3|3|exact|soldiers|captured
{Five} Kurdish policemen died at a checkpoint.|5|5|exact|policemen|killed
{Two} news agencies were shut.|2|2|exact|agencies|shut
{10,000} North Korean troops are expected to arrive.|10000|10000|exact|troops|expected
{600} people are missing.|600|600|exact|people|missing
{30} people are feared dead.|30|30|exact|people|killed
{30} people are believed to have been killed.|30|30|exact|people|killed
{Two} of the soldiers were wounded.|2|2|exact|soldiers|wounded
{Three} of them were children.|3|3|exact|-|-
{Four} of the wounded died later.|4|4|exact|wounded|killed
{zero} casualties were reported.|0|0|exact|casualties|-
There were {0} arrests.|0|0|exact|arrests|arrested
{$2.3bn} was frozen.|2300000000|2300000000|exact|dollars|-
{$5 million} was frozen.|5000000|5000000|exact|dollars|-
{\u20ac40 million} in aid was promised.|40000000|40000000|exact|euros|promised
{More than $1 billion} was spent.|1000000000|-|over|dollars|spent
They spent {5 million} dollars.|5000000|5000000|exact|dollars|spent
The town lies {some 30} kilometres north of the capital.|30|30|about|kilometres|-
The town lies {30} km north.|30|30|exact|km|-
{125} rebels at least were killed.|125|-|at least|rebels|killed
They killed 45 people in the north and {22} in the south.|22|22|exact|-|killed
They killed 21 people, including {eight} children.|8|8|exact|children|killed
They killed 21 people, among them {eight} children.|8|8|exact|children|killed
{10\u00a0000} soldiers crossed.|10000|10000|exact|soldiers|crossed
{\u0661\u0665\u0660} people were killed.|150|150|exact|people|killed
{\u06f1\u06f2} people were killed.|12|12|exact|people|killed
{1\u202f500} homes burned.|1500|1500|exact|homes|burned
{Twenty-
five} soldiers were killed.|25|25|exact|soldiers|killed
{two
thousand} soldiers were killed.|2000|2000|exact|soldiers|killed
{2 1/2 million} people fled.|2500000|2500000|exact|people|displaced
{2\u00bd million} people fled.|2500000|2500000|exact|people|displaced
{10^3} people fled.|1000|1000|exact|people|displaced
A {300}-man unit was sent.|300|300|exact|man|sent
A {10,000}-strong force was sent.|10000|10000|exact|-|sent
{Ten} civilians, most of whom were women, were killed.|10|10|exact|civilians|-
The shortage forced {thousands} of people to flee.|2000|9999|vague|people|displaced
{Some 30,000} people are to be evacuated.|30000|30000|about|people|evacuated
{15} US-backed fighters were hit.|15|15|exact|fighters|hit
{Eleven} towns and villages were taken.|11|11|exact|towns|taken
They took {at least six} prisoners of war.|6|-|at least|prisoners|took
It was {more than a dozen} shells.|12|-|over|shells|-
{60} foreign (mostly Chechen) mercenaries were killed.|60|60|exact|mercenaries|killed
"""

# the braces hold a number that counts nothing
NOTHING = [
    "The F-16 was shot down by an S-300.",
    "The 11th Airborne Division was moved.",
    "The 3rd brigade left.",
    "He was first, she was second.",
    "The Security Council passed Resolution 2254.",
    "Division 30 was attacked.",
    "He spoke on 5 March 2024 at 10:30.",
    "It has gone on since 2014.",
    "It lasted three days.",
    "The 15-year-old was freed.",
    "She was 37 years old.",
    "COVID-19 spread.",
    "The G7 met.",
    "No one came; one another; one day.",
    "It is a six-year conflict.",
    "The M16 and the T-72 are old.",
    "Boys aged 12 were there.",
    "See page 12.",
    "Students between 7 and 12 years old came.",
    "Shelling on 24-08-2014 was heavy.",
]


def rows() -> list[tuple[str, tuple[int, int], float | None, float | None, str, str | None, str | None]]:
    out = []
    for row in TABLE.strip().replace("-\nfive", "-\x00five").replace("two\nthousand", "two\x00thousand").split("\n"):
        line, low, high, bound, unit, counts = row.replace("\x00", "\n").rsplit("|", 5)
        start, end = line.index("{"), line.index("}") - 1
        ends = [None if value == "-" else float(value) for value in (low, high)]
        said = [None if value == "-" else value for value in (unit, counts)]
        out.append((line.replace("{", "").replace("}", ""), (start, end), ends[0], ends[1], bound, said[0], said[1]))
    return out


@pytest.mark.parametrize(("text", "span", "low", "high", "bound", "unit", "counts"), rows())
def test_table(
    text: str,
    span: tuple[int, int],
    low: float | None,
    high: float | None,
    bound: str,
    unit: str | None,
    counts: str | None,
) -> None:
    found = [q for q in find_quantities(text) if (q.span.start, q.span.end) == span]
    assert found, [q.span.of(text) for q in find_quantities(text)]
    (one,) = found
    assert one.low == (low if low is None else pytest.approx(low, abs=1e-4))
    assert one.high == (high if high is None else pytest.approx(high, abs=1e-4))
    assert (one.approx.value, one.unit, one.counts) == (bound, unit, counts)
    if one.unit_span is not None:
        assert one.unit_span.of(text).lower() in (unit, "%")


def test_the_table_is_large_enough() -> None:
    assert len(rows()) >= 150


@pytest.mark.parametrize("text", NOTHING)
def test_no_figures(text: str) -> None:
    assert [q.span.of(text) for q in find_quantities(text)] == []


def test_a_figure_too_large_for_its_people_is_a_problem() -> None:
    found, problems = read_quantities("It caused 10^400 casualties, killing 10^400 people.")
    assert [q.low for q in found] == [10**400, 10**400]
    assert [p.code for p in problems] == ["implausible-figure"]


@pytest.mark.parametrize("digits", ["9" * 5000, "10^99999", "1" + ",000" * 2000])
def test_a_figure_of_too_many_digits_is_a_problem(digits: str) -> None:
    found, problems = read_quantities(f"It killed {digits} people.")
    assert [(q.low, q.high) for q in found] == [(None, None)]
    assert [p.code for p in problems] == ["figure-too-large"]


WORDS = st.sampled_from(
    "over about at least up to between and or more than 10 10,000 1.3 million dozens of hundreds thousand twenty - "
    "five half a third the soldiers people were killed wounded , . 10^400 $ % F-16 \u0661\u0665 including ( ) per cent "
    "several few 1/2 \u00bd years old no one 2024 May others\n\n".split(" ")
)


@example("OVER10^400 1/2")
@given(st.one_of(st.text(), st.lists(WORDS, max_size=40).map(" ".join)))
@settings(max_examples=400, deadline=None)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found, problems = read_quantities(text)
    at = 0
    for one in found:
        assert at <= one.span.start < one.span.end <= len(text)
        at = one.span.end
        for span in (one.unit_span, one.counts_span):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert one.low is None or one.high is None or one.low <= one.high
        assert (one.unit_span is None) or one.unit
    for problem in problems:
        assert problem.span is not None
        assert problem.span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["9", "1,000", "twenty ", "over ", "10 ( ", "two or ", "half a ", "of the ", "1-", "$", "10^", "dozens of ",
     "ten and ", "killed 10 ", "10 very long phrase "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = (piece * (120_000 // len(piece) + 1))[:120_000]
    before = process_time()
    find_quantities(text, times=())
    assert process_time() - before < 10


def test_digits_over_a_line_break_are_one_figure_where_they_can_be_no_other() -> None:
    for text in ("Police said 10,\n000 people were killed.", "Police said 10,\r\n000 people were killed."):
        assert [(q.low, q.unit, q.counts) for q in find_quantities(text)] == [(10_000, "people", "killed")]
    assert [q.low for q in find_quantities("In 2024,\n300 people were killed.")] == [300]


@pytest.mark.parametrize(
    "figure",
    ["\u0661\u0660\u066c\u0660\u0660\u0660", "\uff11\uff10\uff10\uff10\uff10", "\u0967\u0966\u0966\u0966\u0966"],
)
def test_digits_of_other_scripts(figure: str) -> None:
    assert [q.low for q in find_quantities(f"It killed {figure} people.")] == [10_000]


@pytest.mark.parametrize(
    ("text", "span", "low", "high"),
    [
        ("They lost twenty-\nfive soldiers.", "twenty-\nfive", 25, 25),
        ("They lost twenty-\r\nfive soldiers.", "twenty-\r\nfive", 25, 25),
        ("They lost twenty\u2010\nfive soldiers.", "twenty\u2010\nfive", 25, 25),
        ("They lost twenty\u00ad\nfive soldiers.", "twenty\u00ad\nfive", 25, 25),
        ("They lost three hun-\ndred soldiers.", "three hun-\ndred", 300, 300),
        ("They lost hun-\ndreds of soldiers.", "hun-\ndreds", 200, 999),
        ("They lost two thou\u00adsand soldiers.", "two thou\u00adsand", 2000, 2000),
        ("They lost 40 sol\u00addiers.", "40", 40, 40),
    ],
)
def test_a_number_cut_at_the_end_of_a_line_is_whole(text: str, span: str, low: int, high: int) -> None:
    (found,) = find_quantities(text)
    assert (found.span.of(text), found.low, found.high, found.unit) == (span, low, high, "soldiers")


@pytest.mark.parametrize(
    "text",
    [
        "On 31 June soldiers fled.",
        "On 32 January 2024 soldiers fled.",
        "On 2024-13-01 soldiers fled.",
        "At 25:61 p.m. soldiers fled.",
    ],
)
def test_a_date_that_cannot_be_is_no_figure(text: str) -> None:
    assert find_quantities(text) == ()


def test_a_month_beside_a_figure_leaves_it_one() -> None:
    assert [q.low for q in find_quantities("In May 45 soldiers fled, and 300 in June.")] == [45, 300]
