"""Multiplies the corpus: an agreement with other parties, dates and amounts, for measuring at scale."""

from __future__ import annotations

import random
import re

from .numbering import number as number_clauses
from .renderings import AGREEMENTS, _writer
from .source import read

_FIRST = ("Alder", "Birch", "Cobalt", "Dorset", "Ember", "Fallow", "Granby", "Hazel", "Iris", "Juniper")
_SECOND = ("bank", "brook", "dale", "field", "gate", "haven", "mere", "port", "stead", "wick")
_PARTIES = re.compile(
    r"([A-Z][\w&’-]+(?: [A-Z&][\w&’-]*)*)(?=,? (?:LLC|Inc\.|Ltd|Limited|Corporation|Corp\.|LLP|plc))"
)
_AMOUNT = re.compile(r"(?<=\$|£)\d[\d,]*(?=\.|\b)|(?<=USD |GBP |EUR )\d[\d,]*")
_YEAR = re.compile(r"\b20[12]\d\b")
_DAYS = re.compile(r"(?<![(\d.,])\b(?:10|15|20|30|45|60|90|120)(?= (?:calendar |business )?days)")


def render_variant(slug: str, number: int, form: str) -> bytes:
    """Returns an agreement of the corpus in its variant of that number: the same one every time."""
    source = (AGREEMENTS / f"{slug}.md").read_text(encoding="utf-8")
    document = read(vary(source, number))
    number_clauses(document)
    return _writer(form)(document)


def vary(source: str, number: int) -> str:
    """Returns an agreement's source with other party names, years, amounts and periods."""
    chance = random.Random(number)
    front, meta, body = source.split("---\n", 2)
    for name in sorted({match[1] for match in _PARTIES.finditer(body)}, key=lambda name: (-len(name), name)):
        other = f"{chance.choice(_FIRST)}{chance.choice(_SECOND)} {name.split()[-1]} {number}"
        body = re.sub(rf"\b{re.escape(name)}\b", other, body)
    shift = chance.randrange(-9, 4)
    body = _YEAR.sub(lambda match: str(int(match[0]) + shift), body)
    body = _AMOUNT.sub(lambda match: _scaled(match[0], chance), body)
    body = _DAYS.sub(lambda match: str(chance.choice((10, 15, 20, 30, 45, 60, 90, 120))), body)
    return "---\n".join((front, meta, body))


def _scaled(amount: str, chance: random.Random) -> str:
    value = int(amount.replace(",", "")) * chance.randrange(50, 200) // 100
    return f"{max(1, value):,}" if "," in amount or value > 999 else str(max(1, value))
