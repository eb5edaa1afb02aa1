"""Questions about occupations: our one node a rating against a node for each value, as rows are.

Usage: ``python -m benchmarks.onet_queries RELEASE…`` with a text release, SOC files and wages. One
store is a build, the other holds nothing but skills and is optimized alike; they are asked in
turns. Times are of the processor, the least of some rounds, so that other work on the machine does
not count. For the nearest occupations the peer works out plain means, without the weights.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from credgraph.building import build_graph
from graph import settings
from queries import catalog

ROUNDS = 7
CG = "PREFIX cg: <https://w3id.org/credgraph/vocab#>\nPREFIX n: <https://example.org/naive#>\n"
NAIVE_ROWS = f"""{CG}SELECT ?r ?o ?e ?im ?lv WHERE {{
  ?r a cg:SkillRating ; cg:ratedOccupation ?o ; cg:element ?e .
  OPTIONAL {{ ?r cg:importance ?im }} OPTIONAL {{ ?r cg:level ?lv }} }}"""
RN = "<https://www.onetonline.org/link/summary/29-1141.00>"
ASSISTANT = "<https://www.onetonline.org/link/summary/31-1131.00>"
PROGRAMMING = "<https://w3id.org/credgraph/id/onet/element/2.B.3.e>"
NAIVE = {
    "occupations/skill-gap": f"""{CG}SELECT ?element ?im ?to ?from WHERE {{
      ?a n:occupation {RN} ; n:element ?element ; n:scale "IM" ; n:value ?im FILTER(?im >= 3.0)
      ?b n:occupation {RN} ; n:element ?element ; n:scale "LV" ; n:value ?to .
      ?c n:occupation {ASSISTANT} ; n:element ?element ; n:scale "LV" ; n:value ?from }}""",
    "occupations/nearest": f"""{CG}SELECT ?near (AVG(ABS(?x - ?y)) AS ?distance) WHERE {{
      ?a n:occupation {RN} ; n:element ?element ; n:scale "LV" ; n:value ?x .
      ?b n:element ?element ; n:scale "LV" ; n:value ?y ; n:occupation ?near }}
      GROUP BY ?near ORDER BY ?distance LIMIT 21""",
    "occupations/top": f"""{CG}SELECT ?o ?im ?lv WHERE {{
      ?a n:element {PROGRAMMING} ; n:scale "IM" ; n:value ?im ; n:occupation ?o .
      FILTER(?im >= 3.0)
      ?b n:occupation ?o ; n:element {PROGRAMMING} ; n:scale "LV" ; n:value ?lv }}
      ORDER BY DESC(?im) LIMIT 100""",
}
OURS: dict[str, list[dict[str, str]]] = {
    "occupations/moves": [{"steps": steps} for steps in ("1", "2", "3")],
    "occupations/bridges": [{}],
    "occupations/wages": [{}],
}
"""What only the build can be asked, with parameters: these questions begin with the distances
between all occupations, each of which takes what the peer takes for the nearest of one."""


def main(paths: list[Path]) -> None:
    """Make both stores, and ask them in turns."""
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(Path(folder), paths)
        naive = _naive(Path(folder) / "naive", ours)
        print(f"{len(ours):,} statements; naive rendering of the skills {len(naive):,}")
        for name, query in NAIVE.items():
            bound = catalog()[name].bind()
            times = [(_time(ours, bound), _time(naive, query)) for _ in range(ROUNDS)]
            a, b = (min(side) for side in zip(*times, strict=True))
            print(f"  {name:<24} {a * 1000:7.1f} ms, naive {b * 1000:7.1f} ms, {b / a:6.1f}")
        for name, ways in OURS.items():
            for values in ways:
                bound = catalog()[name].bind(**values)
                least = min(_time(ours, bound) for _ in range(ROUNDS))
                print(f"  {name:<24} {least * 1000:7.1f} ms {values or ''}")


def _ours(folder: Path, paths: list[Path]) -> ox.Store:
    build = build_graph(folder / "data", {"onet": tuple(paths)}, settings.Settings())
    return ox.Store.read_only(str(build.public))


def _naive(folder: Path, ours: ox.Store) -> ox.Store:
    store = ox.Store(str(folder))
    store.bulk_extend(_values(ours))
    store.optimize()
    return store


def _values(ours: ox.Store) -> Iterator[ox.Quad]:
    """A node for each value, which says its occupation, element, scale and value."""
    rows = ours.query(NAIVE_ROWS)
    assert isinstance(rows, ox.QuerySolutions)
    term = {name: ox.NamedNode(f"https://example.org/naive#{name}")
            for name in ("occupation", "element", "scale", "value")}  # fmt: skip
    for row in rows:
        for scale, value in (("IM", row["im"]), ("LV", row["lv"])):
            if isinstance(value, ox.Literal):
                node = ox.NamedNode(f"{row['r'].value}/{scale}")
                yield ox.Quad(node, term["occupation"], row["o"])
                yield ox.Quad(node, term["element"], row["e"])
                yield ox.Quad(node, term["scale"], ox.Literal(scale))
                yield ox.Quad(node, term["value"], value)


def _time(store: ox.Store, query: str) -> float:
    begun = time.thread_time()
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions)
    assert list(answer)
    return time.thread_time() - begun


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main([Path(name) for name in sys.argv[1:]])
