"""What all writes share: the words they take, the answers they give, and how refusals are told."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any

from fastapi import Path, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from starlette.responses import JSONResponse, Response

from tocsin.correcting import UnreadableValueError
from tocsin.deciding import DecisionError, Made
from tocsin.ledger import LedgerError
from tocsin.link import ConflictingJudgementsError, UnfitCorrectionError
from tocsin.pipeline import Coding
from tocsin.web.problems import ProblemError
from tocsin.wire import judgement_json

#: A reason is a few sentences.
_LONGEST_REASON = 1_000

#: Letters that show nothing, move others about or belong to nobody: controls, formats, surrogates, private use.
_NO_WORDS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_ALLOWED = frozenset("\n\u200c\u200d")  # lines, and joiners that some scripts need

#: No write needs more.
BODY_BYTES = 64 * 1024

_knowledge = Lock()


async def bounded(request: Request) -> None:
    """Refuse a body that says it is too long, before any of it is read.

    Raises:
        ProblemError: it does.

    """
    length = request.headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit() or int(length[:20]) > BODY_BYTES:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"body: at most {BODY_BYTES} bytes are read")


def _plain(words: str) -> str:
    for letter in words:
        if unicodedata.category(letter) in _NO_WORDS and letter not in _ALLOWED:
            raise ValueError(f"holds the character U+{ord(letter):04X}, which shows nothing")
    return words.strip()


#: Words that a person writes for others to read.
Plain = Annotated[str, StringConstraints(max_length=_LONGEST_REASON), AfterValidator(_plain)]

IncidentId = Annotated[str, Path(pattern="^i[0-9a-f]{16}$", description="The id of an incident.")]
ClaimId = Annotated[str, Path(pattern="^c[0-9a-f]{16}$", description="The id of a claim.")]
JudgementId = Annotated[str, Path(pattern="^j[0-9a-f]{16}$", description="The id of a judgement.")]


class Body(BaseModel):
    """What a write is asked with: no other keys, no other types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Reasoned(Body):
    """A decision's reason."""

    reason: Plain = ""


def coding() -> Coding:
    """Return the knowledge that decisions are read and linked with; one request loads it and others wait."""
    with _knowledge:
        return Coding.rules()


@contextmanager
def refusals() -> Iterator[None]:
    """Tell why a write is refused."""
    try:
        yield
    except (UnreadableValueError, UnfitCorrectionError) as error:
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    except (DecisionError, ConflictingJudgementsError) as error:
        raise ProblemError(HTTPStatus.CONFLICT, str(error)) from error
    except LedgerError as error:
        if "database is locked" in str(error):
            detail = "the ledger is being written to by another program: try again"
            raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, {"Retry-After": "30"}) from error
        raise


def made_json(made: Made) -> dict[str, Any]:
    """Return a decision that was just made, and the incidents that it changed or is about."""
    judgement = {**judgement_json(made.judgement), "state": made.outcome.value}
    return {"judgement": judgement, "incidents": list(made.incidents)}


def done(data: Any, meta: Mapping[str, Any] | None = None) -> Response:
    """Return the answer to a write: what came of it, for nobody to keep."""
    body = {"data": data, "meta": dict(meta or {}), "links": {"next": None}}
    return JSONResponse(body, HTTPStatus.OK, {"Cache-Control": "no-store"})
