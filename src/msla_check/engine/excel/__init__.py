"""A playbook as an Excel workbook and back, for those who would rather edit rules in cells."""

from __future__ import annotations

from .read import read_workbook
from .write import export_workbook

__all__ = ["export_workbook", "read_workbook"]
