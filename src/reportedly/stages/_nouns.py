"""Small word lists of the resolution of speakers and parties, each named for what it is asked about."""

from __future__ import annotations

__all__ = [
    "AGENCY_WORDS",
    "AID_HEADS",
    "AID_MODIFIERS",
    "ANY_BODY",
    "APPOSITION_OPENERS",
    "ASKED",
    "AUTHOR_CLASSES",
    "AUTHOR_CLASSES_SPEAKERS",
    "AUTHOR_KINDS",
    "BODY_EXPERTS",
    "CALLED_COMPANY",
    "CALLED_NGO",
    "CALLED_OUTLET",
    "CANDIDATE_NOUNS",
    "CARE",
    "CHARGED",
    "CIVIC",
    "CLAUSE_WORDS",
    "COUNCIL_MODIFIERS",
    "COURT_PAPERS",
    "DIPLOMATS",
    "EMPLOYEES",
    "EXECUTIVES",
    "FOLLOWERS",
    "GROUP_CLASSES",
    "HEADS_VERBS",
    "INSTITUTIONS",
    "KIN",
    "LAWYERS",
    "LEADING_WORDS",
    "LEARNED",
    "LEARNED_ROLES",
    "MEMBERS",
    "MEN",
    "NOT_FOR",
    "OFFICES",
    "OFFICIAL_MODIFIERS",
    "ORGAN_NOUNS",
    "OUTLET_NOUNS",
    "PLAIN_MODIFIERS",
    "PLURALS",
    "PRESS",
    "PRESS_WORDS",
    "PRIVATE_WRITINGS",
    "PROSECUTING",
    "RANK_MODIFIERS",
    "SENTENCE_OPENERS",
    "SERVICE",
    "SPEAKING_KINDS",
    "SPOKESPEOPLE",
    "STATE_BODIES",
    "STATE_MEDIA",
    "STATE_MODIFIERS",
    "STATE_OWNED",
    "STUDYING",
    "SUFFERERS",
    "SURNAME_ORGANISATIONS",
    "TALLIES",
    "THING_WORDS",
    "TIED",
    "TRADE",
    "TRAILING_WORDS",
    "TYING_PREPOSITIONS",
    "UNNAMED_MEDIA",
    "VOLUNTEERS",
    "__all__",
    "all",
]

UNNAMED_MEDIA = "MEDIA:unspecified"
all = ["assign"]
#: prepositions whose object is where somebody is sent or what is spoken of, not whom one speaks for
NOT_FOR = frozenset(
    "to on about against over near into between than after before like as outside despite without during under "
    "through around across among".split()
)
#: states whose news media are all the state's own
STATE_MEDIA = frozenset(("PRK", "ERI", "TKM", "CUB"))
STATE_OWNED = frozenset("state official run owned controlled government semi".split())
LAWYERS = frozenset("lawyer lawyers attorney attorneys counsel solicitor barrister".split())
KIN = frozenset(
    "mother father mom dad parent parents son daughter brother sister uncle aunt cousin nephew niece grandmother "
    "grandfather "
    "grandparents wife husband widow friend friends family relative relatives girlfriend boyfriend neighbor neighbour "
    "colleague colleagues fan fans teacher doctor doctors staff employee employees victim victims follower "
    "followers devotee devotees".split()
)
EXECUTIVES = frozenset("ceo cfo coo executive executives exec execs founder cofounder".split())
FOLLOWERS = frozenset(
    "supporter supporters sympathisers sympathizers aide aides ally allies surrogate surrogates loyalists "
    "backers backer spokesman".split()
)
OFFICES = frozenset(
    "office administration government regime campaign team cabinet party ministry camp staffers presidency".split()
)
INSTITUTIONS = frozenset(
    "police court ministry council government department army hospital fire sheriff district school schools parliament "
    "customs embassy consulate navy prison coroner directorate commission bureau authority board office agency "
    "province county governorate municipality".split()
)
LEARNED = frozenset("university institute college institution centre center academy".split())
PRESS = frozenset(
    "news times post tribune herald journal gazette daily magazine television tv radio press media today".split()
)
TRADE = frozenset("inc corp corporation company ltd llc bank airlines airways group".split())
LEARNED_ROLES = frozenset("director fellow researcher member professor head president chairman scholar co".split())
TIED = frozenset("linked loyal affiliated close allied belonging attributed sympathetic connected aligned".split())
#: offices that organisations of every kind have
#: offices whose former holders are heard as experts
SERVICE = frozenset(
    "officer general captain colonel admiral major lieutenant commander ambassador diplomat adviser advisor "
    "agent official negotiator "
    "inspector analyst prosecutor spy detective".split()
)
ANY_BODY = frozenset(
    "president presidents vice secretary commissioner officer chief commander deputy treasurer general leader "
    "speaker".split()
)
ASKED = frozenset("asked questioned pressed question questions quizzed".split())
CHARGED = frozenset("charged indicted sentenced convicted ordered".split())
AGENCY_WORDS = frozenset(
    (
        "dept department directorate commission bureau authority agency board district county province prison "
        "congress senate assembly command battalion brigade division regiment squadron administration"
    ).split()
)
AID_HEADS = frozenset("charity monitor ngo watchdog monitors union foundation agencies groups observatory".split())
AID_MODIFIERS = frozenset(
    (
        "monitor monitors monitoring rights watchdog aid charity charities relief advocacy activist nonprofit profit"
    ).split()
)
APPOSITION_OPENERS = frozenset("a an the who one its his her their now formerly also another then of from".split())
AUTHOR_CLASSES = frozenset("state name armed opposition role ngo group expert media person".split())
AUTHOR_CLASSES_SPEAKERS = frozenset("name state armed role ngo person expert group media opposition".split())
AUTHOR_KINDS = frozenset(
    (
        "state",
        "adjective",
        "organ",
        "seat",
        "force",
        "body",
        "armed group",
        "opposition",
        "party",
        "campaign",
        "outlet",
        "ngo",
        "expert",
        "capital",
        "company",
        "ethnic side",
    )
)
BODY_EXPERTS = frozenset("expert experts analyst analysts consultant researchers".split())
CANDIDATE_NOUNS = frozenset(
    "elect frontrunner runner businessman mogul billionaire congressman republican democrat".split()
)
CLAUSE_WORDS = frozenset("said says told and but by to from with that is was are were when".split())
CALLED_COMPANY = frozenset("company firm maker manufacturer carrier airline retailer brand chain startup".split())
CALLED_NGO = frozenset("charity nonprofit ngo union group organisation organization foundation association".split())
CALLED_OUTLET = frozenset("newspaper daily tabloid magazine broadcaster station channel website".split())
CARE = frozenset(
    "medical community detention cultural islamic rights legal law justice shopping health trauma crisis refugee "
    "documentation".split()
)
DIPLOMATS = frozenset(
    "mission ambassador ambassadors envoy envoys delegate delegation representative diplomat diplomats".split()
)
STUDYING = frozenset(
    "studies studied researches researched teaches taught specializes specialises specialized specialised".split()
)
CIVIC = frozenset(
    "refugee muslim jewish christian citizens workers trade business arts students women patrol parents youth "
    "press".split()
)
COUNCIL_MODIFIERS = frozenset(
    "city town village county provincial regional district supreme military security ministers".split()
)
COURT_PAPERS = frozenset(
    "records filing indictment affidavit complaint charge sheet verdict ruling record log logs".split()
)
EMPLOYEES = frozenset("worker workers employee employees staffer staffers photographer volunteer".split())
GROUP_CLASSES = frozenset("state media armed role group".split())
HEADS_VERBS = frozenset(
    (
        "runs heads leads leading directs founded cofounded commands chairs represents operates edits maintains manages"
    ).split()
)
LEADING_WORDS = frozenset("and but also even according to by as for not only then".split())
MEMBERS = frozenset(
    "leader leaders member members commander commanders executive executives brass bosses employee".split()
)
MEN = frozenset("man father brother son uncle husband spokesman king boy chairman congressman".split())
OFFICIAL_MODIFIERS = frozenset(
    (
        "government military security police army administration intelligence ministry enforcement diplomatic "
        "official palace presidential defence defense navy"
    ).split()
)
ORGAN_NOUNS = frozenset(
    (
        "ministry department bureau council committee court parliament army military command police commission office"
    ).split()
)
OUTLET_NOUNS = frozenset(
    (
        "newspaper paper outlet daily tabloid magazine publication network channel station broadcaster "
        "website site blog"
    ).split()
)
PLAIN_MODIFIERS = frozenset("the a an this that senior first second".split())
PLURALS = frozenset("people police media men women children spokesmen brass many some others several most".split())
PRESS_WORDS = frozenset("news tribune herald gazette television radio tv times post journal daily magazine".split())
PRIVATE_WRITINGS = frozenset("tweet tweets placard placards sign signs posts comments banner banners".split())
PROSECUTING = frozenset("district us federal state county prosecuting".split())
RANK_MODIFIERS = frozenset("former retired senior deputy vice assistant acting managing general executive co".split())
SENTENCE_OPENERS = frozenset(
    (
        "the a an senior top some many two three one other another several local military civil federal "
        "civilian security intelligence administration law"
    ).split()
)
SPEAKING_KINDS = frozenset(
    (
        "party",
        "opposition",
        "campaign",
        "body",
        "organ",
        "force",
        "armed group",
        "ethnic side",
        "seat",
        "state",
        "adjective",
        "capital",
        "company",
        "collective",
    )
)
SPOKESPEOPLE = frozenset(
    "spokesman spokeswoman spokesperson representative spokespeople representatives spokesmen".split()
)
STATE_BODIES = frozenset(
    "police court ministry army navy embassy consulate sheriff parliament government customs".split()
)
STATE_MODIFIERS = frozenset(
    ("security military intelligence presidential defence defense foreign federal law congressional diplomatic").split()
)
SUFFERERS = frozenset(
    "victim victims hostage hostages survivor survivors captive prisoner family relatives opponents".split()
)
SURNAME_ORGANISATIONS = frozenset("hall day park church street bridge field rivers camp court house week".split())
TALLIES = frozenset("toll tolls claims accounts allegations investigation investigations information".split())
THING_WORDS = frozenset(
    (
        "war day week street avenue road river valley mountain island islands sea ocean bridge cup games "
        "awards treaty act agreement region state park airport relations affairs operation strip"
    ).split()
)
TRAILING_WORDS = frozenset("there here abroad nearby elsewhere alike himself herself themselves itself".split())
TYING_PREPOSITIONS = frozenset("of for at with from in within inside on to".split())
VOLUNTEERS = frozenset(
    "activist activists volunteer volunteers supporter supporters rescuers rescuer opponents".split()
)
