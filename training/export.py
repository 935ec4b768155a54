"""The trained network as the files that the package ships: `python training/export.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from examples import ACTS, FACTUALITIES
from net import PLACES, Network
from weights import keep


class Exported(nn.Module):
    """The encoder as exported: one window, no padding, one vector a word."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.encoder = net.encoder

    def forward(self, ids: Tensor, features: Tensor, scheme: Tensor, heads: Tensor) -> Tensor:
        return self.encoder(ids, features, scheme)[0].index_select(0, heads)


def heads(net: Network) -> dict[str, np.ndarray]:
    """The heads' weights as the package multiplies them: inputs on the left."""
    pair = net.pair
    place = {n: t.weight for n, t in pair.place.items()}
    near = place["distance"][:, None] + place["marks"][None]
    far = place["sentence"][:, None, None] + place["paragraph"][None, :, None] + place["cues"][None, None]
    out = {
        "cue": net.cue.weight.T,
        "cue_bias": net.cue.bias,
        "pair.word": pair.word.weight.T,
        "pair.word_bias": pair.word.bias,
        "pair.cue": pair.cue.weight.T,
        "pair.near": near.flatten(0, 1),
        "pair.far": far.flatten(0, 2),
        "pair.role": pair.role.weight.T,
        "pair.role_bias": pair.role.bias,
        "pair.word_side": pair.word_side.weight.T,
        "pair.cue_side": pair.cue_side.weight.T * pair.rank**-0.5,
    }
    for name in ("act", "factuality"):
        head = getattr(net, name)
        out |= {
            f"{name}.hidden": head.hidden.weight.T,
            f"{name}.hidden_bias": head.hidden.bias,
            f"{name}.out": head.out.weight.T,
            f"{name}.out_bias": head.out.bias,
        }
    return {k: np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in out.items()}


def export(network: Path, vocabulary: Path, out: Path, version: str, whole: bool, reduced: bool) -> None:
    """Write encoder.onnx, heads.npz, vocab.txt and model.json."""
    saved = torch.load(network, weights_only=True)
    net = Network(saved["config"], 0.0, len(ACTS), len(FACTUALITIES))
    net.load_state_dict(saved["weights"])
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    row = torch.zeros((1, 9), dtype=torch.int64)
    plain = out / "encoder-fp32.onnx"
    torch.onnx.export(
        Exported(net), (row, row, row, torch.arange(1, 8)), str(plain),
        input_names=["ids", "features", "scheme", "heads"], output_names=["vectors"], opset_version=17, dynamo=False,
        dynamic_axes={n: {1: "pieces"} for n in ("ids", "features", "scheme")}
        | {n: {0: "words"} for n in ("heads", "vectors")},
    )  # fmt: skip
    target = out / "encoder.onnx"
    if whole:
        shutil.move(plain, target)
    else:
        quantize_dynamic(
            plain, target, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=reduced,
            weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
        plain.unlink()
    keep(out, heads(net))
    shutil.copyfile(vocabulary, out / "vocab.txt")
    about = {"name": f"attribution-{version}", "acts": ACTS, "factualities": FACTUALITIES, "places": PLACES,
             "least": {"contested": 0.4, "polnear": 0.4}}  # fmt: skip
    (out / "model.json").write_text(json.dumps(about, indent=1) + "\n")


def main() -> None:
    """Parse the arguments and export."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--network", type=Path, required=True, help="network.pt from train.py")
    p.add_argument("--encoder", type=Path, required=True, help="folder with vocab.txt")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--version", default="1")
    p.add_argument("--whole", action="store_true", help="keep float32, to see what int8 costs")
    p.add_argument("--reduced", action="store_true", help="7-bit weights, for processors without VNNI")
    a = p.parse_args()
    export(a.network, a.encoder / "vocab.txt", a.out, a.version, a.whole, a.reduced)


if __name__ == "__main__":
    main()
