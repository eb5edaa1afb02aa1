"""From the sample's short content to CTDL's own shapes: nodes, references, places, costs.

Nothing here is about one record; what a record says stands in ``scripts/sample_ctdl/``.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.sample_ctdl_codes import ALIGNMENT, CONCEPTS, concept, industry, occupation, program

REGISTRY = "https://credentialengineregistry.org/"
SANDBOX = "https://sandbox.credentialengineregistry.org/"
TERMS = Path(__file__).parents[1] / "loaders" / "ctdl" / "terms.json"
TABLES = ("badges", "codes", "places")
"""Content files that hold no CTDL records."""
COERCION: dict[str, str] = json.loads(TERMS.read_text("utf-8"))["terms"]

CONDITION = "ceterms:ConditionProfile"
INLINE = {
    "advancedStandingFrom": CONDITION,
    "aggregateData": "ceterms:AggregateDataProfile",
    "alternativeCondition": CONDITION,
    "creditValue": "ceterms:ValueProfile",
    "entryCondition": CONDITION,
    "estimatedCost": "ceterms:CostProfile",
    "estimatedDuration": "ceterms:DurationProfile",
    "hasCondition": "ceterms:ComponentCondition",
    "hasConstraint": "ceterms:Constraint",
    "identifier": "ceterms:IdentifierValue",
    "isPreparationFor": CONDITION,
    "isRequiredFor": CONDITION,
    "jobsObtained": "schema:QuantitativeValue",
    "qdata:dataAttributes": "qdata:DataProfile",
    "qdata:dataSetTemporalCoverage": "qdata:DataSetTimeFrame",
    "qdata:dataSetTimePeriod": "qdata:DataSetTimeFrame",
    "qdata:earningsAmount": "schema:MonetaryAmount",
    "qdata:earningsDistribution": "schema:MonetaryAmountDistribution",
    "qdata:employmentRate": "schema:QuantitativeValue",
    "qdata:hasDimension": "qdata:Dimension",
    "qdata:hasMetric": "qdata:Metric",
    "qdata:hasObservation": "qdata:Observation",
    "qdata:holdersInSet": "schema:QuantitativeValue",
    "qdata:relatedEmployment": "schema:QuantitativeValue",
    "qdata:totalWIOACompleters": "schema:QuantitativeValue",
    "recommends": CONDITION,
    "renewal": CONDITION,
    "requires": CONDITION,
    "targetContactPoint": "ceterms:ContactPoint",
    "transferValue": "ceterms:ValueProfile",
}
"""The class of an object that stands inside another without a name of its own."""


def uuid_of(key: str) -> str:
    """A version 4 UUID, always the same for the same key."""
    digest = hashlib.sha256(f"credgraph sample {key}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def ctid(key: str) -> str:
    """The CTID of the record with this key."""
    return f"ce-{uuid_of(key)}"


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file's content."""
    return tomllib.loads(path.read_text("utf-8"))


@dataclass(frozen=True)
class Flaw:
    """Something that is wrong on purpose."""

    file: str
    ctid: str
    code: str
    what: str

    @staticmethod
    def of(file: str, name: str, text: str) -> Flaw:
        """From ``"code: what is wrong"``."""
        code, _, what = text.partition(": ")
        return Flaw(file, name, code, what)


@dataclass(frozen=True)
class Content:
    """What records refer to: each other by key, places, and the titles of codes."""

    records: dict[str, dict[str, Any]]
    places: dict[str, Any]
    codes: dict[str, dict[str, str]]

    @staticmethod
    def read(folder: Path) -> Content:
        """Everything in the content folder."""
        records: dict[str, dict[str, Any]] = {}
        for path in sorted(folder.rglob("*.toml")):
            if path.stem not in TABLES:
                records |= {k: v for k, v in read_toml(path).items() if not k.startswith("_")}
        return Content(records, read_toml(folder / "places.toml"), read_toml(folder / "codes.toml"))

    def title(self, key: str) -> str:
        """What a record is called."""
        record = self.records[key]
        return str(record.get("name") or record.get("competencyText") or record["skos:prefLabel"])


@dataclass
class Shaper:
    """One record on its way into CTDL's shape."""

    content: Content
    key: str
    record: dict[str, Any]
    file: str
    flaws: list[Flaw]

    def node(self) -> dict[str, Any]:
        """The record as a node of a document."""
        kind = self.record["type"]
        kind = kind if ":" in kind else f"ceterms:{kind}"
        blank = self.record.get("_blank")
        name = ctid(self.record.get("_ctid_of", self.key))
        head: dict[str, Any] = {"@type": kind}
        head["@id"] = f"_:{uuid_of(self.key)}" if blank else f"{REGISTRY}resources/{name}"
        if not blank:
            head["ceterms:ctid"] = name
        self.flaws += [Flaw.of(self.file, name, flaw) for flaw in self.record.get("_flaws", [])]
        prefix = kind.partition(":")[0]
        prefix = prefix if prefix in ("ceasn", "skos") else "ceterms"
        return head | self.properties(self.record, prefix)

    def properties(self, table: dict[str, Any], prefix: str = "ceterms") -> dict[str, Any]:
        """A table's properties; directions to this script (``type``, ``_…``) are left out."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            if key == "by":
                owner = self.link(f"@{value}")
                found |= {"ceterms:ownedBy": [owner], "ceterms:offeredBy": [owner]}
            elif key == "page":
                host = table.get("by", self.key)
                found["ceterms:subjectWebpage"] = f"https://www.{host}.example/{value}"
            elif key != "type" and not key.startswith("_"):
                name = key.removeprefix(":") if ":" in key else f"{prefix}:{key}"
                found[name] = self.value(key, name, value)
        return found

    def value(self, key: str, name: str, value: Any) -> Any:
        """A value in the shape that its property takes."""
        if isinstance(value, list):
            if COERCION.get(name) == "@language":
                return {"en-US": value}
            return [self.value(key, name, item) for item in value]
        if isinstance(value, dict):
            return self.inner(key, name, value)
        if not isinstance(value, str):
            return value
        if shape := self.shorthand(key):
            return shape(value)
        if value.startswith("cao "):
            return self.alignment(value.removeprefix("cao "))
        if value.startswith(("@", "_:")):
            return self.link(value)
        return {"en-US": value} if COERCION.get(name) == "@language" else value

    def inner(self, key: str, name: str, value: dict[str, Any]) -> dict[str, Any]:
        """An object without a name of its own; a language map stays as it is."""
        if "@id" in value:
            return {"@id": self.value(key, name, value["@id"])}
        if COERCION.get(name) == "@language":
            return value
        kind = value.get("type") or INLINE.get(key)
        return ({"@type": kind} if kind else {}) | self.properties(value)

    def shorthand(self, key: str) -> Callable[[str], Any] | None:
        """How a property's value is abbreviated in the content, if it is."""
        if key in CONCEPTS:
            return lambda value: concept(key, value)
        return {
            "occupationType": lambda value: occupation(value, self.content.codes, self.flaw),
            "industryType": lambda value: industry(value, self.content.codes),
            "instructionalProgramType": lambda value: program(value, self.content.codes),
            "availableAt": self.place,
            "address": self.place,
            "mainJurisdiction": self.place,
            "jurisdiction": self.jurisdiction,
            "offeredIn": self.jurisdiction,
            "estimatedCost": self.cost,
            "estimatedDuration": self.duration,
        }.get(key)

    def flaw(self, text: str) -> None:
        """Note a flaw that the content's own shorthand spells out."""
        self.flaws.append(Flaw.of(self.file, ctid(self.record.get("_ctid_of", self.key)), text))

    def link(self, value: str) -> str:
        """``@key`` as an IRI; ``@graph:``, ``@upper:``, ``@http:``, ``@sandbox:`` spell it wrong,
        ``@lost:`` names a resource that nobody has; ``_:key`` is a blank node."""
        if value.startswith("_:"):
            return f"_:{uuid_of(value[2:])}"
        spelling, _, key = value[1:].rpartition(":")
        if spelling != "lost" and spelling != "sandbox" and key not in self.content.records:
            raise KeyError(f"{self.file}: {self.key} refers to {key}, which is nowhere")
        iri = f"{REGISTRY}resources/{ctid(key)}"
        spelled = {
            "graph": ("original-iri: a /graph/ IRI", iri.replace("/resources/", "/graph/")),
            "upper": (
                "original-iri: a /graph/ IRI with an upper-case CTID",
                f"{REGISTRY}graph/{ctid(key).upper()}",
            ),
            "http": ("original-iri: http instead of https", iri.replace("https:", "http:")),
            "sandbox": (
                "sandbox-host: a link to the sandbox",
                iri.replace(REGISTRY, SANDBOX),
            ),
            "lost": (f"dangling-link: refers to {ctid(key)}, which nobody published", iri),
        }
        if spelling:
            what, iri = spelled[spelling]
            self.flaw(what)
        return iri

    def alignment(self, reference: str) -> dict[str, Any]:
        """A competency as an alignment object."""
        key = reference.rpartition(":")[2].removeprefix("@")
        frame = self.content.records[key]["isPartOf"]
        return {
            "@type": ALIGNMENT,
            "ceterms:targetNode": self.link(reference),
            "ceterms:targetNodeName": {"en-US": self.content.title(key)},
            "ceterms:framework": self.link(frame),
            "ceterms:frameworkName": {"en-US": self.content.title(frame[1:])},
        }

    def place(self, key: str) -> dict[str, Any]:
        """A place of ``places.toml``."""
        return {"@type": "ceterms:Place"} | self.properties(self.content.places[key])

    def jurisdiction(self, key: str) -> dict[str, Any]:
        """A whole state."""
        return {"@type": "ceterms:JurisdictionProfile", "ceterms:mainJurisdiction": self.place(key)}

    def cost(self, value: str) -> dict[str, Any]:
        """``"4200 Tuition"``: a price in US dollars and CTDL's kind of cost."""
        price, kind = value.split(" ")
        number = float(price) if "." in price else int(price)
        return {"@type": "ceterms:CostProfile"} | self.properties(
            {"directCostType": kind, "price": number, "currency": "USD"}
        )

    def duration(self, value: str) -> dict[str, Any]:
        """An ISO 8601 duration."""
        return {"@type": "ceterms:DurationProfile", "ceterms:exactDuration": value}
