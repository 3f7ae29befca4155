"""The law that governs an agreement, by the name of its state or country."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STATES = "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming|District of Columbia|Puerto Rico"
_PROVINCES = "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland|Nova Scotia|Ontario|Prince Edward Island|Quebec|Saskatchewan|New South Wales|Victoria|Queensland"
_COUNTRIES = "England and Wales|England|Scotland|Northern Ireland|Wales|United Kingdom|Ireland|Australia|Canada|Germany|Switzerland|Austria|France|Italy|Spain|Portugal|Netherlands|Belgium|Luxembourg|Denmark|Sweden|Norway|Finland|Poland|Israel|India|Japan|Singapore|Hong Kong|Taiwan|South Korea|Korea|People['’]s Republic of China|PRC|China|Brazil|Mexico|Argentina|Chile|South Africa|Bermuda|Cayman Islands|British Virgin Islands|Jersey|Guernsey|New Zealand|Malaysia|Thailand|Philippines|Indonesia|Vietnam|Cyprus|Malta|Greece|Turkey|Russia|Russian Federation|Ukraine|Hungary|Czech Republic|Romania|United Arab Emirates|Saudi Arabia|Egypt|Nigeria|Kenya|Panama|Peru|Colombia|Costa Rica|Dominican Republic|Kazakhstan|Macau|Iceland|Estonia|Latvia|Lithuania|United States of America|United States"
_ADJECTIVES = {
    "english": "England",
    "german": "Germany",
    "swiss": "Switzerland",
    "french": "France",
    "dutch": "Netherlands",
    "israeli": "Israel",
    "japanese": "Japan",
    "irish": "Ireland",
    "scottish": "Scotland",
    "swedish": "Sweden",
    "danish": "Denmark",
    "italian": "Italy",
    "spanish": "Spain",
    "indian": "India",
    "chinese": "China",
    "californian": "California",
    "belgian": "Belgium",
    "austrian": "Austria",
    "norwegian": "Norway",
    "finnish": "Finland",
}
COUNTRIES = frozenset(_COUNTRIES.replace("['’]", "'").split("|"))
PLACE = re.compile(rf"\b(?:{_STATES}|{_PROVINCES}|{_COUNTRIES})\b", re.I)
_ADJECTIVE = re.compile(rf"\b({'|'.join(_ADJECTIVES)})\s+law", re.I)
_CANONICAL = {name.lower(): name for group in (_STATES, _PROVINCES, _COUNTRIES) for name in group.split("|")}


def _name(words: str) -> str:
    if words.upper() == "PRC" or words.lower().endswith("republic of china"):
        return "People's Republic of China"
    return _CANONICAL.get(words.lower(), words)


def find_places(text: str) -> Iterator[tuple[int, int, str]]:
    """Yields start, end and name of the states and countries in a text, and of laws named by adjective."""
    found = [(m.start(), m.end(), _name(m[0])) for m in PLACE.finditer(text)]
    found += [(m.start(), m.end(), _ADJECTIVES[m[1].lower()]) for m in _ADJECTIVE.finditer(text)]
    yield from sorted(found)
