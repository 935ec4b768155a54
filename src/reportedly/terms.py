"""The words of the ledger, each with one meaning and a gloss."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "Act",
    "Bound",
    "Context",
    "EventType",
    "Factuality",
    "Kind",
    "Modality",
    "Mode",
    "Reference",
    "RelationKind",
    "Scheme",
    "TimexType",
    "explain",
    "glosses",
]


class Act(StrEnum):
    """What a source does in saying something; the 14 acts of the contested-news guidelines."""

    ASSERT = "assert"
    CONFIRM = "confirm"
    DENY = "deny"
    WITHHOLD = "withhold"
    DOUBT = "doubt"
    CONDEMN = "condemn"
    ENDORSE = "endorse"
    REJECT = "reject"
    DEFEND = "defend"
    DEMAND = "demand"
    COMMIT = "commit"
    THREATEN = "threaten"
    PREDICT = "predict"
    ASK = "ask"


class Factuality(StrEnum):
    """A source's own commitment to its content: FactBank's certainty times polarity (Saurí & Pustejovsky 2009)."""

    CERTAIN = "CT+"
    PROBABLE = "PR+"
    POSSIBLE = "PS+"
    CERTAINLY_NOT = "CT-"
    PROBABLY_NOT = "PR-"
    POSSIBLY_NOT = "PS-"
    UNCOMMITTED = "Uu"


class Kind(StrEnum):
    """How a content is rendered: quoted, paraphrased, or partly quoted (PARC's three kinds of attribution)."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Scheme(StrEnum):
    """The annotation scheme that a reading of attributions follows."""

    CONTESTED = "contested"
    POLNEAR = "polnear"


class EventType(StrEnum):
    """What happens: the 16 event types of PLOVER 2.0 (Open Event Data Alliance); the glosses are our own."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class Mode(StrEnum):
    """How it happens: the 67 modes of PLOVER 2.0, each within its type (`COERCE-arrest` is not `THREATEN-arrest`)."""

    CONSULT_VISIT = "CONSULT-visit"
    CONSULT_THIRD_PARTY = "CONSULT-third-party"
    CONSULT_MULTILATERAL = "CONSULT-multilateral"
    CONSULT_PHONE = "CONSULT-phone"
    RETREAT_WITHDRAW = "RETREAT-withdraw"
    RETREAT_RELEASE = "RETREAT-release"
    RETREAT_DISARM = "RETREAT-disarm"
    RETREAT_CEASEFIRE = "RETREAT-ceasefire"
    RETREAT_ACCESS = "RETREAT-access"
    RETREAT_RESIGN = "RETREAT-resign"
    REQUEST_ASSIST = "REQUEST-assist"
    REQUEST_CHANGE = "REQUEST-change"
    REQUEST_YIELD = "REQUEST-yield"
    REQUEST_MEET = "REQUEST-meet"
    REJECT_ASSIST = "REJECT-assist"
    REJECT_CHANGE = "REJECT-change"
    REJECT_YIELD = "REJECT-yield"
    REJECT_MEET = "REJECT-meet"
    ACCUSE_DISAPPROVE = "ACCUSE-disapprove"
    ACCUSE_INVESTIGATE = "ACCUSE-investigate"
    ACCUSE_ALLEGE = "ACCUSE-allege"
    THREATEN_RESTRICT = "THREATEN-restrict"
    THREATEN_ARREST = "THREATEN-arrest"
    THREATEN_RELATIONS = "THREATEN-relations"
    THREATEN_EXPEL = "THREATEN-expel"
    THREATEN_TERRITORY = "THREATEN-territory"
    THREATEN_VIOLENCE = "THREATEN-violence"
    PROTEST_DEMO = "PROTEST-demo"
    PROTEST_RIOT = "PROTEST-riot"
    PROTEST_STRIKE = "PROTEST-strike"
    PROTEST_HUNGER = "PROTEST-hunger"
    PROTEST_BOYCOTT = "PROTEST-boycott"
    PROTEST_OBSTRUCT = "PROTEST-obstruct"
    PROTEST_VANDALIZE = "PROTEST-vandalize"
    SANCTION_CONVICT = "SANCTION-convict"
    SANCTION_EXPEL = "SANCTION-expel"
    SANCTION_WITHDRAW = "SANCTION-withdraw"
    SANCTION_DISCONTINUE = "SANCTION-discontinue"
    MOBILIZE_TROOPS = "MOBILIZE-troops"
    MOBILIZE_WEAPONS = "MOBILIZE-weapons"
    MOBILIZE_POLICE = "MOBILIZE-police"
    MOBILIZE_MILITIA = "MOBILIZE-militia"
    COERCE_SEIZE = "COERCE-seize"
    COERCE_RESTRICT = "COERCE-restrict"
    COERCE_CENSOR = "COERCE-censor"
    COERCE_CURFEW = "COERCE-curfew"
    COERCE_MARTIAL_LAW = "COERCE-martial-law"
    COERCE_ARREST = "COERCE-arrest"
    COERCE_DEPORT = "COERCE-deport"
    COERCE_WITHHOLD = "COERCE-withhold"
    COERCE_MISINFORMATION = "COERCE-misinformation"
    COERCE_CYBER = "COERCE-cyber"
    ASSAULT_ABDUCT = "ASSAULT-abduct"
    ASSAULT_BEAT = "ASSAULT-beat"
    ASSAULT_TORTURE = "ASSAULT-torture"
    ASSAULT_SEXUAL = "ASSAULT-sexual"
    ASSAULT_TARGETED = "ASSAULT-targeted"
    ASSAULT_DESTROY = "ASSAULT-destroy"
    ASSAULT_PRIMITIVE = "ASSAULT-primitive"
    ASSAULT_FIREARMS = "ASSAULT-firearms"
    ASSAULT_EXPLOSIVES = "ASSAULT-explosives"
    ASSAULT_SUICIDE_ATTACK = "ASSAULT-suicide-attack"
    ASSAULT_AERIAL = "ASSAULT-aerial"
    ASSAULT_DRONE = "ASSAULT-drone"
    ASSAULT_HEAVY_WEAPONS = "ASSAULT-heavy-weapons"
    ASSAULT_CROWD_CONTROL = "ASSAULT-crowd-control"
    ASSAULT_UNCONVENTIONAL = "ASSAULT-unconventional"

    @property
    def type(self) -> EventType:
        """The event type that this mode belongs to."""
        return EventType(self.value.partition("-")[0])


class Context(StrEnum):
    """Why it happens, what it is about: the 37 contexts of PLOVER 2.0."""

    MILITARY = "military"
    INTELLIGENCE = "intelligence"
    EXECUTIVE = "executive"
    LEGISLATIVE = "legislative"
    ELECTION = "election"
    POLITICAL_INSTITUTIONS = "political_institutions"
    PRO_DEMOCRACY = "pro_democracy"
    PRO_AUTOCRACY = "pro_autocracy"
    ECONOMIC = "economic"
    LEGAL = "legal"
    REPARATIONS = "reparations"
    HUMAN_RIGHTS = "human_rights"
    RIGHTS_FREEDOMS = "rights_freedoms"
    REPRESSION = "repression"
    HUMAN_SECURITY = "human_security"
    GENDER = "gender"
    LGBT = "lgbt"
    RELIGION_ETHNICITY = "religion_ethnicity"
    INEQUALITY = "inequality"
    DIPLOMATIC = "diplomatic"
    TERRITORY = "territory"
    PEACEKEEPING = "peacekeeping"
    HEALTH = "health"
    ASYLUM = "asylum"
    MIGRATION = "migration"
    DISASTERS = "disasters"
    NATURAL_RESOURCE = "natural_resource"
    ENVIRONMENT = "environment"
    TECHNOLOGY = "technology"
    TERRORISM = "terrorism"
    CBRN = "cbrn"
    CYBER = "cyber"
    MISINFORMATION = "misinformation"
    CRIME = "crime"
    CORRUPTION = "corruption"
    ILLEGAL_DRUGS = "illegal_drugs"
    TRAFFICKING = "trafficking"


class Modality(StrEnum):
    """How an event is told: as fact, possibility, plan, denial or condition (PLOVER's auxiliary modes, made five)."""

    ASSERTED = "asserted"
    POSSIBLE = "possible"
    PLANNED = "planned"
    DENIED = "denied"
    CONDITIONAL = "conditional"


class RelationKind(StrEnum):
    """How two claims about one event stand to each other."""

    CONTRADICTION = "contradiction"
    CHANGE_OF_POSITION = "change of position"
    DISAGREEMENT_WITHIN = "disagreement within"
    FIGURES_DIFFER = "figures differ"
    REPEATS = "repeats"


class TimexType(StrEnum):
    """The four types of a TIMEX3 (ISO-TimeML)."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Reference(StrEnum):
    """What the value of a time expression was counted from."""

    ITSELF = "itself"
    PUBLICATION = "publication"
    ANOTHER = "another time"
    MISSING = "missing"


class Bound(StrEnum):
    """How the words bound a figure."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    RANGE = "range"
    VAGUE = "vague"


_GLOSSES: dict[str, str] = {
    Act.ASSERT: "states the content as its own view or knowledge, with no stronger act below",
    Act.CONFIRM: "says that something already alleged is so",
    Act.DENY: "says that something alleged is not so, or calls the allegation false",
    Act.WITHHOLD: "declines to say: neither confirms nor denies, gives no comment, gives no figure",
    Act.DOUBT: "questions the content, or says that it cannot be established",
    Act.CONDEMN: "blames, accuses or denounces",
    Act.ENDORSE: "praises, backs or welcomes",
    Act.REJECT: "dismisses, refuses or rules out a proposal, demand or remark",
    Act.DEFEND: "justifies an action, its own or another's",
    Act.DEMAND: "asks for, calls for or orders an action",
    Act.COMMIT: "promises, plans or offers an action of its own",
    Act.THREATEN: "promises harm to someone",
    Act.PREDICT: "says what will or may come: expects, warns, fears",
    Act.ASK: "puts a question or asks for information",
    Factuality.CERTAIN: "held as certainly so",
    Factuality.PROBABLE: "held as probably so",
    Factuality.POSSIBLE: "held as possibly so",
    Factuality.CERTAINLY_NOT: "held as certainly not so",
    Factuality.PROBABLY_NOT: "held as probably not so",
    Factuality.POSSIBLY_NOT: "held as possibly not so",
    Factuality.UNCOMMITTED: "no commitment either way: a demand, question, promise, condition or refusal to say",
    Kind.DIRECT: "the content stands wholly in quotation marks",
    Kind.INDIRECT: "the content is paraphrased, without quotation marks",
    Kind.MIXED: "part of the content stands in quotation marks",
    TimexType.DATE: "a day or a longer stretch of the calendar, or past, present and future at large",
    TimexType.TIME: "a time of day",
    TimexType.DURATION: "a length of time",
    TimexType.SET: "a time that recurs",
    Reference.ITSELF: "the words alone give the time",
    Reference.PUBLICATION: "counted from the day of publication",
    Reference.ANOTHER: "counted from another time in the text",
    Reference.MISSING: "relative, with nothing to count from: no date of publication is known",
    Bound.EXACT: "the figure as it stands",
    Bound.ABOUT: "about, around, nearly, almost, some: near the figure",
    Bound.OVER: "over, more than: above the figure",
    Bound.UNDER: "under, fewer than: below the figure",
    Bound.AT_LEAST: "at least: the figure or above",
    Bound.AT_MOST: "at most, up to: the figure or below",
    Bound.RANGE: "between two figures, both given",
    Bound.VAGUE: "dozens, hundreds, several: no figure, only its size",
    "report": "one document: its body, with what is known of its publisher and date",
    "text": "the body of a report, kept exactly as given",
    "outlet": "who published a report",
    "attribution": "the spans by which a report says that somebody said something: source, cue and content",
    "reading": "a report with all that was found in it",
    "statement": "what an attribution comes to: its speaker, party, act, factuality and day",
    "span": "a run of the text, from its first letter to before its last, counted in code points",
    "problem": "something odd about a report that a reader should know; reading went on",
    "source": "the words that name who is said to say it",
    "cue": "the words that signal the saying, such as `said`, `has not denied` or `according to`",
    "content": "the words that are attributed to the source",
    "speaker": "who said it: the person or body that a source resolves to within its report",
    "party": "on whose behalf it was said: a state, an armed group, a body, an outlet",
    "PERSON": "as a party: private people, such as families, witnesses, lawyers, residents",
    "EXPERT": "as a party: independent analysts, scholars, pollsters",
    "ANON": "as a party: sources whose side is not given",
    "MEDIA": "as a party, before a colon: an outlet in its own voice, `MEDIA:unspecified` where it is not named",
    "NGO": "as a party, before a colon: an organisation outside governments",
    "?": "as a party: not known; nothing in the report or the registry shows it, or several fit alike",
    "act": "what the source does in saying it",
    "factuality": "how certain one source is of its content, and with which polarity",
    "score": "our own confidence, calibrated: the share of such findings that a careful annotator would make too",
    "position": "a party's act and factuality about one event, over time",
    "origin": "where a report's information comes from: its own reporter, a wire, another outlet, one ministry",
    "within": "the attribution whose content holds this one's cue: who is said to have said that this was said",
    "audience": "whom the source told it",
    "basis": "what the source rests it on",
    EventType.AGREE: "says it will do, or settles with another that they will do, something together: accords, pacts, "
    "promises of help",
    EventType.CONSULT: "meets, talks or visits to discuss: by phone, face to face, through a mediator",
    EventType.SUPPORT: "stands by another in words or symbols: praise, recognition, solidarity, apology",
    EventType.CONCEDE: "gives way in words: offers what another wanted, grants a demand, admits a fault, "
    "eases a measure",
    EventType.COOPERATE: "works together in deed: trade, exercises, joint operations, extradition, shared intelligence",
    EventType.AID: "hands something of use to another: money, arms, goods, medicine, shelter, protectors",
    EventType.RETREAT: "gives way in deed: pulls back, lets go, lays down arms, stops firing, lets inspectors in, "
    "leaves office",
    EventType.REQUEST: "asks another for something, or orders it: help, change, a concession, a meeting",
    EventType.ACCUSE: "blames, criticises or charges another, or opens an inquiry into it",
    EventType.REJECT: "refuses what another asks, offers or proposes",
    EventType.THREATEN: "warns that harm will follow, in words: sanctions, force, a break of ties",
    EventType.PROTEST: "acts in public against something: marches, strikes, fasts, riots, blocks roads",
    EventType.SANCTION: "takes away what another had or enjoyed, short of force: ties, funds, members, "
    "rights by a verdict",
    EventType.MOBILIZE: "readies or moves armed people or arms without using them: deployments, alerts, "
    "exercises as a signal",
    EventType.COERCE: "forces another's hand short of killing or wounding: arrests, seizures, bans, curfews, hacking",
    EventType.ASSAULT: "uses violence on people or things with the aim to hurt, kill or destroy",
    Mode.CONSULT_VISIT: "one side travels to the other",
    Mode.CONSULT_THIRD_PARTY: "a third side mediates or hosts",
    Mode.CONSULT_MULTILATERAL: "three or more sides meet",
    Mode.CONSULT_PHONE: "the talk is by telephone, video or letter",
    Mode.RETREAT_WITHDRAW: "forces or people leave a place",
    Mode.RETREAT_RELEASE: "people or property held are let go",
    Mode.RETREAT_DISARM: "arms are given up or destroyed",
    Mode.RETREAT_CEASEFIRE: "fighting is stopped or paused",
    Mode.RETREAT_ACCESS: "observers, aid or press are let in",
    Mode.RETREAT_RESIGN: "an office is given up",
    Mode.REQUEST_ASSIST: "help is asked for: money, arms, troops, relief",
    Mode.REQUEST_CHANGE: "a new policy, law, vote or leader is asked for",
    Mode.REQUEST_YIELD: "the other is asked to stop, release or withdraw",
    Mode.REQUEST_MEET: "talks or mediation are asked for",
    Mode.REJECT_ASSIST: "help is refused",
    Mode.REJECT_CHANGE: "a new policy, law, vote or leader is refused",
    Mode.REJECT_YIELD: "stopping, releasing or withdrawing is refused",
    Mode.REJECT_MEET: "talks or mediation are refused",
    Mode.ACCUSE_DISAPPROVE: "the other is criticised or condemned",
    Mode.ACCUSE_INVESTIGATE: "an inquiry into the other is opened or held",
    Mode.ACCUSE_ALLEGE: "the other is said to have done a wrong or a crime",
    Mode.THREATEN_RESTRICT: "limits on goods, movement or rights are threatened",
    Mode.THREATEN_ARREST: "arrest or trial is threatened",
    Mode.THREATEN_RELATIONS: "cutting ties, aid or talks is threatened",
    Mode.THREATEN_EXPEL: "putting someone out is threatened",
    Mode.THREATEN_TERRITORY: "taking, closing or blockading land or sea is threatened",
    Mode.THREATEN_VIOLENCE: "force is threatened",
    Mode.PROTEST_DEMO: "people march, rally or sit in",
    Mode.PROTEST_RIOT: "a crowd turns violent",
    Mode.PROTEST_STRIKE: "people stop work",
    Mode.PROTEST_HUNGER: "people refuse food",
    Mode.PROTEST_BOYCOTT: "people refuse to buy, vote or attend",
    Mode.PROTEST_OBSTRUCT: "people block a road, site or sitting",
    Mode.PROTEST_VANDALIZE: "people damage property in protest",
    Mode.SANCTION_CONVICT: "a court finds against or sentences",
    Mode.SANCTION_EXPEL: "someone is put out of a country, body or post",
    Mode.SANCTION_WITHDRAW: "a side leaves talks, a treaty or a body, or recalls envoys",
    Mode.SANCTION_DISCONTINUE: "aid, trade, talks or contact is cut off",
    Mode.MOBILIZE_TROOPS: "soldiers are readied, sent or stationed",
    Mode.MOBILIZE_WEAPONS: "arms are readied, tested or placed",
    Mode.MOBILIZE_POLICE: "police are readied or sent",
    Mode.MOBILIZE_MILITIA: "irregular fighters are readied or sent",
    Mode.COERCE_SEIZE: "property, land or a ship is taken",
    Mode.COERCE_RESTRICT: "movement, trade or rights are limited",
    Mode.COERCE_CENSOR: "speech, press or a site is shut off",
    Mode.COERCE_CURFEW: "people are ordered to stay in",
    Mode.COERCE_MARTIAL_LAW: "the military takes over civil rule, or an emergency is declared",
    Mode.COERCE_ARREST: "people are taken into custody",
    Mode.COERCE_DEPORT: "people are sent out of a country by force",
    Mode.COERCE_WITHHOLD: "goods, pay or services due are kept back",
    Mode.COERCE_MISINFORMATION: "falsehoods are spread to gain by them",
    Mode.COERCE_CYBER: "computers or networks are broken into or jammed",
    Mode.ASSAULT_ABDUCT: "people are taken by force or held hostage",
    Mode.ASSAULT_BEAT: "people are struck without arms",
    Mode.ASSAULT_TORTURE: "people in one's power are made to suffer",
    Mode.ASSAULT_SEXUAL: "people are raped or abused sexually",
    Mode.ASSAULT_TARGETED: "one chosen person is attacked or killed",
    Mode.ASSAULT_DESTROY: "things are wrecked, burnt or razed",
    Mode.ASSAULT_PRIMITIVE: "with blades, stones, vehicles or other simple means",
    Mode.ASSAULT_FIREARMS: "with guns and other small arms",
    Mode.ASSAULT_EXPLOSIVES: "with bombs or mines set in place",
    Mode.ASSAULT_SUICIDE_ATTACK: "the attacker dies in it by intent",
    Mode.ASSAULT_AERIAL: "from crewed aircraft",
    Mode.ASSAULT_DRONE: "from uncrewed aircraft",
    Mode.ASSAULT_HEAVY_WEAPONS: "with artillery, rockets, tanks or missiles",
    Mode.ASSAULT_CROWD_CONTROL: "with gas, water cannon, batons or rubber bullets",
    Mode.ASSAULT_UNCONVENTIONAL: "with chemical, biological, radiological or nuclear means",
    Context.MILITARY: "armed forces, war and defence",
    Context.INTELLIGENCE: "spies, secrets and surveillance",
    Context.EXECUTIVE: "the head of government, ministries and their decisions",
    Context.LEGISLATIVE: "parliaments, bills and votes in them",
    Context.ELECTION: "elections, campaigns and referendums",
    Context.POLITICAL_INSTITUTIONS: "constitutions, offices and how the state is built",
    Context.PRO_DEMOCRACY: "moves towards free vote, free press and limited power",
    Context.PRO_AUTOCRACY: "moves towards unchecked or hereditary power",
    Context.ECONOMIC: "trade, money, jobs and markets",
    Context.LEGAL: "courts, trials and law in general",
    Context.REPARATIONS: "amends for past wrongs",
    Context.HUMAN_RIGHTS: "basic rights of people, and their breach",
    Context.RIGHTS_FREEDOMS: "civil and political freedoms: speech, press, assembly, privacy",
    Context.REPRESSION: "a state's force against its own people",
    Context.HUMAN_SECURITY: "safety of ordinary people: food, shelter, protection",
    Context.GENDER: "women, men and relations between them",
    Context.LGBT: "sexual orientation and gender identity",
    Context.RELIGION_ETHNICITY: "faiths, peoples and relations between them",
    Context.INEQUALITY: "gaps of wealth, class or chance",
    Context.DIPLOMATIC: "embassies, envoys and ties between states",
    Context.TERRITORY: "borders, land and sovereignty",
    Context.PEACEKEEPING: "missions that keep or watch a peace",
    Context.HEALTH: "disease, medicine and care",
    Context.ASYLUM: "refuge from persecution",
    Context.MIGRATION: "people who move between countries",
    Context.DISASTERS: "floods, quakes, famines, accidents",
    Context.NATURAL_RESOURCE: "oil, water, minerals, fish, timber",
    Context.ENVIRONMENT: "climate, pollution and nature",
    Context.TECHNOLOGY: "science, computers, space, machines",
    Context.TERRORISM: "violence against civilians for a cause, or what is called so",
    Context.CBRN: "chemical, biological, radiological and nuclear arms or matter",
    Context.CYBER: "networks, hacking and their defence",
    Context.MISINFORMATION: "false or misleading news and propaganda",
    Context.CRIME: "offences of private people",
    Context.CORRUPTION: "misuse of office for gain",
    Context.ILLEGAL_DRUGS: "narcotics and their trade",
    Context.TRAFFICKING: "trade in people, arms or goods against the law",
    Modality.ASSERTED: "told as having happened or as happening",
    Modality.POSSIBLE: "told as something that may have happened or may happen",
    Modality.PLANNED: "told as intended, ordered, expected or under way to happen",
    Modality.DENIED: "told as not having happened",
    Modality.CONDITIONAL: "told as depending on something else, or as supposed for argument",
    RelationKind.CONTRADICTION: "two parties or outlets hold opposed views of one event at one time",
    RelationKind.CHANGE_OF_POSITION: "one party held one view of an event and later another",
    RelationKind.DISAGREEMENT_WITHIN: "two speakers of one party hold opposed views of one event, "
    "and neither is known to replace the other",
    RelationKind.FIGURES_DIFFER: "two claims count the same thing, in the same unit, place and time, "
    "and their figures cannot both be right",
    RelationKind.REPEATS: "a later claim says again what the same party had said",
    "event": "what is said to have happened: who did what to whom, how many, where, when; "
    "the same event may be told by many reports",
    "anchor": "the words of a report that name an event",
    "type": "what kind of event it is (PLOVER's 16 types)",
    "mode": "how an event happens (PLOVER's modes)",
    "contexts": "what an event is about (PLOVER's contexts)",
    "actor": "the party that does what an event names",
    "recipient": "the party that an event is done to, for or with",
    "modality": "how an event is told: asserted, possible, planned, denied or conditional",
    "mention": "the words of one report that tell an event",
    "dispute": "a story in which parties hold opposed views",
    "ledger": "the file that keeps what reports say, and all that follows from it",
    "registry": "the tables that say which party a name stands for, and when",
    "claim": "one party's act and factuality about one event, in one report, with the words that show it",
    "story": "events, and the reports on them, that belong together",
    "relation": "how two claims about one event stand to each other",
    "judgement": "a person's decision that outranks the machine's: same or different event, wrong party, wrong act",
    "scope": "what a figure counts: the unit, the event's stage, place and time; "
    "only figures of one scope can disagree",
    "syndicated": "published by one outlet with words taken from another or from a wire",
}


def explain(term: str) -> str:
    """The gloss of an act, a factuality value, a PLOVER code or a word of the ledger.

    Args:
        term: the value or word. The case matters only where it tells two words apart: `reject` is an act,
            `REJECT` an event type. A mode may stand without its type: `aerial` is `ASSAULT-aerial`.

    Returns:
        One line of English; where a bare mode belongs to several types, each of them.

    Raises:
        UnknownTerm: no such word; the message names near ones.

    Example:
        >>> explain("withhold")
        'declines to say: neither confirms nor denies, gives no comment, gives no figure'
    """
    word = term.strip()
    if word.startswith(("MEDIA:", "NGO:")) and word not in _GLOSSES:
        word = word.partition(":")[0]
    if word in _GLOSSES:
        return _GLOSSES[word]
    folded: dict[str, str] = {}
    for key, gloss in _GLOSSES.items():
        folded.setdefault(key.casefold(), gloss)
    for mode in Mode:
        bare = mode.value.partition("-")[2]
        same = [other for other in Mode if other.value.partition("-")[2] == bare]
        folded.setdefault(bare, "; ".join(f"{other.value}: {_GLOSSES[other]}" for other in same))
    found = folded.get(word.casefold())
    if found is None:
        from difflib import get_close_matches

        from reportedly.errors import UnknownTerm

        near = get_close_matches(word.casefold(), list(folded), n=3, cutoff=0.5)
        raise UnknownTerm(term, "did you mean " + ", ".join(near) + "?" if near else "see docs/glossary.md")
    return found


def glosses() -> dict[str, str]:
    """Every term with its gloss, in the order of the vocabulary.

    Example:
        >>> glosses()["cue"]
        'the words that signal the saying, such as `said`, `has not denied` or `according to`'
    """
    return {str(term): gloss for term, gloss in _GLOSSES.items()}
