"""The pages: each asks the ledger for a view and lays it out; all work without JavaScript."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.errors import UnknownId, UsageError
from reportedly.ledger.views import Cell, ReportView, StoryView
from reportedly.web import annotate, plots, shapes
from reportedly.web.site import Site, tagged
from reportedly.web.words import party_id, sayable

__all__ = ["router"]

#: stories, hits and changes on one page
_PAGE = 20
#: most told events shown of a story before one asks for more
_EVENTS = 12
#: changes, contradictions and scopes of figures shown of a story before one asks for more, and then
_FEW, _ALL = 6, 400
#: figures asked for to be drawn, and changes and contradictions to be marked on the timeline
_DRAWN = 40
#: quotations of a cell and of an event
_QUOTED = 200
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FILTERS = ("party", "place", "outlet", "since", "until")


def router(site: Site, app: FastAPI) -> APIRouter:
    """The routes that people use."""
    ledger = site.ledger
    pages = APIRouter(include_in_schema=False)

    def get(path: str) -> Callable[[Callable[[Request], Any]], None]:
        """Serves what a function makes of a request: a template's name and what to fill it with."""

        def keep(make: Callable[..., tuple[str, dict[str, Any]]]) -> None:
            async def serve(request: Request) -> Response:
                def page() -> bytes:
                    template, given = make(request)
                    notice = {key: request.query_params.get(key, "")[:12] for key in ("judged", "undone")}
                    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                    given = {
                        "q": "",
                        "most": _ALL,
                        "panel": "panel" in request.query_params,
                        "here": _bare(here),
                        **notice,
                        **given,
                    }
                    return site.render(template, **given).encode("utf-8", "replace")

                key = f"{request.url.path}?{request.url.query}"
                return tagged(request, await site.ask(site.keep, key, page), "text/html; charset=utf-8")

            pages.add_api_route(path, serve, methods=["GET", "HEAD"], name=make.__name__)

        return keep

    @get("/")
    def stories(request: Request) -> tuple[str, dict[str, Any]]:
        asked = {key: sayable(request.query_params.get(key, ""))[:200] for key in _FILTERS}
        wrong = [key for key in ("since", "until") if asked[key] and not _DATE.fullmatch(asked[key])]
        q = sayable(request.query_params.get("q", ""))[:500]
        number = _page(request)
        wanted: dict[str, Any] = {
            key: (party_id(value) if key == "party" else value)
            for key, value in asked.items()
            if value and key not in wrong
        }
        given: dict[str, Any] = {"asked": asked, "wrong": wrong, "page": number, "q": q, "query": _query(q=q, **asked)}
        if q:
            found = _search(q, wanted)
            shown = found[(number - 1) * _PAGE : number * _PAGE]
            return "search.html", {**given, "hits": shown, "more": len(found) > number * _PAGE}
        lines = ledger.stories(**wanted, limit=_PAGE + 1, offset=(number - 1) * _PAGE)
        sparks = {line.id: plots.spark(line.activity) for line in lines}
        stats = ledger.stats() if number == 1 and not wanted else None
        more = {"stories": lines[:_PAGE], "more": len(lines) > _PAGE, "sparks": sparks}
        return "stories.html", {**given, **more, "stats": stats}

    def _search(q: str, wanted: dict[str, Any]) -> list[Any]:
        """What was found, without what the filters leave out."""
        hits = list(ledger.search(q, limit=200))
        if "place" in wanted:
            within = {line.id for line in ledger.stories(place=wanted["place"], limit=2000)}
            hits = [hit for hit in hits if hit.story_id in within]
        if "party" in wanted:
            hits = [hit for hit in hits if hit.claim and hit.claim.party == wanted["party"]]
        if "outlet" in wanted:
            hits = [hit for hit in hits if (hit.report.outlet or "").casefold() == wanted["outlet"].casefold()]
        if "since" in wanted:
            hits = [hit for hit in hits if (hit.report.published or "")[:10] >= wanted["since"]]
        if "until" in wanted:
            hits = [hit for hit in hits if "" < (hit.report.published or "")[:10] <= wanted["until"]]
        return hits

    @get("/stories/{id:path}")
    def story(request: Request) -> tuple[str, dict[str, Any]]:
        events = 200 if request.query_params.get("events") == "all" else _EVENTS
        more = request.query_params.get("more", "")
        view = ledger.story(request.path_params["id"], events=events, limit=_ALL if more else _DRAWN)
        focus = request.query_params.get("event", "")
        if focus not in {event.id for event in view.events}:
            focus = shapes.contested(view) or ""
        shown = {part: (_ALL if more == part else _FEW) for part in ("changes", "figures", "against")}
        given = {
            "view": view,
            "all_events": events > _EVENTS,
            "shown": shown,
            "reports": _ALL if more == "reports" else 40,
        }
        return "story.html", {**given, **_told(view, focus), **_drawn(view, most=shown["figures"])}

    def _told(view: StoryView, focus: str) -> dict[str, Any]:
        """The matrix, and the timeline of the event in focus."""
        changed = [change.later.claim_id for change in view.changes if change.event_id == focus]
        cells = [cell for cell in view.cells if cell.event_id == focus]
        return {
            "matrix": shapes.matrix(view),
            "focus": next((event for event in view.events if event.id == focus), None),
            "complete": shapes.complete(view, focus),
            "timeline": drawn if (drawn := _timelines(view, focus, cells, changed))[0] else None,
        }

    def _timelines(view: StoryView, focus: str, cells: list[Cell], changed: list[str]) -> list[plots.Plot | None]:
        said = shapes.statements(ledger, view, focus)
        return [plots.timeline(said, cells, changed, narrow=narrow) for narrow in (False, True)]

    def _drawn(view: StoryView, event: str | None = None, most: int = 12) -> dict[str, Any]:
        """Figures by scope, and the map."""
        figures = []
        panels = shapes.panels(view, event)
        for label, scope, own, conflicts in panels[:most]:
            names = [q.claim_id for change in conflicts for q in (change.earlier, change.later)]
            drawn = [plots.figure_plot(own, names, narrow=narrow) for narrow in (False, True)]
            if drawn[0] is not None:
                figures.append((label, scope, drawn, conflicts, max(len(own) - len(drawn[0].lanes), 0)))
        events = [one for one in view.events if event is None or one.id == event]
        return {"figures": figures, "scopes": len(panels), "map": plots.world_map(events)}

    def _found(event: str, limit: int) -> StoryView:
        """The story of an event, with what there is of this event alone."""
        try:
            return ledger.story(event, events=13, event=event, limit=limit)
        except UnknownId:
            raise UnknownId(event, "this event has been joined to another; search for its words") from None

    @get("/events/{id:path}")
    def event(request: Request) -> tuple[str, dict[str, Any]]:
        view = _found(request.path_params["id"], _DRAWN)
        own, *others = view.events
        said: dict[str, list[Any]] = defaultdict(list)
        for quotation in ledger.statements(own.id, limit=_QUOTED):
            said[quotation.party or ""].append(quotation)
        told = [(cell, shapes.evidence(cell, said[cell.party])) for cell in view.cells if said.get(cell.party)]
        given = {"view": view, "event": own, "told": told, "others": others, "quoted": _QUOTED}
        return "event.html", {**given, **_told(view, own.id), **_drawn(view, own.id)}

    @get("/cell")
    def cell(request: Request) -> tuple[str, dict[str, Any]]:
        party, name = request.query_params.get("party", ""), request.query_params.get("event", "")
        view = _found(name, _ALL)
        about = view.events[0]
        own = next((one for one in view.cells if one.party == party), None)
        if own is None:
            raise UnknownId(party, "that party holds no position on that event")
        quotations = ledger.statements(about.id, party=party, limit=_QUOTED)
        against = [change for change in view.contradictions if party in (change.earlier.party, change.later.party)]
        given = {"cell": own, "event": about, "story": view.story, "runs": shapes.evidence(own, quotations)}
        return "cell.html", {**given, "against": against}

    @get("/claims/{id:path}")
    def claim(request: Request) -> tuple[str, dict[str, Any]]:
        view = ledger.claim(request.path_params["id"])
        source = ledger.report(view.claim.report_id)
        text = source.reading["report"]["text"]
        own = view.claim
        begin = max(text.rfind("\n", 0, own.start) + 1, own.start - 600)
        stop = text.find("\n", own.end)
        stop = min(stop if stop >= 0 else len(text), own.end + 600)
        around = (text[begin : own.start], text[own.start : own.end], text[own.end : stop])
        given = {"view": view, "around": around, "number": _numbers(source).get(own.claim_id), **_choices(source)}
        return "claim.html", given

    def _numbers(view: ReportView) -> dict[str, int]:
        """claim id -> number of its statement on the report's page."""
        numbers = shapes.numbered(view.reading)
        return {
            one["id"]: numbers[one["attribution"]] for one in view.reading["claims"] if one["attribution"] in numbers
        }

    def _choices(view: ReportView) -> dict[str, Any]:
        """Parties and speakers that the report knows: what a claim's could be instead."""
        statements = view.reading["statements"]
        parties = {s["party"]: None for s in statements if s["party"]}
        parties |= {name: None for s in statements for name in s.get("candidates", ())}
        for one in view.reading["events"]:
            parties |= {p["party"]: None for p in (*one["actors"], *one["recipients"]) if p["party"]}
        speakers = {s["speaker"]["name"]: None for s in statements if s["speaker"]["name"]}
        return {"parties": list(parties)[:12], "speakers": list(speakers)[:12]}

    @get("/reports/{id:path}")
    def report(request: Request) -> tuple[str, dict[str, Any]]:
        view = ledger.report(request.path_params["id"])
        numbers = _numbers(view)
        claims: dict[int, list[Any]] = {}
        own: list[Any] = []
        for quotation in view.claims:
            number = numbers.get(quotation.claim_id)
            (own if number is None else claims.setdefault(number, [])).append(quotation)
        statements = {one["attribution"]: one for one in view.reading["statements"]}
        listed = [
            (number, attribution, statements.get(attribution["id"]), claims.get(number, []))
            for number, attribution in enumerate(view.reading["attributions"], 1)
        ]
        return "report.html", {
            "view": view,
            "paragraphs": list(annotate.paragraphs(view.reading)),
            "statements": listed,
            "own": own,
            "numbers": shapes.numbered(view.reading),
            **_choices(view),
        }

    @get("/parties/{id:path}")
    def party(request: Request) -> tuple[str, dict[str, Any]]:
        return "party.html", {"view": ledger.party(request.path_params["id"], limit=60)}

    @get("/changes")
    def changes(request: Request) -> tuple[str, dict[str, Any]]:
        number = _page(request)
        found = ledger.changes(limit=_PAGE + 1, offset=(number - 1) * _PAGE)
        return "changes.html", {"changes": found[:_PAGE], "more": len(found) > _PAGE, "page": number, "query": ""}

    @get("/about")
    def about(request: Request) -> tuple[str, dict[str, Any]]:
        return "about.html", {}

    @get("/api")
    def api_page(request: Request) -> tuple[str, dict[str, Any]]:
        return "api.html", {"api": app.openapi()}

    @pages.post("/judgements")
    async def judge(request: Request) -> Response:
        """Keeps a judgement that a form makes, and goes back to where it was made."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/x-www-form-urlencoded":
            raise UsageError("judgement", "comes as a form here; as JSON to /api/judgements")
        try:
            form = parse_qs((await request.body()).decode(), keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise UsageError("judgement", "is not a form") from None
        given = {key: values[0] for key, values in form.items()}
        made = await site.ask(
            lambda: ledger.judge(
                given.get("kind", ""),
                given.get("subject", ""),
                party_id(given.get("object", "")) if given.get("kind") == "party" else given.get("object", "").strip(),
                who=site.who,
                note=given.get("note") or None,
            )
        )
        site.forget()
        back = _local(given.get("next", "/"))
        mark = f"undone={quote(made.subject)}" if made.kind == "undo" else f"judged={made.id}"
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{mark}", status_code=303)

    return pages


def _page(request: Request) -> int:
    number = request.query_params.get("page", "1")
    return min(max(int(number), 1), 100_000) if number.isascii() and number.isdigit() and len(number) < 8 else 1


def _query(**given: str) -> str:
    return urlencode({key: value for key, value in given.items() if value})


def _bare(here: str) -> str:
    """An address without what only says what was just done."""
    path, _, query = here.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0] not in ("judged", "undone", "panel")]
    return path + ("?" + "&".join(kept) if kept else "")


def _local(where: str) -> str:
    """A path of this site; the list of stories for everything else."""
    parts = urlsplit(where) if where.isprintable() and "\\" not in where else None
    if parts is None or parts.scheme or parts.netloc or not where.startswith("/") or where.startswith("//"):
        return "/"
    return quote(_bare(parts.path + (f"?{parts.query}" if parts.query else "")), safe="/?&=%:@+,;~")
