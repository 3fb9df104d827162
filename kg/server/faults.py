"""What goes wrong in a request, and what the client is told: a status and a sentence, nothing of the inside."""

from __future__ import annotations

from collections.abc import Mapping


class RefusedError(Exception):
    """A request that is not answered; ``status`` and the message are for the client."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.message, self.headers = status, message, dict(headers or {})
        super().__init__(message)


def busy(after: int = 2) -> RefusedError:
    """Return the refusal of a server that has too much to do."""
    return RefusedError(503, "The server is busy; ask again in a moment.", {"Retry-After": str(after)})


def of_worker(kind: str, message: str, time: float) -> RefusedError:
    """Return the refusal for a fault that a worker reported, or for its end."""
    match kind:
        case "syntax":
            return RefusedError(400, f"It does not parse: {message}")
        case "unacceptable":
            what = {"rows": "solutions", "boolean": "true or false", "triples": "a graph"}[message]
            return RefusedError(406, f"The answer is {what}, and none of the forms asked for can hold it.")
        case "large":
            return RefusedError(413, "The answer has more rows or bytes than this server gives; add a LIMIT.")
        case "time":
            return RefusedError(504, f"The query was stopped after {time:g} seconds, the limit of this server.")
        case "memory":
            return RefusedError(507, "The query was stopped: it needed more memory than this server gives.")
        case "busy":
            return busy(10)
        case _:
            return RefusedError(400, "The query could not be evaluated.")
