"""Fixtures that every layer's tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same inputs every time: a check that lands must not depend on luck. Longer searches for inputs
# that break a reader are made by hand, and what they find becomes a test.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

SMALL_AGREEMENT = """MANAGED SERVICES AGREEMENT

This Managed Services Agreement is made as of March 1, 2025 by and between Harbor Tech LLC, a Delaware limited liability company ("Provider"), and Orchard Foods, Inc., an Ohio corporation ("Customer").

1. Services. Provider shall monitor and patch the servers listed in Exhibit A and shall answer help desk calls. Hardware purchases and cabling are excluded from the Services.

2. Service Levels. Provider shall keep the servers available at least 99.9% of each calendar month. Provider shall respond to each Severity 1 incident within thirty (30) minutes. For each full percentage point below that level Customer receives a credit of 5% of the monthly fee.

3. Fees. Customer shall pay USD 4,500 per month. Each invoice is due within thirty (30) days of its date. Overdue amounts bear interest at 1% per month.

4. Term. The initial term is one (1) year from the Effective Date. It renews automatically for successive one-year terms unless either party gives notice of non-renewal at least one hundred twenty (120) days before the end of the then-current term.

5. Customer Responsibilities. Customer shall give Provider access to its network and shall name a contact person.

6. Confidentiality. Each party shall keep the other party's Confidential Information secret for three (3) years after termination and shall return or destroy it on request.

7. Governing Law. This Agreement is governed by the laws of the State of Ohio.

Exhibit A - Servers

The servers are the four hosts at 12 Mill Road, Dayton, Ohio.
"""


@pytest.fixture(scope="session")
def small_agreement() -> str:
    """A short agreement in which 120 days' notice of non-renewal is the plain trap."""
    return SMALL_AGREEMENT


@pytest.fixture(scope="session")
def bench_data() -> Path:
    """The folder of real contracts that MSLA_BENCH_DATA names; skips where it is unset."""
    folder = os.environ.get("MSLA_BENCH_DATA")
    if not folder:
        pytest.skip("MSLA_BENCH_DATA is not set: no real contracts to test on")
    return Path(folder)
