"""The parties: legal names, defined names, and who is the provider and who the customer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from .parts import is_called_by_part
from .party_forms import labelled_parties, registered_parties
from .party_names import (
    HAS_LEGAL_FORM,
    QUOTES,
    SUFFIX,
    Party,
    name_at,
    names_somebody,
    new_names,
)
from .party_signers import is_joint_filing, names_beside_signatures, signing_names, signing_parties
from .preambles import likely_parties, told_parties, worth
from .speakers import with_roles

_END_OF_LABEL = r"(?:\s*:|\s+(?:Full\s+)?Legal\s+Name(?!\s*:?\s*\w[\w ]*:)\s*:?)[^\S\n]*"
_FORMS = rf"(?:[,\s]*(?:\(\w+\)|(?:{SUFFIX.pattern}))[.,]*)+"
_PARTIES_MEAN = re.compile(rf"[{QUOTES}]Parties[{QUOTES}]+\s+(?:shall\s+)?means?\s+(?:both\s+)?", re.I)


def find_parties(text: str) -> list[Party]:
    """Returns the parties that the preamble names, roles worked out from what they are called."""
    best = told_parties(text)
    known = any(HAS_LEGAL_FORM.search(party.name) for party in best)
    labelled = labelled_parties(text) if len(best) < 2 or not known else []
    if len(labelled) > 1 and not known:
        best = labelled
    elif worth(best) < (2, 2):
        likely = likely_parties(text)
        best = likely if worth(likely) > worth(best) else best
    best = _with_labelled(best, labelled) if len(best) < 2 else best
    if len(best) < 2:
        found = registered_parties(text)
        best = found if len(found) > len(best) else best
    if len(best) < 2 or is_joint_filing(text):
        signers = signing_parties(text, best)
        best = signers if len(signers) > len(best) else best
    named = [p for p in best if p.unnamed or SUFFIX.search(p.name) or not _is_common_noun(p.name, text)]
    return with_roles(_filled_in(named, text), text)


def find_joint_names(text: str, parties: Sequence[Party]) -> list[Party]:
    """Returns what the agreement calls its parties together ("Acme and Beta are the 'Parties'")."""
    called = [name for p in parties for name in (p.defined, p.also, p.name) if name]
    # "Oxford Energy" is soon but "Oxford".
    short = [name.split()[0] for name in called if re.match(r"[A-Z]\w{4,}\s[A-Z]", name)]
    names = [re.escape(name) for name in [*called, *short]]
    if len(parties) < 2 or not names:
        return []
    one = rf"(?:the\s+)?(?:{'|'.join(names)})"
    start = min(p.end for p in parties)
    all_ = rf"(?<!\w)(?P<names>{one}(?:,\s+{one})*,?\s+(?:and|and/or|&)\s+{one})(?!\w)"
    joint = re.compile(rf"{all_}[^.\n]{{0,160}}?[{QUOTES}](?P<kind>[\w-]+ )?part(?:y|ies)\b", re.I)
    spans = [
        found.span("names")
        for found in joint.finditer(text, start, max(p.end for p in parties) + 2_500)
        if found["kind"] is None or not SUFFIX.search(found["names"])
    ]
    if not spans:
        # Among the definitions: "“Parties” means Acme and Beta".
        told = _PARTIES_MEAN.search(text, start)
        meant = told and re.compile(all_, re.I).match(text, told.end())
        spans = [meant.span("names")] if meant else []
    joined = {" ".join(text[begin:end].split()): (begin, end) for begin, end in reversed(spans)}
    return [Party(names, *span, "Parties", "both") for names, span in list(joined.items())[::-1][:2]]


def _is_common_noun(name: str, text: str) -> bool:
    """Returns whether the agreement writes the words in small letters too, as it would no name."""
    small = name.lower()
    if small == name or small not in text or is_called_by_part(name):
        return False
    return re.search(rf"(?<![\w./@-]){re.escape(small)}(?!\.\w|[\w/@-])", text) is not None


def _with_labelled(found: Sequence[Party], labelled: Sequence[Party]) -> list[Party]:
    """Returns the parties of a form, and those found otherwise near its labels, in order."""
    if not any(not party.unnamed for party in labelled):
        return list(found)
    near = [party for party in found if party.start < labelled[-1].end + 1_500]
    return sorted([*labelled, *new_names(near, labelled)], key=lambda party: party.start)


def _filled_in(parties: Sequence[Party], text: str) -> list[Party]:
    """Returns the parties with names that a schedule or the signatures give: "The Franchisee: Acme Ltd."."""
    if all(SUFFIX.search(party.name) for party in parties):
        return list(parties)
    signers = signing_names(text)
    beside = names_beside_signatures(text)
    result: list[Party] = []
    for party in parties:
        if SUFFIX.search(party.name):
            result.append(party)
        elif party.unnamed:
            known = [*parties, *result]
            named = new_names(_names_labelled(party.defined, text), known)
            named = named or [name for name in new_names(signers, known) if not _is_misspelt(name, parties)]
            result += [replace(name, defined=party.defined) for name in named[:12]] or [party]
        else:
            fuller = [signer.name for signer in [*signers, *beside] if _is_fuller(signer.name, party.name)]
            result.append(replace(party, name=fuller[0]) if fuller else party)
    return result


def _names_labelled(words: str, text: str) -> list[Party]:
    """Returns the names that stand anywhere after a label at the start of a line ("The Franchisee: Acme Ltd.")."""
    label = rf"(?m)^(?:The\s+)?{re.escape(words)}s?{_END_OF_LABEL}"
    names = [name_at(text, m.end(), m.end() + 160, lone=True) for m in re.finditer(label, text, re.I)]
    return [name for name in names if name and names_somebody(name, set())]


def _is_misspelt(signer: Party, parties: Sequence[Party]) -> bool:
    """Returns whether a signer is a party by a letter more or less ("Acme Holding" and "Acme Holdings")."""
    return any(Levenshtein.distance(signer.name.lower(), party.name.lower()) <= 2 for party in parties)


def _is_fuller(signer: str, name: str) -> bool:
    """Returns whether a signer's name is a name with its legal form after it ("Acme" and "ACME, Inc.")."""
    letters = r"\W*".join(re.findall(r"\w", name))
    return len(name) > 4 and bool(re.fullmatch(rf"{letters}{_FORMS}", signer, re.I))
