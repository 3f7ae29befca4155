"""The store of audits: SQLite in one file, or PostgreSQL by URL, through one code path.

Tables (all in `tables.py`; `migrations/` builds them):

| table | one row for | key |
| --- | --- | --- |
| `runs` | an audit: when, by which engine, program, side, playbook and settings; unfinished while `finished` is null | `id`, counted from 1 |
| `sources` | a path of a run: manifest columns, content hash, outcome, reason | `run`, `path` |
| `documents` | a content as one version of the program read it, with the cached reading | content hash, program |
| `terms` | a term read out of a document | `document`, `number` |
| `reviews` | a content judged by rules for a side, or why it could not be | content hash, rules hash, program, side |
| `findings` | a rule that speaks in a review (weak, missing, conflict, unclear) | `review`, `number` |
| `playbooks`, `rules` | the rules that hashes stand for | rules hash; with rule id |
| `files` | a path's size and time, so that an unchanged file need not be hashed again | `path` |

Every path is kept in `sources`; a content is reviewed once, so several sources may share a review.
`sources.review` leads to `reviews.id`, from there `reviews.document` to `documents.id`.

How to read it:

    store = Store.open("audit.db")
    run = store.run()                     # the last one; store.run(3) for the third
    with store.session() as session:
        rows = session.execute(
            select(SourceRow, ReviewRow).join(ReviewRow, SourceRow.review == ReviewRow.id)
            .where(SourceRow.run == run.id)
        )
    for review, analysis in store.readings(run):   # what the engine needs, without opening a file
        ...
"""

from __future__ import annotations

from .store import Store
from .tables import (
    DocumentRow,
    FileRow,
    FindingRow,
    PlaybookRow,
    ReviewRow,
    RuleRow,
    RunRow,
    SourceRow,
    TermRow,
)

__all__ = [
    "DocumentRow",
    "FileRow",
    "FindingRow",
    "PlaybookRow",
    "ReviewRow",
    "RuleRow",
    "RunRow",
    "SourceRow",
    "Store",
    "TermRow",
]
