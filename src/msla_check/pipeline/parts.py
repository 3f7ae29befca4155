"""What parties are called by their part in an agreement, for want of a name: the Customer, the Provider."""

from __future__ import annotations

import re

CUSTOMERS = "customer|client|licensee|buyer|purchaser|subscriber|recipient|user|owner|authority|reseller|end user|franchisee"
PROVIDERS = "provider|supplier|vendor|contractor|consultant|licensor|servicer|(?<!-)host|msp"
_OTHERS = (
    "adviser|advisor|affiliate|agent|artist|assignee|assignor|borrower|broker|carrier|company|dealer|developer|distributor"
    "|employee|employer|endorser|executive|franchisor|guarantor|holder|institution|investor|landlord|lender|lessee|lessor"
    "|manager|manufacturer|member|merchant|network|operator|principal|producer|professional|promoter|publisher"
    "|representative|seller|sender|shareholder|shipper|sponsor|tenant|transporter|trustee"
)
PARTS = f"{CUSTOMERS}|{PROVIDERS}|{_OTHERS}"
_PART = re.compile(rf"\b(?:(?:{PARTS})s?|party [a-d])\b", re.I)
_ONLY_PART = re.compile(rf"(?:the\s+)?(?:(?:service|end)\s+)?(?:{PARTS})s?", re.I)


def is_called_by_part(name: str) -> bool:
    """Returns whether words say what part a party has ("the Franchisee")."""
    return bool(_PART.search(name))


def is_only_part(name: str) -> bool:
    """Returns whether words are nothing but a part, and so no name."""
    return bool(_ONLY_PART.fullmatch(name))
