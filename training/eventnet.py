"""The event heads as torch modules: anchors, types, modality, and who has a part in each event."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from reportedly.stages._eventfeatures import MODAL, ROLE_SIZES, SENTENCE_ROWS
from reportedly.stages._plover import TYPES
from reportedly.terms import Modality

MODALITIES = [m.value for m in Modality]
#: whose annotation a document follows: the gold's, or our own labels', which are sparser
CORPORA = 2


class EventHeads(nn.Module):
    """All heads of events over the words' vectors; the numpy side is in reportedly.stages._found."""

    def __init__(self, width: int, hidden: int = 160, role_hidden: int = 128, dropout: float = 0.3) -> None:
        super().__init__()
        t = len(TYPES)
        self.here, self.before, self.after = (nn.Linear(width, hidden, bias=i == 0) for i in range(3))
        self.hint = nn.Linear(t, hidden, bias=False)
        self.sentence = nn.Embedding(SENTENCE_ROWS, hidden)
        self.corpus = nn.Embedding(CORPORA, hidden)
        self.tags = nn.Linear(hidden, 3)
        self.type_hidden = nn.Linear(2 * width + t, hidden)
        self.type_out = nn.Linear(hidden, t)
        self.modal_hidden = nn.Linear(width + MODAL, 64)
        self.modal_out = nn.Linear(64, len(MODALITIES))
        self.role_anchor = nn.Linear(width, role_hidden)
        self.role_type = nn.Linear(t, role_hidden, bias=False)
        self.role_phrase = nn.Linear(width, role_hidden, bias=False)
        self.role_place = nn.ModuleDict({n: nn.Embedding(size, role_hidden) for n, size in ROLE_SIZES.items()})
        self.role_out = nn.Linear(role_hidden, 2)
        #: nobody, and people that no phrase names
        self.role_none = nn.Linear(role_hidden, 4)
        for table in (self.sentence, self.corpus, *self.role_place.values()):
            nn.init.normal_(table.weight, std=0.1)
        self.dropout = nn.Dropout(dropout)

    def tag(
        self, words: Tensor, hints: Tensor, sentences: Tensor, corpus: Tensor, rows: Tensor | None = None
    ) -> Tensor:
        """Scores of outside, begins and inside an anchor: words (N, width) in text order -> (N, 3).

        With `rows`, which are rising, only of these words, of which alone hints, sentences and corpus are given.
        """
        if rows is None:
            rows = torch.arange(len(words))
        ends = (rows > 0)[:, None], (rows < len(words) - 1)[:, None]
        before, after = words[(rows - 1).clamp(min=0)] * ends[0], words[(rows + 1).clamp(max=len(words) - 1)] * ends[1]
        x, before, after = self.dropout(words[rows]), self.dropout(before), self.dropout(after)
        hidden = self.here(x) + self.before(before) + self.after(after)
        hidden = hidden + self.hint(hints) + self.sentence(sentences) + self.corpus(corpus)
        out: Tensor = self.tags(self.dropout(torch.relu(hidden)))
        return out

    def type(self, anchors: Tensor, sentence: Tensor, hints: Tensor) -> Tensor:
        """Scores of the types: anchors' and their sentences' means (K, width), sums of hints (K, 16) -> (K, 16)."""
        x = torch.cat([self.dropout(anchors), self.dropout(sentence), hints.clamp(max=1)], -1)
        out: Tensor = self.type_out(self.dropout(torch.relu(self.type_hidden(x))))
        return out

    def modality(self, anchors: Tensor, modal: Tensor) -> Tensor:
        """Scores of the modalities: (K, width), (K, MODAL) -> (K, 5)."""
        x = torch.cat([self.dropout(anchors), modal], -1)
        out: Tensor = self.modal_out(self.dropout(torch.relu(self.modal_hidden(x))))
        return out

    def roles(
        self, anchors: Tensor, types: Tensor, phrases: Tensor, event: Tensor, places: dict[str, Tensor]
    ) -> list[Tensor]:
        """Scores of actor and recipient: for each event (phrases + 2, 2); the last rows are nobody and unnamed people.

        Args:
            anchors, types: (K, width), (K, 16).
            phrases: those of all events, one after the other: (N, width).
            event: the event of each phrase: (N,), rising.
            places: their rows of each table: (N,) each.
        """
        own = self.role_anchor(self.dropout(anchors)) + self.role_type(types)
        hidden = own[event] + self.role_phrase(self.dropout(phrases))
        for name, table in self.role_place.items():
            hidden = hidden + table(places[name])
        scores = self.role_out(self.dropout(torch.relu(hidden)))
        none = self.role_none(self.dropout(torch.relu(own))).view(-1, 2, 2)
        counts = torch.bincount(event, minlength=len(anchors)).tolist()
        return [torch.cat([one, none[k]]) for k, one in enumerate(scores.split(counts))]

    def exported(self) -> dict[str, np.ndarray]:
        """The weights as the package multiplies them: inputs on the left, names under `event.`."""
        out: dict[str, Tensor] = {}
        for name, module in self.named_modules():
            if isinstance(module, nn.Linear):
                out[name] = module.weight.T
                if module.bias is not None:
                    out[f"{name}_bias"] = module.bias
            elif isinstance(module, nn.Embedding):
                out[name] = module.weight
        return {f"event.{k}": np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in out.items()}


#: heads whose hidden units are laid side by side: name of the last layer's weights, prefixes of what comes before it
_HEADS = {
    "tags": ("here", "before", "after", "hint", "sentence", "corpus"),
    "type_out": ("type_hidden",),
    "modal_out": ("modal_hidden",),
    "role_out": ("role_anchor", "role_type", "role_phrase", "role_place"),
    "role_none": (),
}


def merged(members: list[dict[str, np.ndarray]], tagger: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """One set of heads that gives the mean of the members' scores; the anchors are tagged by `tagger` alone.

    Args:
        members: as `EventHeads.exported` gives them.
        tagger: as one of them.
    """
    out = {}
    for last, prefixes in _HEADS.items():
        given = [tagger] if last == "tags" else members
        for name in given[0]:
            if name.removeprefix("event.").split("_bias")[0].split(".")[0] in prefixes:
                out[name] = np.concatenate([m[name] for m in given], axis=-1)
        out[f"event.{last}"] = np.concatenate([m[f"event.{last}"] for m in given]) / len(given)
        out[f"event.{last}_bias"] = np.mean([m[f"event.{last}_bias"] for m in given], axis=0)
    return {k: np.ascontiguousarray(v, np.float32) for k, v in out.items()}
