"""A report laid out for resolution: its words, sentences, registry names and runs of capitals, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.registry import Mention, Registry
from reportedly.registry.fold import Word, is_plain, words
from reportedly.registry.roles import ORGANISATION_WORDS, TRADES, classes
from reportedly.registry.store import AMBIGUOUS, Entry, holds
from reportedly.stages._capitals import (
    ABBREVIATED,
    OFFICE_WORDS,
    PARTICLES,
    SOCIETIES,
    STOP,
    SUFFIXES,
    SURNAMES,
    TITLES,
)
from reportedly.stages._nouns import SURNAME_ORGANISATIONS
from reportedly.stages._when import guess_day

__all__ = ["Run", "Scene"]

_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s|[\n\r\u2028\u2029]|[.!?][\"”’]+$")
_SKIP_BEFORE = re.compile(r"(?:anti|non|ex)[-–]$", re.I)
_SKIP_AFTER = re.compile(
    r"^[-–](?:based|backed|born|held|educated|trained|occupied|controlled|led|style|bound|made|allied|wide|funded|supported)\b",
    re.I,
)
_SHORT_TITLES = frozenset(("times", "post", "journal"))
#: outlets whose names are words that stand in other names too
_COMMON_TITLES = frozenset(
    "vice time independent liberation guardian observer wired variety dawn vanguard politico reforma mirror sun star "
    "nation globe hill".split()
)
_KEEP_LED = frozenset(("USA", "SAU", "NATO"))


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that stand together: a name, with the titles before it."""

    #: first and last (exclusive) word of the whole run
    first: int
    last: int
    #: first and last (exclusive) word of what is left when titles, offices and registry names are taken off
    name: int
    end: int
    organisation: bool


class Weights(dict[str, float]):
    """How much a report is about each party; nothing at all for those that it never names."""

    def __missing__(self, party: str) -> float:
        return 0.0


class Scene:
    """A report's words with their sentences, registry names and runs; built once a report.

    Attributes:
        text: the report's body.
        words: its words.
        seps: what stands between each word and the next.
        sentence: running number of the sentence of each word.
        mentions: registry names, in text order.
        at: index of the mention that covers a word, or -1.
        on: day of publication, ISO 8601, or None.
        states: how much the report is about each state.
        groups: how much it is about each armed group or opposition.
    """

    def __init__(self, text: str, published: str | None, registry: Registry) -> None:
        self.text = text
        self.registry = registry
        self.classes = classes()
        self.words: list[Word] = words(text)
        self.plain = is_plain(text)
        self.on = published[:10] if published else None
        self.dated = published is not None
        ends = [w.end for w in self.words]
        starts = [w.start for w in self.words]
        self.seps = [text[a:b] for a, b in zip(ends, [*starts[1:], len(text)], strict=True)] if self.words else []
        self.lower = {w.key for w in self.words if not w.capital}
        self._cut()
        #: registry names, also those that only modify others
        self.scanned = found = registry.scan(self.words, plain=self.plain)
        #: for a word that was asked about whether it stands in quotation marks
        self.quoted: dict[int, bool] = {}
        #: names that a noun for an organisation calls one: where they stand first, and the noun
        self.called: dict[tuple[str, ...], tuple[int, int, str]] = {}
        self.mentions: list[Mention] = [m for m in found if not self._skipped(m)]
        if not self.dated:
            self.on = guess_day(text, self.words, self.mentions)
        #: words of registry names that only modify
        self.modifying = {
            k for m in found if m.entries[0].kind != "person" and self._skipped(m) for k in range(m.first, m.last)
        }
        self.states = Weights()
        self.groups = Weights()
        #: first words of companies' names that end on a trade: of Meridian Foods
        self.short = {
            a.key
            for a, b, sep in zip(self.words, self.words[1:], self.seps, strict=False)
            if b.key in TRADES and b.capital and a.capital and sep == " "
        }
        self.mentions = [
            m for m in self.mentions if not (m.key in self.short and {e.kind for e in m.entries} == {"place"})
        ]
        self._weigh()
        self.mentions = self._settled(self.mentions)
        self.dateline = self._dateline()
        self.at = [-1] * len(self.words)
        for index, mention in enumerate(self.mentions):
            for i in range(mention.first, mention.last):
                self.at[i] = index
        self.runs: list[Run] = [] if self.plain else self._find_runs()

    # -- layout -----------------------------------------------------------------------------------

    def _cut(self) -> None:
        """Numbers the sentences and marks lines set in Title Case."""
        n = len(self.words)
        self.sentence = [0] * n
        self.headline = [False] * n
        number, line_start = 0, 0
        for i in range(n):
            self.sentence[i] = number
            sep = self.seps[i]
            if sep == " " and i < n - 1:
                continue
            newline = "\n" in sep or "\r" in sep
            if newline or i == n - 1:
                count = i + 1 - line_start
                capitals = sum(1 for w in self.words[line_start : i + 1] if w.capital or len(w.key) <= 3)
                if (
                    count >= 4
                    and capitals >= 0.85 * count
                    and "." not in self.text[self.words[line_start].start : self.words[i].end]
                ):
                    self.headline[line_start : i + 1] = [True] * count
                line_start = i + 1
            if newline or (_SENTENCE_END.search(sep + " ") and not (sep[:1] == "." and self._abbreviated(i))):
                number += 1
        start = 0
        for i in range(1, n + 1):
            if i < n and self.sentence[i] == self.sentence[start]:
                continue
            # a headline that runs on into the body
            size = i - start
            capitals = sum(1 for w in self.words[start:i] if w.capital)
            short = sum(1 for w in self.words[start:i] if not w.capital and len(w.key) <= 3)
            if size >= 7 and capitals + short >= 0.9 * size and capitals >= 0.6 * size:
                self.headline[start:i] = [True] * size
            start = i

    def _dateline(self) -> str:
        """The state of the place that the report was filed from: `SEOUL, Jan 2 (Reuters) -`; empty if none."""
        for mention in self.mentions:
            if mention.first > 60:
                break
            word = self.words[mention.first]
            kinds = {e.kind for e in mention.entries}
            if not kinds & {"capital", "place", "state"} or not word.upper:
                continue
            after = self.text[mention.span.end : mention.span.end + 60]
            if (
                re.match(r"[^.\n]{0,50}?(?:\([^)]{2,30}\)\s*)?[-–—]\s", after)
                or re.match(r",? \(", after)
                or re.match(r"[^.\n]{0,30}: ", after)
            ):
                return mention.entries[0].home
        return ""

    def _abbreviated(self, i: int) -> bool:
        word = self.words[i]
        return (
            word.key in ABBREVIATED or (word.capital and len(word.key) == 1) or "." in self.text[word.start : word.end]
        )

    def _skipped(self, mention: Mention) -> bool:
        """Whether the name only modifies: `anti-Syria`, `London-based`, `US-backed`."""
        if _SKIP_BEFORE.search(self.text[max(0, mention.span.start - 5) : mention.span.start]):
            return True
        if _SKIP_AFTER.match(self.text[mention.span.end : mention.span.end + 12]):
            return True
        # the National Border Patrol Council is no organ of the state
        last = mention.last
        return (
            last < len(self.words)
            and self.seps[last - 1] == " "
            and self.words[last].capital
            and self.words[last].key in SOCIETIES
            and all(e.kind in ("organ", "seat", "force", "outlet", "company") for e in mention.entries)
        )

    def _weigh(self) -> None:
        """Counts what the report is about; what stands near its beginning counts more."""
        for mention in self.mentions:
            if mention.key in AMBIGUOUS:
                continue
            weight = 1.0 + (1.0 if mention.first < 60 else 0.0)
            entries = mention.entries
            if entries[0].kind == "person":
                held = [e for e in entries if holds(e.since, e.until, self.on)] or list(entries)
                if len({e.party for e in held}) > 1:
                    continue
                entries = tuple(held[:1])
            for party, kind, home in {(e.party, e.kind, e.home) for e in entries if not e.weak and e.kind != "outlet"}:
                state = (
                    party
                    if len(party) == 3 and party.isupper() and kind not in ("person",)
                    else home
                    if kind != "ngo"
                    else ""
                )
                if kind == "person" and len(party) == 3:
                    state = party
                if state and len(state) == 3:
                    self.states[state] += weight * (0.7 if kind == "place" else 1.0)
                elif party.startswith("MEDIA:"):
                    continue
                elif kind in (
                    "armed group",
                    "opposition",
                    "ethnic side",
                    "party",
                    "campaign",
                    "company",
                    "person",
                ) or kind in ("body",):
                    self.groups[party] += weight
        if any(self.groups[p] for p in ("REPUBLICANS", "DEMOCRATS", "TRUMP_CAMPAIGN", "CLINTON_CAMPAIGN")):
            self.states["USA"] += 3

    def _settled(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions with weak and shared names decided by the rest of the report, or left open."""
        out = []
        full: dict[str, tuple[Entry, ...]] = {}
        for mention in mentions:
            last = mention.key.rpartition(" ")[2]
            if last in _SHORT_TITLES and last != mention.key and mention.entries[0].kind == "outlet":
                full.setdefault(last, mention.entries)
        for mention in mentions:
            entries = mention.entries
            if mention.key in AMBIGUOUS:
                entries = self._disambiguated(mention)
            elif mention.key in _SHORT_TITLES and entries[0].kind == "outlet":
                # the Times is whichever Times the report has named in full
                entries = full.get(mention.key, entries if mention.key == "times" else ())
            elif {e.kind for e in entries} >= {"adjective", "outlet"} and self._before_noun(mention):
                # Australian media are no reports of The Australian
                entries = tuple(e for e in entries if e.kind != "outlet")
            elif mention.key == "commission" and not self._bare(mention):
                continue
            elif self._surname(mention) or self._inside_a_name(mention):
                # Michael Bloomberg is no agency, a Liberation Front no newspaper
                continue
            elif any(e.weak for e in entries):
                entries = tuple(
                    e for e in entries if not e.weak or self.states[e.home or e.party] or self.groups[e.party]
                )
            if len(entries) > 1 and entries[0].kind == "person":
                held = tuple(e for e in entries if holds(e.since, e.until, self.on))
                entries = held or entries
            if entries:
                out.append(
                    mention
                    if entries is mention.entries
                    else Mention(mention.span, mention.first, mention.last, mention.key, entries)
                )
        return out

    def _surname(self, mention: Mention) -> bool:
        """Whether an outlet's or a firm's name of one word follows a first name within a sentence."""
        i = mention.first
        return (
            i > 0
            and mention.last - i == 1
            and self.seps[i - 1] == " "
            and not self.words[i].upper
            and self.words[i - 1].capital
            and self.words[i - 1].key in self.registry.genders
            and self.words[i - 1].key not in STOP
            and all(e.kind in ("outlet", "company") for e in mention.entries)
        )

    def _inside_a_name(self, mention: Mention) -> bool:
        """Whether an outlet named by a common word is part of another name, or stands for no party: `(Independent)`."""
        if mention.key not in _COMMON_TITLES or any(e.kind != "outlet" for e in mention.entries):
            return False
        i, j = mention.first, mention.last
        if i and j < len(self.words) and self.seps[i - 1].endswith("(") and self.seps[j - 1].startswith(")"):
            return True
        if j == len(self.words) or self.seps[j - 1] != " " or not self.words[j].capital:
            return False
        after = self.words[j].key
        named = after in TITLES or after in ORGANISATION_WORDS or after in OFFICE_WORDS
        return named and self.classes.get(after) != "media"

    def _bare(self, mention: Mention) -> bool:
        """Whether a word stands alone as a name: the Commission, no Electoral Commission, no Commission on Fish."""
        i, j = mention.first, mention.last
        before = self.words[i - 1] if i and self.seps[i - 1] == " " else None
        after = self.words[j] if j < len(self.words) and self.seps[j - 1] == " " else None
        named = (
            after is not None and not self.words[i].possessive and (after.capital or after.key in ("on", "of", "for"))
        )
        return not named and before is not None and before.key == "the" and not self.words[i].upper

    def _before_noun(self, mention: Mention) -> bool:
        """Whether a word in lower case follows at once."""
        return (
            mention.last < len(self.words)
            and self.seps[mention.last - 1] == " "
            and not self.words[mention.last].capital
        )

    def _disambiguated(self, mention: Mention) -> tuple[Entry, ...]:
        """The entries of a shared name that the report speaks for; all of them where it does not decide."""
        key, entries = mention.key, mention.entries
        seen = {e.party: self.states[e.party] + self.groups[e.party] for e in entries}
        if key in ("north", "south"):
            the = mention.first and self.words[mention.first - 1].key == "the"
            capital = self.words[mention.first].capital
            return (
                entries
                if the and capital and self.states["PRK"] >= 2 and self.states["KOR"] + self.states["USA"]
                else ()
            )
        if key == "georgia":
            # the state's neighbours and capital on the one hand, the Union's states on the other
            abroad = seen["GEO"] + 0.5 * (self.states["RUS"] + self.states["ARM"] + self.states["AZE"])
            home = self.states["USA"]
            if not abroad and not home:
                return entries
            return tuple(e for e in entries if e.party == ("GEO" if abroad >= home else "USA"))
        if key == "jerusalem":
            east = self.words[mention.first - 1].key == "east" if mention.first else False
            if east or not self.states["ISR"]:
                return entries
            return tuple(e for e in entries if e.party == "ISR")
        if key == "coalition":
            text = self.text
            capital = self.words[mention.first].capital
            if self.groups["SYRIAN_OPPOSITION"] and (
                "Syrian Coalition" in text or ("National Coalition" in text and capital)
            ):
                party = "SYRIAN_OPPOSITION"
            elif "Saudi-led" in text and "U.S.-led" not in text and "US-led" not in text:
                party = "SAU"
            elif self.states["USA"] and (
                "-led" in text or self.groups["ISIS"] or self.states["IRQ"] or self.states["AFG"] or "Inherent" in text
            ):
                party = "USA"
            else:
                return ()
            return tuple(e for e in entries if e.party == party)
        if key in ("kurds", "kurdish"):
            iraq, syria = (
                self.states["IRQ"] + 3 * self.groups["IRAQI_KURDS"],
                self.states["SYR"] + 3 * (self.groups["YPG"] + self.groups["SYRIAN_KURDS"] + self.groups["SDF"]),
            )
            if not iraq and not syria:
                return entries
            return tuple(e for e in entries if e.party == ("IRAQI_KURDS" if iraq > syria else "SYRIAN_KURDS"))
        best = max(seen.values())
        if best == 0:
            return tuple(e for e in entries if e.party == "GIN") if key == "guinea" else entries
        leading = [party for party, weight in seen.items() if weight == best]
        rest = sorted(seen.values(), reverse=True)
        if len(leading) > 1 or (key in ("korea", "korean", "koreans") and len(rest) > 1 and rest[1] > 0):
            return entries
        return tuple(e for e in entries if e.party == leading[0])

    # -- runs -------------------------------------------------------------------------------------

    def _is_name_word(self, i: int) -> bool:
        word = self.words[i]
        if not word.capital or word.key.isdigit() or i in self.modifying:
            return False
        if word.key in STOP:
            if self._given_here(i) or self._half(i):
                return True
            index = self.at[i]
            return index >= 0 and any(e.kind == "person" for e in self.mentions[index].entries)
        if word.key in ("anti", "pro", "ex", "non", "post", "pre") and self.seps[i] == "-":
            return False
        first_in_sentence = i == 0 or self.sentence[i] != self.sentence[i - 1]
        return not (first_in_sentence and word.key in self.lower and word.key not in TITLES)

    def _half(self, i: int) -> bool:
        """Whether a common word is half of a hyphened name: So-Yeon, Gal-On."""
        words, seps = self.words, self.seps
        right = seps[i] == "-" and i + 1 < len(words) and words[i + 1].capital
        left = i > 0 and seps[i - 1] == "-" and words[i - 1].capital
        alone = not (i == 0 or self.sentence[i] != self.sentence[i - 1])
        return (right or left) and alone and words[i].key not in ("anti", "non", "un", "us", "u.s.")

    def _given(self, k: int) -> bool:
        """Whether word k is a first name, or the second half of one."""
        genders = self.registry.genders
        return self.words[k].key in genders

    def _given_here(self, i: int) -> bool:
        """Whether a common word is a first name here: Christian Berg, April Stone, within a sentence."""
        if i == 0 or i + 1 >= len(self.words) or self.sentence[i] != self.sentence[i - 1] or self.seps[i] != " ":
            return False
        after = self.words[i + 1]
        known = (
            after.key in self.classes or after.key in TITLES or after.key in ORGANISATION_WORDS or after.key.isdigit()
        )
        return (
            self.words[i].key in self.registry.genders
            and after.capital
            and not known
            and after.key not in STOP
            and self.words[i].key not in ("will", "may", "an")
        )

    def _find_runs(self) -> list[Run]:
        """The runs of capitalised words, lines in Title Case left out."""
        runs = []
        words, seps = self.words, self.seps
        i, n = 0, len(words)
        while i < n:
            word = words[i]
            opens = (word.capital and self._is_name_word(i)) or (
                seps[i] == "-" and word.key in PARTICLES and i + 1 < n and words[i + 1].capital
            )
            if not opens:
                i += 1
                continue
            j = i + 1
            while j < n:
                sep = seps[j - 1]
                if words[j - 1].possessive or not (
                    sep in (" ", "-", "\xa0", " “", "” ", ' "', '" ') or (sep == ". " and self._abbreviated(j - 1))
                ):
                    break
                joined = sep == "-" and words[j].key.isalpha() and words[j - 1].capital and len(words[j].key) < 6
                if self._is_name_word(j) or (joined and words[j].key not in SUFFIXES):
                    # Jong-un, Ki-moon
                    j += 1
                elif (
                    (words[j].key in PARTICLES or (words[j].key in ("of", "the", "and", "for") and self._in_mention(j)))
                    and j + 1 < n
                    and seps[j] in (" ", "-")
                    and (self._is_name_word(j + 1) or words[j + 1].key in PARTICLES)
                ):
                    j += 1
                else:
                    break
            run = self._run(i, j)
            if run:
                runs.append(run)
            i = j
        return runs

    def _in_mention(self, i: int) -> bool:
        index = self.at[i]
        return index >= 0 and self.mentions[index].last - self.mentions[index].first > 1

    def _run(self, i: int, j: int) -> Run | None:
        """The run with its titles told from its name: the last stretch that no office or registry name covers."""
        if self.headline[i]:
            return None
        stretches: list[list[int]] = [[i, i]]
        k = i
        while k < j:
            index = self.at[k]
            key = self.words[k].key
            begun = stretches[-1][1] > stretches[-1][0]
            if index >= 0:
                mention = self.mentions[index]
                kinds = {e.kind for e in mention.entries}
                if kinds == {"person"}:
                    end = min(mention.last, j)
                    if begun:
                        stretches.append([k, end])
                    else:
                        stretches[-1] = [k, end]
                    k = end
                    break
                # a place or state may be a first name (Jordan Somers) or a last one (Thomas Jackson)
                first_named = begun and stretches[-1][1] == k and self.words[k - 1].key in self.registry.genders
                last_name = (
                    begun
                    and mention.last - mention.first == 1
                    and (kinds == {"place"} or (first_named and kinds <= {"place", "capital", "state"}))
                )
                if self._is_first_name(k, j) or last_name:
                    stretches[-1][1] = k + 1
                    k += 1
                    continue
                k = max(mention.last, k + 1)
                stretches.append([min(k, j), min(k, j)])
                continue
            title = key in TITLES or key in OFFICE_WORDS or key in self.classes
            if title and key not in TITLES and begun and k + 1 == j and self._given(k - 1):
                # Jean-Michel Priest
                title = False
            if title and key in SURNAMES and begun and k + 1 == j:
                title = False
            if title:
                stretches.append([k + 1, k + 1])
            else:
                stretches[-1][1] = k + 1
            k += 1
        filled = [s for s in stretches if s[1] > s[0]]
        name, end = filled[-1] if filled else (j, j)
        organisation = self._organised(name, end) or (
            not filled and any(self.words[b].key in ORGANISATION_WORDS for b in range(i, j))
        )
        if organisation and len(filled) > 1 and end == filled[-1][1]:
            # Foreign Affairs Committee Leonid Slutsky
            cut = max(b for b in range(name, end) if self.words[b].key in ORGANISATION_WORDS) + 1
            if end - cut >= 2:
                name, organisation = cut, False
        elif organisation:
            cut = max((b for b in range(name, end) if self.words[b].key in ORGANISATION_WORDS), default=name) + 1
            if end - cut >= 2 and self.words[cut].key in self.registry.genders:
                name, organisation = cut, False
        return Run(i, j, name, end, organisation)

    def _organised(self, name: int, end: int) -> bool:
        """Whether a stretch of capitals names an organisation; Park Min-jae and Rebecca Hall are people."""
        keys = [w.key for w in self.words[name:end]]
        if (
            len(keys) in (2, 3)
            and (keys[0] == "park" or keys[0] in self.registry.genders)
            and not any(k in ORGANISATION_WORDS for k in keys[1:-1])
        ) and (keys[0] == "park" or keys[-1] in SURNAME_ORGANISATIONS):
            return False
        return any(k in ORGANISATION_WORDS for k in keys)

    def _is_first_name(self, k: int, j: int) -> bool:
        """Whether a state's name here is a person's first name: `Jordan Somers`, `Chad Brown`."""
        mention = self.mentions[self.at[k]]
        if mention.last - mention.first != 1 or k + 1 >= j:
            return False
        after = self.words[k + 1]
        place = all(e.kind == "place" for e in mention.entries)
        if not place and self.words[k].key not in self.registry.genders:
            return False
        return (
            (place or any(e.kind in ("state", "place") for e in mention.entries))
            and (self.at[k + 1] < 0 or (self.words[k].key in self.registry.genders and self._only_place(k + 1)))
            and after.key not in self.classes
            and after.key not in TITLES
            and after.key not in ORGANISATION_WORDS
            and not self.words[k].possessive
        )

    def _only_place(self, k: int) -> bool:
        """Whether word k is, for the registry, a town and nothing else."""
        mention = self.mentions[self.at[k]]
        return mention.last - mention.first == 1 and all(e.kind == "place" for e in mention.entries)

    # -- helpers ----------------------------------------------------------------------------------

    def index(self, start: int, end: int) -> tuple[int, int]:
        """First and last (exclusive) word within two code points."""
        from bisect import bisect_left

        if not hasattr(self, "_starts"):
            self._starts = [w.start for w in self.words]
            self._ends = [w.end for w in self.words]
        first = bisect_left(self._ends, start + 1)
        last = bisect_left(self._starts, end)
        return first, max(first, last)

    def slice(self, i: int, j: int) -> str:
        """The text of words i to j (exclusive)."""
        return self.text[self.words[i].start : self.words[j - 1].end] if j > i else ""

    def mentions_in(self, i: int, j: int) -> list[Mention]:
        """The mentions that begin among words i to j."""
        out = []
        k = i
        while k < j:
            index = self.at[k]
            if index >= 0:
                mention = self.mentions[index]
                if mention.first >= i:
                    out.append(mention)
                k = max(mention.last, k + 1)
            else:
                k += 1
        return out
