"""A transformer with eight outputs on top: tuned to sentences and right answers, and asked about others.

Sources: Devlin et al., "BERT", 2018 (tuning); Loshchilov and Hutter, "AdamW", 2019; Xin et al., "DeeBERT", 2020 (exits). In bfloat16 where the processor can.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

LONGEST = 64
_CHUNK, _AT_ONCE = 3200, 128
_CATEGORIES = 0.3
"""How much each category counts beside blame or not."""
_EXITS = 0.5
"""How much what is said at an exit counts beside what is said on top."""
_DROPPED = 0.1

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a transformer is tuned. rate: at its highest; batch: sentences in one step; slow_start: steps until the rate is reached.

    lightest: how much a sentence counts that is taken in every pass. What counts for less is taken in some passes only, and
    counts as much there, which costs less time for the same sum. kept: how much the weights that it began with count in the end.
    """

    rate: float
    epochs: int
    seed: int
    batch: int = 32
    slow_start: int = 120
    lightest: float = 0.0
    kept: float = 0.0


class Cutting(Protocol):
    """Cuts sentences into the pieces that a transformer knows."""

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of its pieces, `LONGEST` at most."""
        ...


class Cut:
    """Cuts as the package of a transformer says."""

    def __init__(self, base: Path) -> None:
        """Read the pieces in `base`."""
        self._cut = AutoTokenizer.from_pretrained(base)

    def of(self, sentence: str) -> list[int]:
        """Return the numbers of a sentence."""
        numbers: list[int] = self._cut(sentence, truncation=True, max_length=LONGEST)["input_ids"]
        return numbers


class Transformer(torch.nn.Module):  # type: ignore[misc]  # torch brings no types here
    """The body that others trained, the mean over its pieces, and heads of our own: one on top, one at each exit."""

    def __init__(
        self,
        base: Path,
        outputs: int,
        *,
        layers: int | None = None,
        frozen: int = 0,
        exits: Sequence[int] = (),
        dropped: float = _DROPPED,
    ) -> None:
        """Take the body in `base`.

        layers: so many of its lowest layers are kept, all by default. frozen: so many of its lowest layers, and
        what is below them, stay as they are. exits: the layers after which a
        sentence may leave. dropped: the share of what is inside that is left out at random while it is tuned.
        """
        super().__init__()
        self.dropped = dropped
        kept = {} if layers is None else {"num_hidden_layers": layers}
        self.e = AutoModel.from_pretrained(
            base, hidden_dropout_prob=dropped, attention_probs_dropout_prob=dropped, **kept
        )
        width = self.e.config.hidden_size
        self.h = torch.nn.Linear(width, outputs)
        self.exits = torch.nn.ModuleDict({str(layer): torch.nn.Linear(width, outputs) for layer in exits})
        stay = ("embeddings", *(f"layer.{number}." for number in range(frozen))) if frozen else ()
        for name, weights in self.e.named_parameters():
            weights.requires_grad = "pooler" not in name and not any(one in name for one in stay)

    def forward(self, pieces: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return the evidence for each output, (sentences, outputs), on top and then at each exit.

        there: 1 for a piece, 0 beyond the end.
        """
        with torch.autocast("cpu", dtype=torch.bfloat16):
            inside = self.e(
                input_ids=pieces, attention_mask=there.long(), output_hidden_states=bool(self.exits)
            )
        share = there.unsqueeze(-1)
        layers = [(self.h, inside.last_hidden_state)]
        layers += [(head, inside.hidden_states[int(layer)]) for layer, head in self.exits.items()]
        found = []
        for head, states in layers:
            whole = (states.float() * share).sum(1) / share.sum(1)
            found.append(head(torch.nn.functional.dropout(whole, self.dropped, self.training)))
        return tuple(found)


def tuned(
    model: Transformer, read: Sequence[list[int]], answers: np.ndarray, heed: np.ndarray, how: Tuning, tell: Tell
) -> Transformer:  # fmt: skip
    """Tune `model` to `answers`, (sentences, outputs) from 0 to 1. heed: how much each sentence counts."""
    torch.manual_seed(how.seed)
    dice = random.Random(how.seed)
    wanted, weight = torch.tensor(answers), torch.tensor(np.maximum(heed, how.lightest))
    batches = [one for _ in range(how.epochs) for one in _batches(read, one_pass(heed, how, dice), how, dice)]
    steps = torch.optim.AdamW(
        [one for one in model.parameters() if one.requires_grad], lr=how.rate, weight_decay=0.01, fused=True
    )
    began = [one.detach().clone() for one in model.parameters()]
    model.train()
    for turn, some in enumerate(batches, 1):
        for group in steps.param_groups:
            group["lr"] = how.rate * min(1, turn / how.slow_start) * max(0.03, 1 - turn / len(batches))
        top, *exits = (_loss(one, wanted[some], weight[some]) for one in model(*_filled(read, some)))
        loss = top + _EXITS * sum(exits)
        steps.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        steps.step()
        tell(turn, len(batches))
    with torch.no_grad():
        for one, before in zip(model.parameters(), began, strict=True):
            one.lerp_(before, how.kept)
    return model


def asked(model: Transformer, read: Sequence[list[int]], tell: Tell) -> np.ndarray:
    """Return the evidence that a tuned `model` finds for each output, (sentences, outputs)."""
    model.eval()
    order = sorted(range(len(read)), key=lambda place: len(read[place]))
    found = np.zeros((len(read), model.h.out_features), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), _AT_ONCE):
            some = order[at : at + _AT_ONCE]
            found[some] = model(*_filled(read, some))[0].numpy()
            tell(at + len(some), len(order))
    return found


def _loss(found: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    each = torch.nn.functional.binary_cross_entropy_with_logits(found, wanted, reduction="none")
    loss: torch.Tensor = ((each[:, 0] + _CATEGORIES * each[:, 1:].sum(1)) * weight).mean()
    return loss


def one_pass(heed: np.ndarray, how: Tuning, dice: random.Random) -> list[int]:
    """Return the sentences of one pass in an order that the dice choose: those that count for little now and then only."""
    taken = [place for place, much in enumerate(heed) if much >= how.lightest * dice.random()]
    dice.shuffle(taken)
    return taken


def _batches(
    read: Sequence[list[int]], order: Sequence[int], how: Tuning, dice: random.Random
) -> Iterator[list[int]]:
    """Yield batches of sentences of like length."""
    for at in range(0, len(order), _CHUNK):
        chunk = sorted(order[at : at + _CHUNK], key=lambda place: len(read[place]))
        some = [chunk[one : one + how.batch] for one in range(0, len(chunk), how.batch)]
        dice.shuffle(some)
        yield from some


def _filled(read: Sequence[list[int]], some: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(read[place]) for place in some)
    pieces, there = torch.ones(len(some), longest, dtype=torch.long), torch.zeros(len(some), longest)
    for row, place in enumerate(some):
        pieces[row, : len(read[place])] = torch.tensor(read[place])
        there[row, : len(read[place])] = 1
    return pieces, there
