"""The encoder (BERT, here MiniLM-L6) and its heads, as torch modules."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

#: case (4) x inside quotation marks (2); the row after the last stands for special pieces
FEATURES = 8
#: sizes of the tables that place a word against a cue; see reportedly.stages.attribution.placement
PLACES = {"distance": 27, "marks": 5, "sentence": 7, "paragraph": 5, "cues": 3}


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file (float32 and int64 only)."""
    data = path.read_bytes()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    kinds = {"F32": np.float32, "I64": np.int64}
    out = {}
    for name, about in header.items():
        start, end = (8 + size + o for o in about["data_offsets"])
        array = np.frombuffer(data[start:end], kinds[about["dtype"]]).reshape(about["shape"])
        out[name] = torch.from_numpy(array.copy())
    return out


class Attention(torch.autograd.Function):
    """Multi-head attention, exported as onnxruntime's own operator: 8 % less time for the whole encoder."""

    @staticmethod
    def forward(ctx: Any, q: Tensor, k: Tensor, v: Tensor, heads: int) -> Tensor:
        b, t, d = q.shape
        split = [x.view(b, t, heads, d // heads).transpose(1, 2) for x in (q, k, v)]
        return functional.scaled_dot_product_attention(*split).transpose(1, 2).reshape(b, t, d)

    @staticmethod
    def symbolic(g: Any, q: Any, k: Any, v: Any, heads: int) -> Any:
        out = g.op("com.microsoft::MultiHeadAttention", q, k, v, num_heads_i=heads)
        out.setType(q.type())
        return out


class Layer(nn.Module):
    """One post-norm transformer layer (Devlin et al. 2019)."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, d = x.shape
        qkv = self.qkv(x)
        if mask is None:  # one window without padding, as exported
            y = Attention.apply(*qkv.chunk(3, dim=-1), self.heads)
        else:
            q, k, v = qkv.view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
            y = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask).transpose(1, 2).reshape(b, t, d)
        x = self.norm1(x + self.dropout(self.out(y)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Pieces to vectors; features of the words are added to the embeddings, the scheme is the token type."""

    def __init__(self, config: dict[str, Any], dropout: float) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.schemes = nn.Embedding(2, width)
        self.features = nn.Embedding(FEATURES, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint; feature rows start at zero, both schemes alike."""
        w = read_safetensors(path)
        state: dict[str, Tensor] = {
            "words.weight": w["embeddings.word_embeddings.weight"],
            "places.weight": w["embeddings.position_embeddings.weight"],
            "schemes.weight": w["embeddings.token_type_embeddings.weight"][:1].repeat(2, 1),
            "features.weight": torch.zeros_like(self.features.weight),
            "norm.weight": w["embeddings.LayerNorm.weight"],
            "norm.bias": w["embeddings.LayerNorm.bias"],
        }
        for i in range(len(self.layers)):
            old = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [w[f"{old}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                state[f"layers.{i}.qkv.{kind}"] = torch.cat(parts)
                for ours, theirs in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    state[f"layers.{i}.{ours}.{kind}"] = w[f"{old}{theirs}.{kind}"]
        self.load_state_dict(state)

    def forward(self, ids: Tensor, features: Tensor, scheme: Tensor, mask: Tensor | None = None) -> Tensor:
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(place) + self.schemes(scheme) + self.features(features)
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x


class PairHead(nn.Module):
    """Role of a word for a cue: nothing, source, content, or another piece of the cue.

    Scores are an MLP over word, cue and where the word stands against the cue, plus a bilinear form per role.
    """

    def __init__(self, width: int, hidden: int = 128, rank: int = 48, roles: int = 4) -> None:
        super().__init__()
        self.roles, self.rank = roles, rank
        self.word = nn.Linear(width, hidden)
        self.cue = nn.Linear(width, hidden, bias=False)
        self.place = nn.ModuleDict({n: nn.Embedding(size, hidden) for n, size in PLACES.items()})
        for table in self.place.values():
            nn.init.normal_(table.weight, std=0.1)
        self.role = nn.Linear(hidden, roles)
        self.word_side = nn.Linear(width, roles * rank, bias=False)
        self.cue_side = nn.Linear(width, roles * rank, bias=False)
        self.dropout = nn.Dropout(0.1)

    def forward(self, words: Tensor, cues: Tensor, places: dict[str, Tensor]) -> Tensor:
        """words (B, W, D), cues (B, C, D), places (B, C, W) each -> (B, C, W, roles)."""
        hidden = self.word(words)[:, None] + self.cue(cues)[:, :, None]
        for name, table in self.place.items():
            hidden = hidden + table(places[name])
        b, w, _ = words.shape
        left = self.word_side(words).view(b, w, self.roles, self.rank)
        right = self.cue_side(cues).view(b, cues.shape[1], self.roles, self.rank)
        bilinear = torch.einsum("bwrk,bcrk->bcwr", left, right) * self.rank**-0.5
        scores: Tensor = self.role(self.dropout(torch.relu(hidden))) + bilinear
        return scores


class Classifier(nn.Module):
    """A class of a statement from the means of its cue, content and source."""

    def __init__(self, width: int, classes: int, hidden: int = 192) -> None:
        super().__init__()
        self.hidden = nn.Linear(3 * width, hidden)
        self.out = nn.Linear(hidden, classes)
        self.dropout = nn.Dropout(0.3)

    def forward(self, statement: Tensor) -> Tensor:
        scores: Tensor = self.out(self.dropout(torch.relu(self.hidden(self.dropout(statement)))))
        return scores


class Network(nn.Module):
    """One encoder, several heads."""

    def __init__(self, config: dict[str, Any], dropout: float, acts: int, factualities: int) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.encoder = Encoder(config, dropout)
        self.cue = nn.Linear(width, 3)
        self.pair = PairHead(width)
        self.act = Classifier(width, acts)
        self.factuality = Classifier(width, factualities)
