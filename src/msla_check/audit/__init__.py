"""Many agreements: found, reviewed in worker processes, kept in a store, and asked about as a whole."""

from __future__ import annotations

from msla_check.errors import MslaCheckError

_EXTRA = ("alembic", "pebble", "psutil", "sqlalchemy")

try:
    from .auditing import Audit
    from .results import AuditResult
except ModuleNotFoundError as error:
    if error.name not in _EXTRA:
        raise
    raise MslaCheckError(
        f"audits need {error.name}, which is not installed: pip install 'msla-check[audit]'."
    ) from error

__all__ = ["Audit", "AuditResult"]
