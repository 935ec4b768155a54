"""The ledger as JSON: the same views as the pages, described by OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from reportedly.codec import dump_plain, encode
from reportedly.ledger import views
from reportedly.terms import RelationKind
from reportedly.web.site import Site, tagged
from reportedly.web.words import party_id, sayable

__all__ = ["router"]

_Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.")]
_Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Leave out the first so many.")]
_Date = Annotated[
    str | None, Query(pattern=r"^\d{4}-\d\d-\d\d$", description="ISO 8601 date.", examples=["2024-10-28"])
]
_Words = Annotated[
    str, Query(min_length=1, max_length=500, description="All must be there; in quotation marks as they stand.")
]
_Name = Annotated[str | None, Query(max_length=500)]

_KINDS = {kind.value: kind for kind in RelationKind}


class NewJudgement(BaseModel):
    """A person's decision, which outranks the machine's."""

    kind: str = Field(description="same, different (two events or claims), party, act, speaker (a claim), undo.")
    subject: str = Field(max_length=500, description="An event's or claim's id; for undo, the judgement's number.")
    object: str = Field("", max_length=500, description="The other event; or what the claim should say.")
    note: str | None = Field(None, max_length=2000, description="Why.")


class Failure(BaseModel):
    """What went wrong: status, title and a line for a person."""

    error: dict[str, Any]


def router(site: Site) -> APIRouter:
    """The routes under `/api`."""
    ledger = site.ledger
    failures: dict[int | str, dict[str, Any]] = {404: {"model": Failure, "description": "No such thing."}}
    api = APIRouter(prefix="/api", tags=["ledger"], responses=failures)

    def answer(request: Request, value: Any, *, more: bool = False, status: int = 200) -> Response:
        headers = {}
        if more:
            limit = int(request.query_params.get("limit", 50))
            offset = int(request.query_params.get("offset", 0)) + limit
            headers["link"] = f'<{request.url.include_query_params(offset=offset, limit=limit)}>; rel="next"'
        body = (dump_plain(encode(value)) + "\n").encode()
        return tagged(request, body, "application/json", status=status, headers=headers)

    @api.get("/stories", response_model=tuple[views.StoryLine, ...])
    async def stories(
        request: Request,
        party: _Name = None,
        place: _Name = None,
        outlet: _Name = None,
        since: _Date = None,
        until: _Date = None,
        limit: _Limit = 50,
        offset: _Offset = 0,
    ) -> Response:
        """The stories, the newest first."""
        found = await site.ask(
            lambda: ledger.stories(
                party=party_id(party) if party else None,
                place=place,
                outlet=outlet,
                since=since,
                until=until,
                limit=limit + 1,
                offset=offset,
            )
        )
        return answer(request, found[:limit], more=len(found) > limit)

    @api.get("/stories/{id:path}", response_model=views.StoryView)
    async def story(
        request: Request,
        id: str,
        events: Annotated[int, Query(ge=1, le=500, description="Most told first.")] = 20,
        event: Annotated[str | None, Query(max_length=200, description="What there is of this event alone.")] = None,
        limit: Annotated[int, Query(ge=1, le=1000, description="Of each list at most.")] = 200,
    ) -> Response:
        """A story: its events, every party's position on each, changes, contradictions, figures and reports.

        The id may be that of one of its reports or events. Under totals stands how many there are of each; /api/changes
        and /api/statements list the rest.
        """
        return answer(request, await site.ask(lambda: ledger.story(id, events=events, event=event, limit=limit)))

    @api.get("/statements", response_model=tuple[views.Quotation, ...])
    async def statements(
        request: Request,
        event: Annotated[str, Query(max_length=500)],
        party: _Name = None,
        limit: _Limit = 50,
        offset: _Offset = 0,
    ) -> Response:
        """What was said about an event, or by one party about it, by date; the undated last."""
        found = await site.ask(lambda: ledger.statements(event, party=party, limit=limit + 1, offset=offset))
        return answer(request, found[:limit], more=len(found) > limit)

    @api.get("/changes", response_model=tuple[views.Change, ...])
    async def changes(
        request: Request,
        since: _Date = None,
        party: _Name = None,
        story: _Name = None,
        kind: Annotated[list[str] | None, Query(description="By default changes and disagreements within.")] = None,
        limit: _Limit = 50,
        offset: _Offset = 0,
    ) -> Response:
        """Who changed position, the newest first, with the words before and after."""
        kinds = [_KINDS[one] for one in kind or () if one in _KINDS] or [
            RelationKind.CHANGE_OF_POSITION,
            RelationKind.DISAGREEMENT_WITHIN,
        ]
        found = await site.ask(
            lambda: ledger.changes(since=since, party=party, story=story, kinds=kinds, limit=limit + 1, offset=offset)
        )
        return answer(request, found[:limit], more=len(found) > limit)

    @api.get("/search", response_model=tuple[views.Hit, ...])
    async def search(request: Request, q: _Words, limit: _Limit = 20) -> Response:
        """Claims, then reports, that hold all the words; found words stand between U+0002 and U+0003."""
        return answer(request, await site.ask(lambda: ledger.search(sayable(q), limit=limit)))

    @api.get("/parties/{id:path}", response_model=views.PartyView)
    async def party(request: Request, id: str, limit: _Limit = 50) -> Response:
        """A party's positions over all stories, the latest first."""
        return answer(request, await site.ask(lambda: ledger.party(id, limit=limit)))

    @api.get("/reports/{id:path}", response_model=views.ReportView)
    async def report(request: Request, id: str) -> Response:
        """A report with its text and all that was read in it."""
        return answer(request, await site.ask(lambda: ledger.report(id)))

    @api.get("/claims/{id:path}", response_model=views.ClaimView)
    async def claim(request: Request, id: str) -> Response:
        """A claim, its event and why it is taken for that one, and what stands with it and against it."""
        return answer(request, await site.ask(lambda: ledger.claim(id)))

    @api.get("/stats", response_model=views.Stats)
    async def stats(request: Request) -> Response:
        """How much the ledger holds."""
        return answer(request, await site.ask(ledger.stats))

    @api.get("/judgements", response_model=tuple[views.Judgement, ...])
    async def judgements(request: Request) -> Response:
        """What people decided, in order; what was taken back is marked."""
        return answer(request, await site.ask(lambda: ledger.judgements))

    @api.post(
        "/judgements",
        response_model=views.Judgement,
        status_code=201,
        responses={403: {"description": "Served read-only, or asked for by another site."}},
    )
    async def judge(request: Request, judgement: NewJudgement) -> Response:
        """Keeps a person's decision; it outranks the machine and can be undone, but not erased."""
        made = await site.ask(
            lambda: ledger.judge(judgement.kind, judgement.subject, judgement.object, who=site.who, note=judgement.note)
        )
        site.forget()
        return answer(request, made, status=201)

    return api
