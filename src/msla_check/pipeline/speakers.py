"""Who is the provider and who the customer, and of whom a passage speaks."""

from __future__ import annotations

import re
from dataclasses import replace

from .parts import CUSTOMERS, PROVIDERS
from .party_names import Party

_CUSTOMER = re.compile(rf"\b(?:{CUSTOMERS})\b", re.I)
_PROVIDER = re.compile(rf"\b(?:{PROVIDERS})\b", re.I)


def with_roles(parties: list[Party], text: str) -> list[Party]:
    """Returns the parties with their roles: by what they are called, else by who serves and who pays."""
    roles = []
    for party in parties:
        called = f"{party.defined} {party.also}"
        if _CUSTOMER.search(called):
            roles.append("customer")
        elif _PROVIDER.search(called):
            roles.append("provider")
        else:
            roles.append("other")
    if len(parties) == 2 and roles.count("other") == 1:
        known = roles[0] if roles[1] == "other" else roles[1]
        roles[roles.index("other")] = "provider" if known == "customer" else "customer"
    elif len(parties) == 2 and roles == ["other", "other"]:
        roles = _by_duties(parties, text) or roles
    return [replace(party, role=role) for party, role in zip(parties, roles, strict=True)]


def _by_duties(parties: list[Party], text: str) -> list[str] | None:
    """Returns the roles by who shall provide services and who shall pay."""
    scores = []
    for party in parties:
        name = re.escape(party.defined or party.name.split()[0])
        provides = len(
            re.findall(
                rf"{name}(?<=\b{name})\s+(?:shall|will|agrees to)\s+(?:\w+\s+)?(?:provide|perform|deliver|render|supply|host|maintain|license|grant)",
                text,
            )
        )
        pays = len(
            re.findall(
                rf"{name}(?<=\b{name})\s+(?:shall|will|agrees to)\s+(?:\w+\s+)?(?:pay|reimburse|compensate|purchase)",
                text,
            )
        )
        scores.append(provides - 2 * pays)
    if scores[0] == scores[1]:
        return None
    return ["provider", "customer"] if scores[0] > scores[1] else ["customer", "provider"]


class Speakers:
    """Tells whom a passage speaks of: customer, provider, both, by the parties' own names."""

    def __init__(self, parties: list[Party]) -> None:
        names: dict[str, list[str]] = {
            "customer": ["Customer", "Client", "Licensee", "Subscriber"],
            "provider": [
                "Provider",
                "Supplier",
                "Service Provider",
                "Vendor",
                "Licensor",
                "MSP",
                "Contractor",
                "Consultant",
            ],
        }
        for party in parties:
            for words in (party.defined, party.also, party.name):
                for role in ("customer", "provider"):
                    if words:
                        if party.role == role and words not in names[role]:
                            names[role].insert(0, words)
                        elif party.role != role and party.role != "other" and words in names[role]:
                            names[role].remove(words)
        self._patterns = {
            role: re.compile(
                r"\b(?:" + "|".join(re.escape(n) for n in sorted(set(words), key=len, reverse=True)) + r")\b"
            )
            for role, words in names.items()
        }
        self._both = re.compile(
            r"\b(?:either|each|both|any)\s+(?:of\s+the\s+)?part(?:y|ies)|\bthe\s+parties\b|\bneither\s+party\b|\bRecipient\b|\bReceiving Party\b|\ba\s+party\b|\bnon-(?:breaching|defaulting)\s+party\b|\beither\s+\w+\s+or\s+\w+\b",
            re.I,
        )

    def of(self, passage: str) -> str:
        """Returns "customer", "provider", "both", or "" for the first party that a passage names."""
        found = []
        both = self._both.search(passage)
        if both:
            found.append((both.start(), "both"))
        for role, pattern in self._patterns.items():
            match = pattern.search(passage)
            if match:
                found.append((match.start(), role))
        return min(found)[1] if found else ""
