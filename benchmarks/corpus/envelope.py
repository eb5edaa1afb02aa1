"""An envelope: a document as the Registry keeps it, with who published it and when."""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.corpus import (
    competencies,
    credentials,
    flaws,
    learning,
    organizations,
    outcomes,
    pathways,
    transfer,
    words,
    work,
)
from benchmarks.corpus.draws import seeded
from benchmarks.corpus.plan import COURSE, FRAMEWORK, ORGANIZATION, Plan
from benchmarks.corpus.record import REGISTRY, Node, Record

_BUILDERS: dict[str, Callable[[Record], list[Node]]] = {
    "ceterms:Task": work.task,
    "ceterms:Job": work.job,
    "ceterms:Occupation": work.occupation,
    "ceterms:WorkRole": work.work_role,
    "ceterms:Industry": work.industry,
    COURSE: learning.course,
    "ceterms:LearningProgram": learning.program,
    "ceterms:LearningOpportunityProfile": learning.opportunity,
    "ceterms:AssessmentProfile": learning.assessment,
    ORGANIZATION: organizations.organization,
    "ceterms:AccreditAction": organizations.accreditation,
    "ceterms:CostManifest": organizations.cost_manifest,
    "ceterms:SupportService": organizations.support_service,
    "ceterms:Collection": organizations.collection,
    transfer.PROFILE: transfer.profile,
    "ceterms:TransferIntermediary": transfer.intermediary,
    "qdata:DataSetProfile": outcomes.data_set,
    FRAMEWORK: competencies.framework,
    "ceterms:Pathway": pathways.pathway,
}
_FIRST, _DAYS = datetime(2017, 9, 1, tzinfo=UTC), 3270
_LATER = datetime(2026, 9, 1, tzinfo=UTC)
_OLD_DAYS = 480
"""Envelopes of the first months are in the shapes of then: no ``@graph``, and signed."""
_TRUNCATED = 0.0002


@dataclass(frozen=True)
class Made:
    """One member of the zip: its name, its bytes, its type, and its planted flaws."""

    name: str
    data: bytes
    kind: str
    flaws: Counter[str]


def make(plan: Plan, number: int, is_copy: bool = False, is_revised: bool = False) -> Made:
    """An envelope of the plan; `is_copy` another of its kind, `is_revised` a later edition."""
    rec = Record(plan, number, is_copy)
    nodes = _BUILDERS.get(rec.kind, credentials.credential)(rec)
    flaws.plant(rec, nodes[0])
    nodes += rec.third_parties
    if is_revised:
        nodes[0]["ceterms:alternateName"] = {rec.habits.language: [words.skill(rec.rng)]}
    day = rec.rng.random() * _DAYS
    created = _FIRST + timedelta(days=day)
    updated = _LATER if is_revised or is_copy else created + (_LATER - created) * rec.rng.random()
    body = _body(rec, nodes, is_old=day < _OLD_DAYS)
    envelope = _envelope(rec, body, created, updated)
    if day < _OLD_DAYS:
        envelope |= {"resource_encoding": "jwt", "resource": _signed(rec, body)}
    data = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    if rec.often(_TRUNCATED):
        data, rec.flaws = data[: len(data) // 2], Counter({"unreadable-document": 1})
    return Made(f"{rec.ctid}.json", data, rec.kind, rec.flaws)


def _body(rec: Record, nodes: list[Node], is_old: bool) -> Node:
    context = rec.habits.context
    if is_old and len(nodes) == 1:
        return {"@context": context.replace("https:", "http:"), **nodes[0]}
    return {"@context": context, "@id": f"{REGISTRY}/graph/{rec.ctid}", "@graph": nodes}


def _envelope(rec: Record, body: Node, created: datetime, updated: datetime) -> Node:
    identity = str(uuid.UUID(int=rec.rng.getrandbits(128), version=4))
    text = json.dumps(body, ensure_ascii=False).encode()
    head = {"head": True, "event": "create", "created_at": _in_utc(created)}
    return {
        "envelope_community": "ce_registry",
        "envelope_id": identity,
        "envelope_ceterms_ctid": rec.ctid,
        "envelope_ctdl_type": rec.kind,
        "envelope_type": "resource_data",
        "envelope_version": "1.0.0",
        "resource_format": "json",
        "owned_by": list(rec.owners),
        "published_by": _published_by(rec),
        "changed": updated > created,
        "last_verified_on": updated.date().isoformat(),
        "decoded_resource": body,
        "node_headers": {
            "resource_digest": base64.b64encode(hashlib.sha256(text).digest()).decode(),
            "revision_history": [
                head | {"url": f"/ce-registry/envelopes/{identity}/revisions/{rec.number}"}
            ],
            "created_at": _in_utc(created),
            "updated_at": _in_utc(updated),
            "deleted_at": None,
        },
    }


def _in_utc(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"


def _published_by(rec: Record) -> str | None:
    rng = seeded("publisher", rec.plan.seed, rec.publisher)
    number = rec.plan.pick(rng, (ORGANIZATION,), rec.publisher)
    return None if number is None else rec.plan.ctid(number)


def _signed(rec: Record, body: Node) -> str:
    """The body as a JSON Web Signature, with noise for a signature."""
    parts = (b'{"alg":"RS256","typ":"JWT"}', json.dumps(body).encode(), rec.rng.randbytes(256))
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
