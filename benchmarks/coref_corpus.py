"""The mentions of ECB+ and its sentences as read from the corpus's files."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.coref_reports import Tokens, story
from lxml import etree

from reportedly.words import base, content_words, stem

__all__ = ["Mention", "load", "make", "sentences"]


@dataclass(slots=True)
class Mention:
    """One annotated event mention with the words about it."""

    id: str
    doc: str
    topic: str
    subtopic: str
    cluster: str
    sentence: int
    tokens: list[int]
    head: str
    stems: frozenset[str]
    context: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    vectors: list[Any] = field(default_factory=list)


def sentences(folder: Path) -> set[tuple[str, int]]:
    """The validated sentences, as (report, number)."""
    with (folder / "ECBplus_coreference_sentences.csv").open(newline="") as file:
        return {(f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in csv.DictReader(file)}


def load(folder: Path) -> tuple[list[Mention], Tokens]:
    """The event mentions of the validated sentences, and every report's tokens as (id, sentence, word)."""
    chosen = sentences(folder)
    tokens: Tokens = {}
    mentions: list[Mention] = []
    for path in sorted((folder / "ECB+").glob("*/*.xml")):
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        doc = path.stem
        tokens[doc] = [(int(t.get("t_id")), int(t.get("sentence")), t.text or "") for t in root.iter("token")]
        clusters = {}
        for relation in root.find("Relations"):
            shared = relation.tag == "CROSS_DOC_COREF"
            name = relation.get("note") if shared else f"{doc}_{relation.get('r_id')}"
            clusters.update({source.get("m_id"): name for source in relation.findall("source")})
        for markable in root.find("Markables"):
            ids = [int(anchor.get("t_id")) for anchor in markable.findall("token_anchor")]
            if not ids or "ACTION" not in markable.tag:
                continue
            sentence = next(s for i, s, _ in tokens[doc] if i == ids[0])
            if (doc, sentence) in chosen:
                name = f"{doc}#{markable.get('m_id')}"
                mentions.append(make(name, doc, clusters.get(markable.get("m_id"), name), sentence, ids, tokens[doc]))
    return mentions, tokens


def make(
    name: str, doc: str, cluster: str, sentence: int, ids: list[int], tokens: list[tuple[int, int, str]]
) -> Mention:
    """A mention with the words about it, from the ids of its tokens and all tokens of its report."""
    words = [(i, word) for i, s, word in tokens if s == sentence]
    own = [word for i, word in words if i in ids]
    stems = frozenset(map(base, content_words(" ".join(own)) or {stem(own[-1].lower())}))

    def about(first: int, last: int) -> frozenset[str]:
        found = content_words(" ".join(word for i, word in words if first <= i <= last and i not in ids))
        return frozenset(map(base, found)) - stems

    return Mention(
        id=name,
        doc=doc,
        topic=doc.split("_")[0],
        subtopic=story(doc),
        cluster=cluster,
        sentence=sentence,
        tokens=ids,
        head=max(sorted(stems), key=len),
        stems=stems,
        context=about(0, 10**9),
        before=about(min(ids) - 6, min(ids)),
        after=about(max(ids), max(ids) + 6),
        numbers=frozenset(word for _, word in words if any(c.isdigit() for c in word)),
        names=frozenset(word.lower() for place, (_, word) in enumerate(words) if place and word[:1].isupper()),
    )
