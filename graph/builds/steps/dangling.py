"""Links to Registry resources: how many lead to nothing in this graph, and to a test environment.

What they lead to is typed, so that a check finds it by a look-up and not by reading every IRI.
"""

from __future__ import annotations

from itertools import accumulate

import polars as pl

from graph.builds.run import Workspace
from graph.iris import OF_TEST_REGISTRY
from graph.triples import iri, line
from graph.vocabulary import CG, PROV, RDF_TYPE

_OURS = (
    PROV.wasDerivedFrom, CG.inRecord, CG.owner, CG.resource, CG.linkSource, CG.linkTarget,
    CG.credential, CG.envelopeOwner, CG.envelopePublisher,
)  # fmt: skip
"""Properties that the build and the notes of loaders add: no publisher's links."""
READS = (PROV.wasDerivedFrom,)


def dangling(workspace: Workspace) -> dict[str, dict[str, int]]:
    """Per source: `links` to Registry resources, and `dangling`: those whose target nothing here
    says anything of.

    Types the targets: `cg:MissingResource` what dangles, `cg:TestResource` what is for tests.
    """
    statements, sources = workspace.statements, workspace.info["sources"]
    ends = pl.Series(list(accumulate(source["triples"] for source in sources)), dtype=pl.UInt64)
    linked: list[pl.DataFrame] = []
    missing: list[pl.Series] = []
    test = [_for_tests(statements.of(PROV.wasDerivedFrom)["subject"])]
    for share in statements.shares():
        links = share.references().filter(~pl.col("property").is_in(_OURS))
        # What the first source made comes first in the text, and what steps add comes last.
        source = ends.search_sorted(links["row"], side="right")
        linked.append(links.select("is_here", source=source))
        test.append(_for_tests(links["target"]))
        lost = links.filter(
            ~pl.col("is_here"), ~pl.col("target").str.contains(f"^{OF_TEST_REGISTRY}")
        )
        missing.append(lost["target"].unique(maintain_order=True))
    for found, kind in (
        (pl.concat(missing), CG.MissingResource),
        (pl.concat(test), CG.TestResource),
    ):
        names = found.unique(maintain_order=True)
        statements.append(line(name, RDF_TYPE, iri(kind)) for name in names)
    return _counted(pl.concat(linked), [source["source"] for source in sources])


def _for_tests(names: pl.Series) -> pl.Series:
    return names.filter(names.str.contains(f"^{OF_TEST_REGISTRY}")).unique(maintain_order=True)


def _counted(links: pl.DataFrame, sources: list[str]) -> dict[str, dict[str, int]]:
    """`links`: for each link the number of its source, and whether its target `is_here`."""
    counts = links.group_by("source").agg(links=pl.len(), dangling=(~pl.col("is_here")).sum())
    found = {
        sources[row["source"]]: row
        for row in counts.iter_rows(named=True)
        if row["source"] < len(sources)
    }
    return {
        name: {"links": found[name]["links"], "dangling": found[name]["dangling"]}
        for name in sorted(found)
    }
