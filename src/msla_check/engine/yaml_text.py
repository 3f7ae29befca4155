"""Rules written as YAML that a person reads."""

from __future__ import annotations

import re
from typing import Any

import yaml

_KEY = re.compile(r"^(\s*(?:- )*)'(on|off|yes|no|not)':", re.M)


class _Dumper(yaml.SafeDumper):
    """Writes long texts over several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indents the items of lists as well."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "|" if "\n" in value else ">" if len(value) > 90 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(value: Any) -> str:
    """Returns a rule, or a part of one, as YAML."""
    text = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    text = text.removesuffix("...\n")
    return _KEY.sub(r"\1\2:", text)  # the loader reads every key as a word, so `on` needs no quotes
