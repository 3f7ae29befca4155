"""The few errors that msla-check raises on purpose, each worded for a reviewer."""

from __future__ import annotations


class MslaCheckError(Exception):
    """Base of every error raised on purpose; `str(error)` is one line that a reviewer can act on.

    Example:
        >>> from msla_check import MslaCheckError, review
        >>> try:
        ...     review("no-such-file.pdf")
        ... except MslaCheckError as error:
        ...     print(error)
        no-such-file.pdf: there is no such file.
    """


class UnreadableDocument(MslaCheckError):
    """The file is missing, empty, damaged, or beyond a reading limit.

    Example:
        >>> from msla_check import UnreadableDocument, review
        >>> try:
        ...     review(b"", name="empty.pdf")
        ... except UnreadableDocument as error:
        ...     print(error)
        empty.pdf: the file is empty.
    """


class PasswordRequired(MslaCheckError):
    """The file is encrypted and opens only with a password.

    Example:
        >>> from msla_check import PasswordRequired
        >>> issubclass(PasswordRequired, Exception)
        True
    """


class NoTextLayer(MslaCheckError):
    """Every page is an image: there is no text to review without OCR.

    Example:
        >>> from msla_check import NoTextLayer
        >>> issubclass(NoTextLayer, Exception)
        True
    """


class UnsupportedFormat(MslaCheckError):
    """The file is of a kind that cannot be read; the message says how to convert it.

    Example:
        >>> from msla_check import UnsupportedFormat, review
        >>> try:
        ...     review(b"PK", name="bundle.zip")
        ... except UnsupportedFormat as error:
        ...     print(type(error).__name__)
        UnsupportedFormat
    """


class RuleError(MslaCheckError):
    """A rule or playbook is not well formed; the message names file, line and what to write instead.

    Example:
        >>> from msla_check import Playbook, RuleError
        >>> try:
        ...     Playbook.load("no-such-playbook")
        ... except RuleError as error:
        ...     print("no-such-playbook" in str(error))
        True
    """
