"""pdfium's functions, called so often on a page that what a call costs decides how fast a PDF is read.

pypdfium2's own helpers make one Python call with several fresh ctypes objects per character, which
costs more than the text itself. Where a function has no declared arguments, ctypes hands on plain
integers and ready-made pointers as they are: a call then costs a third. The interpreter's lock is
kept during calls, so that `map` over a page is never interrupted.
"""

from __future__ import annotations

import ctypes
import threading
from typing import Any

import pypdfium2.raw as raw

ONE_AT_A_TIME = threading.RLock()
"""Held while a PDF is open: pdfium may only be used by one thread at a time, else the process dies."""

_ADDRESS = ctypes.c_void_p


def address_of(handle: Any) -> int:
    """Returns the address behind a pypdfium2 handle."""
    return ctypes.cast(handle, _ADDRESS).value or 0


def pointer(address: int) -> Any:
    """Returns an address made ready to be handed to a function without declared arguments."""
    return ctypes.byref(ctypes.c_char.from_address(address))


def undeclared(name: str, result: Any) -> Any:
    """Returns pdfium's function `name`, to be called with integers of 32 bits and `pointer`s only."""
    return ctypes.PYFUNCTYPE(result)(address_of(getattr(raw, name)))


def declared(name: str, result: Any, *arguments: Any) -> Any:
    """Returns pdfium's function `name`, to be called with plain addresses and numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(getattr(raw, name)))
