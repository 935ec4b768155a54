"""Words that tell names, titles and offices apart where capitals alone do not: closed lists, read by the scene."""

from __future__ import annotations

__all__ = [
    "ABBREVIATED",
    "OFFICE_WORDS",
    "PARTICLES",
    "PREPOSITIONS",
    "SOCIETIES",
    "STOP",
    "SUFFIXES",
    "SURNAMES",
    "TITLES",
]

TITLES = frozenset(
    "mr mrs ms miss dr sir dame lord lady madam mme mallam mullah sheikh sheik shaykh ayatollah hojatoleslam "
    "sayyid sayyed "
    "prince princess king queen emir sultan pope father fr rev reverend rabbi archbishop bishop cardinal imam "
    "sister brother "
    "gen lt col maj capt cmdr cpl sgt spc adm brig pvt cpt cdr rear vice private specialist sen rep gov atty "
    "prof hon sens reps "
    "col. judge justice senator congressman congresswoman representative governor mayor president chancellor "
    "premier minister prime secretary general colonel major captain lieutenant sergeant staff admiral commander "
    "marshal "
    "brigadier corporal chief director chairman chairwoman chairperson spokesman spokeswoman spokesperson ambassador "
    "commissioner sheriff detective superintendent inspector deputy attorney professor speaker "
    "democrat republican candidate nominee activist journalist reporter editor analyst expert businessman billionaire "
    "officer leader whip adviser advisor envoy premier constable coordinator "
    "spokesmen coun cllr councillor councilman ceo cfo coo cto "
    "councilwoman alderman".split()
)
PARTICLES = frozenset(
    "al el bin ibn bint abu abd abdul ul ud ad as ash van von der den de del della di da dos das du la le ter "
    "ten af av ben "
    "bar ould umm st saint san mc mac y e o zu zur".split()
)
#: words that go with an office in its capitalised form: Regional Humanitarian Coordinator, Minister of Foreign Affairs
OFFICE_WORDS = frozenset(
    "executive regional humanitarian special permanent assistant managing acting interim foreign defense defence "
    "interior press "
    "state national security homeland vice deputy first second senior former high political military "
    "presidential prime medical "
    "finance treasury justice health education energy trade labor labour home union majority minority house "
    "senate federal district "
    "attorney public external affairs policy communications information chief joint supreme main operational "
    "campaign congressional "
    "co american british gubernatorial democratic republican conservative liberal tory presumptive nominee crown "
    "armed legal "
    "conservative real estate opposition international global honorary associate visiting retired elect".split()
)
#: titles that are surnames too
SURNAMES = frozenset(
    "sultan king bishop prince pope major marshal judge lord cardinal chancellor constable leader sheikh brother "
    "sister".split()
)
PREPOSITIONS = frozenset(
    "of for from in at with on by to inside near against within under over among about between into outside across "
    "around during after before behind alongside including like through along without despite".split()
)
#: capitalised words that begin sentences or lines without being names
STOP = frozenset(
    "the a an this that these those it he she they we i you his her its their our my your in on at by for from "
    "with of to as "
    "but and or so if when while after before since although though because however meanwhile also then there "
    "here what "
    "who which where why how all both each every some many most several few no not only even still just now today "
    "yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec one two three "
    "four five six "
    "seven eight nine ten hundreds thousands dozens according earlier later last next more other another such once "
    "under over during among between against without despite until unless whether yes well let do did does is "
    "are was were "
    "has have had will would can could may might should must asked speaking citing calling adding saying read related "
    "breaking exclusive update updated watch video photo image source sources full text abstract story continued "
    "advertisement copyright rights reserved new old former amid officials police authorities government experts "
    "analysts witnesses residents activists people men women reports local state us u.s. nobody everyone someone "
    "critics others neither either none like unlike instead despite regarding concerning including islam muslim "
    "muslims "
    "christian christians jewish jews sunni shia shiite kurdish arab arabs western eastern northern southern "
    "internet god christmas easter ramadan eid covid brexit facebook twitter".split()
)
SOCIETIES = frozenset(
    "council association union foundation institute federation alliance society fund club university museum".split()
)
SUFFIXES = frozenset(
    "led based backed held born style like wing era wide old time elect made run linked controlled owned area".split()
)
ABBREVIATED = frozenset(
    "mr mrs ms dr gen lt col maj capt sen rep gov st sgt adm brig rev prof hon jr sr no vs etc inc corp co ltd "
    "dept gov sens cllr "
    "spc cpl cmdr d r i va md calif fla tex ky mass mich minn vt conn ga ariz ala ark colo del ill ind kan la me "
    "miss mo mont "
    "neb nev okla ore pa tenn wash wis wyo u us".split()
)
