"""A proposer behind an OpenAI-compatible endpoint (``…/chat/completions``), asked with bounds on everything."""

from __future__ import annotations

import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from typing import IO, Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

from kg import __version__
from kg.model import Case
from kg.proposals import messages
from kg.proposals.protocol import NoAnswerError, Proposal
from kg.vocabulary import Vocabulary

_TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_PIECE: Final = 65536


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, for which model, and the bounds of a call.

    ``url`` is the base of the interface (``http://127.0.0.1:8000/v1``) or the full address of its chat
    completions. ``timeout`` is the patience with one attempt, in seconds; ``pause`` that before the second
    attempt, doubled for each further one; ``size_limit`` the most bytes of an answer. The key is shown nowhere.
    Raises `ValueError`, which never repeats the address or the key, for settings that cannot be used.
    """

    url: str = field(repr=False)
    name: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    attempts: int = 3
    pause: float = 1.0
    size_limit: int = 1_000_000

    def __post_init__(self) -> None:
        parts = self._parts()
        if parts.scheme not in ("http", "https") or not parts.hostname or not self.url.isascii():
            raise ValueError("KG_MODEL_URL is no http or https address")
        if any(character <= " " for character in self.url) or parts.username is not None:
            raise ValueError("KG_MODEL_URL has white space or a user's name in it; give the key as KG_MODEL_KEY")
        if not self.name.isprintable() or not self.name.strip() or len(self.name) > 200:
            raise ValueError("KG_MODEL_NAME is empty, too long, or has control characters")
        if self.key is not None and not (self.key.isascii() and self.key.isprintable() and " " not in self.key):
            raise ValueError("KG_MODEL_KEY has characters that no key has")
        if self.key is not None and parts.scheme == "http" and not self.is_local:
            raise ValueError("a key is sent over https, or to this machine, only: mend KG_MODEL_URL")
        if not (math.isfinite(self.timeout) and self.timeout > 0):
            raise ValueError("KG_MODEL_TIMEOUT is no number of seconds above 0")

    def _parts(self) -> SplitResult:
        try:
            parts = urlsplit(self.url)
            _ = parts.port  # raises for a port that is no number
        except ValueError:
            raise ValueError("KG_MODEL_URL is no http or https address") from None
        return parts

    @property
    def is_local(self) -> bool:
        """Tell whether the endpoint is on this machine."""
        host = self._parts().hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def address(self) -> str:
        """The address that requests go to.

        >>> Endpoint("http://127.0.0.1:8000/v1/", "m").address
        'http://127.0.0.1:8000/v1/chat/completions'
        """
        parts = self._parts()
        path = parts.path.rstrip("/")
        if not path.endswith("/chat/completions"):
            path += "/chat/completions"
        return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))

    @property
    def shown(self) -> str:
        """What messages say of the address: no path and no query, since either may hold a secret.

        >>> Endpoint("https://example.org/v1?code=secret", "m").shown
        'the model m at https://example.org'
        """
        parts = self._parts()
        return f"the model {self.name} at {parts.scheme}://{parts.netloc}"


def from_environment(environment: Mapping[str, str]) -> EndpointProposer:
    """Return the proposer that the environment names: ``KG_MODEL_URL``, ``KG_MODEL_NAME``, and where they are
    set ``KG_MODEL_KEY`` and ``KG_MODEL_TIMEOUT`` (seconds).

    Raises `ValueError` where one is missing or cannot be used.
    """
    for variable in ("KG_MODEL_URL", "KG_MODEL_NAME"):
        if not environment.get(variable, "").strip():
            raise ValueError(f"--model needs {variable} in the environment; see docs/model.md")
    try:
        timeout = float(environment.get("KG_MODEL_TIMEOUT") or 60)
    except ValueError:
        raise ValueError("KG_MODEL_TIMEOUT is no number of seconds above 0") from None
    return EndpointProposer(
        Endpoint(
            url=environment["KG_MODEL_URL"].strip(),
            name=environment["KG_MODEL_NAME"].strip(),
            key=environment.get("KG_MODEL_KEY", "").strip() or None,
            timeout=timeout,
        )
    )


class _TryAgainError(Exception):
    """An attempt failed in a way that another may not."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the text and the key go to the address that was named, or nowhere."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


class EndpointProposer:
    """Asks an endpoint for the links of a case, one request a case."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        if endpoint.is_local:
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._endpoint.name

    def propose(self, case: Case, vocabulary: Vocabulary) -> Sequence[Proposal]:
        """Return what the model proposes for a case.

        Raises `NoAnswerError` where no attempt succeeds, or the answer is too large or no list of proposals.
        """
        record = {
            "model": self._endpoint.name,
            "messages": messages.messages(case, vocabulary),
            "temperature": 0,
            "stream": False,
        }
        answer = self._ask(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
        try:
            return messages.proposals_of(messages.content_of(answer))
        except ValueError as error:
            reason = "the answer is not JSON" if isinstance(error, json.JSONDecodeError | UnicodeError) else str(error)
            raise NoAnswerError(self._endpoint.shown, reason, "try another model") from None

    def _ask(self, body: bytes) -> bytes:
        endpoint, last = self._endpoint, ""
        for attempt in range(endpoint.attempts):
            if attempt:
                time.sleep(endpoint.pause * 2 ** (attempt - 1))
            try:
                return self._post(body)
            except _TryAgainError as error:
                last = str(error)
        raise NoAnswerError(endpoint.shown, f"{last}, {endpoint.attempts} times", "see that the endpoint is up")

    def _post(self, body: bytes) -> bytes:
        endpoint = self._endpoint
        headers = {"Content-Type": "application/json", "User-Agent": f"ipcase-kg/{__version__}"}
        if endpoint.key is not None:
            headers["Authorization"] = f"Bearer {endpoint.key}"
        request = urllib.request.Request(endpoint.address, body, headers, method="POST")  # noqa: S310 - http(s) only
        until = time.monotonic() + endpoint.timeout
        late = _TryAgainError(f"no answer within {endpoint.timeout:g} s")
        try:
            with self._opener.open(request, timeout=endpoint.timeout) as response:
                pieces, size = [], 0
                while piece := response.read1(_PIECE):
                    pieces.append(piece)
                    size += len(piece)
                    if size > endpoint.size_limit:
                        what = f"the answer is larger than {endpoint.size_limit} bytes"
                        raise NoAnswerError(endpoint.shown, what, "try another model")
                    if time.monotonic() > until:
                        raise late
                return b"".join(pieces)
        except urllib.error.HTTPError as error:
            error.close()
            raise self._refused(error.code) from None
        except urllib.error.URLError as error:
            raise (late if isinstance(error.reason, TimeoutError) else _TryAgainError("no connection")) from None
        except TimeoutError:
            raise late from None
        except (HTTPException, OSError):
            raise _TryAgainError("the connection broke off") from None

    def _refused(self, status: int) -> Exception:
        """Return the error for a status. Nothing of the answer's words is kept: some servers repeat the key."""
        if status in _TRY_AGAIN:
            return _TryAgainError(f"it answers {status}")
        mend = {401: "see KG_MODEL_KEY", 403: "see KG_MODEL_KEY", 404: "see KG_MODEL_URL and KG_MODEL_NAME"}
        what = f"it answers {status}" + (", a redirect, which is not followed" if 300 <= status < 400 else "")
        return NoAnswerError(self._endpoint.shown, what, mend.get(status, "see KG_MODEL_URL"))
