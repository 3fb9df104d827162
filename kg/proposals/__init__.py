"""The optional method ``model``: links that something outside proposes, taken only where they can be checked.

A `Proposer` is anything that proposes links for a case; `client` makes the one that asks an endpoint.
`extend` adds to annotated cases what stands up to `kg.proposals.judging`. Nothing else in the builder
depends on this room, and without the option nothing of it is imported.
"""

from __future__ import annotations

from kg.proposals.endpoint import Endpoint, EndpointProposer, from_environment
from kg.proposals.extending import Extended, extend
from kg.proposals.protocol import NoAnswerError, Proposal, Proposer

__all__ = [
    "Endpoint",
    "EndpointProposer",
    "Extended",
    "NoAnswerError",
    "Proposal",
    "Proposer",
    "extend",
    "from_environment",
]
