"""Business papers made up for measuring: for a seed always the same, with what they say known. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scripts.business_papers.cards import identity, licence
from scripts.business_papers.contracts import contract, quote
from scripts.business_papers.essays import ESSAYS
from scripts.business_papers.invoices import invoice
from scripts.business_papers.talk import chat, communication, feedback, mail, minutes, strange
from scripts.business_papers.words import MISREADINGS, Dice, Sample

__all__ = ["Dice", "Sample", "papers", "strange", "worn"]

_MAKERS: dict[str, Callable[[Dice], Sample]] = {
    "contract": contract,
    "quote": quote,
    "invoice": invoice,
    "business_licence": licence,
    "id_card": identity,
    "minutes": minutes,
    "email": mail,
    "chat": chat,
    "communication": communication,
    "feedback": feedback,
    **ESSAYS,
}


def papers(count: int, *, seed: int, scanned: float = 0.3) -> Iterator[Sample]:
    """`count` of them, every type as often; a share `scanned` badly."""
    dice = Dice(seed)
    makers = list(_MAKERS)
    for number in range(count):
        sample = _MAKERS[makers[number % len(makers)]](dice)
        yield worn(sample, dice) if dice.random() < scanned else sample


def worn(sample: Sample, dice: Dice, rate: float = 0.02) -> Sample:
    """As a scanner would read it: characters mistaken, spaces put in, blank lines, punctuation of another width."""
    out: list[str] = []
    for character in sample.text:
        luck = dice.random()
        if luck < rate and character in MISREADINGS:
            out.append(MISREADINGS[character])
        elif luck < rate and "\u4e00" <= character <= "\u9fff":
            out.append(character + " ")
        elif luck < rate * 2 and character == "：":
            out.append(":")
        elif luck < rate and character == "0":
            out.append("O")
        elif luck < rate / 4 and character not in "\n0123456789":
            continue
        else:
            out.append(character)
    name = f"扫描件{dice.randrange(1, 999):03d}.{dice.choice(('pdf', 'jpg'))}"
    return Sample(sample.code, sample.layout, "".join(out), name, sample.fields, True)
