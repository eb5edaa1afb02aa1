"""Checks: query files with a severity, and the findings that their rows are."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, astuple, dataclass, fields

from graph.stores import Answer
from queries.catalog import catalog
from queries.header import SEVERITIES
from queries.query import Query

__all__ = ["SEVERITIES", "Finding", "as_csv", "checks", "findings"]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a record. `value` is what was published, `detail` what helps to
    mend it; texts are "" where there is nothing to say."""

    code: str
    severity: str
    message: str
    resource: str
    label: str
    organization: str
    organization_label: str
    value: str
    detail: str
    fix: str
    rule: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def checks() -> list[Query]:
    """The query files that are checks, the gravest first."""
    found = [query for query in catalog().values() if "severity" in query.meta]
    return sorted(found, key=lambda query: (SEVERITIES.index(query.meta["severity"]), query.id))


def findings(ask: Callable[[str], Answer]) -> tuple[Finding, ...]:
    """Every finding of every check, the gravest first.

    `ask` takes SPARQL, and gives the answer in the SPARQL 1.1 Query Results JSON Format.
    """
    return tuple(_finding(check, row) for check in checks() for row in _rows(ask(check.bind())))


def _rows(answer: Answer) -> list[dict[str, str]]:
    """The values by column; a column that is unbound is not in its row."""
    with answer:
        bindings = json.loads(answer.read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _finding(check: Query, row: Mapping[str, str]) -> Finding:
    meta = check.meta
    return Finding(
        code=meta["code"],
        severity=meta["severity"],
        message=meta["message"],
        resource=row.get("resource", ""),
        label=row.get("resourceLabel", ""),
        organization=row.get("organization", ""),
        organization_label=row.get("organizationLabel", ""),
        value=row.get("value", ""),
        detail=row.get("detail", ""),
        fix=meta["fix"],
        rule=meta["rule"],
    )


def as_csv(findings: Iterable[Finding]) -> str:
    """Findings as CSV (RFC 4180). A cell that a spreadsheet would take for a formula begins with an
    apostrophe (https://owasp.org/www-community/attacks/CSV_Injection)."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([field.name for field in fields(Finding)])
    writer.writerows([_harmless(cell) for cell in astuple(one)] for one in findings)
    return file.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
