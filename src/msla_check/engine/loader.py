"""Reads rule files; every error names file and line and says what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from msla_check.errors import RuleError
from msla_check.rules_folder import YAML_LOADER

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML document with the line of each of its parts."""

    file: Path
    data: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Returns the line of a part, or of the nearest part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: Path_) -> str:
        """Returns the file and line of a part."""
        return f"{self.file}:{self.line(path)}"

    def error(self, path: Path_, message: str) -> str:
        """Returns a message with its place in front."""
        return f"{self.place(path)}: {message}"


def read_yaml(file: Path) -> Source:
    """Returns a YAML file's content.

    Raises:
        RuleError: it is not well-formed YAML.
    """
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(
            f"{file}:{line}: not well-formed YAML ({error.problem}); check the indentation."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{file}: the file could not be read.") from error
    lines: dict[Path_, int] = {}
    return Source(file, _plain(node, (), lines, file) if node is not None else None, lines)


def parse_yaml(text: str) -> Any:
    """Returns what a piece of YAML holds, its keys read as words ("on" is no truth value).

    Raises:
        RuleError: it is not well-formed YAML.
    """
    try:
        node = yaml.compose(text, Loader=YAML_LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(
            f"line {line} is not well-formed YAML ({error.problem}); check the indentation."
        ) from error
    return None if node is None else _plain(node, (), {}, Path("cell"))


def _plain(node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                raise RuleError(f'{file}:{line}: "{key}" stands here twice; keep one.')
            result[key] = _plain(value_node, (*path, key), lines, file)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    loader = yaml.SafeLoader("")
    try:
        value = loader.construct_object(node)
    finally:
        loader.dispose()
    return value


def explain_validation(
    error: ValidationError, source: Source, path: Path_, model: type[BaseModel]
) -> list[str]:
    """Returns the errors of one part of a file, each with its line and what to write."""
    messages = []
    for item in error.errors():
        place = tuple(p for p in item["loc"] if not (isinstance(p, str) and p.startswith("function-")))
        name = ".".join(str(p) for p in place)
        if item["type"] == "missing":
            text = f'"{name}" is missing; add it.'
        elif item["type"] == "extra_forbidden":
            known = ", ".join(sorted(model.model_fields)) if len(place) == 1 else "those of its kind"
            text = f'"{name}" is no key here; known are {known}.'
        else:
            text = f"{name}: {item['msg'].removeprefix('Value error, ')}"
            nested = item.get("ctx", {}).get("error")
            if isinstance(nested, ValidationError):
                text = f"{name}: {nested.errors()[0]['msg']}"
        messages.append(source.error((*path, *place), text))
    return messages


def fill_parameters(value: Any, parameters: dict[str, str]) -> Any:
    """Returns a rule's data with `$name` replaced by its parameter.

    Raises:
        KeyError: a `$name` has no parameter.
    """
    if isinstance(value, str) and value.startswith("$"):
        return parameters[value[1:]]
    if isinstance(value, dict):
        return {key: fill_parameters(item, parameters) for key, item in value.items()}
    if isinstance(value, list):
        return [fill_parameters(item, parameters) for item in value]
    return value
