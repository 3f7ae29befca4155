"""Many agreements: found, reviewed in worker processes, kept in a store, and asked about as a whole."""

from __future__ import annotations

from .auditing import Audit, AuditResult

__all__ = ["Audit", "AuditResult"]
