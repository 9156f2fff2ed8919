"""The settings of watching: a TOML file, checked key by key. Secrets are named in it, never written."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from tocsin.read.fetching import Limits
from tocsin.read.language import language_code
from tocsin.read.links import host_of
from tocsin.watched import Outage, Outlet, Source, SourceKind

_DURATION = re.compile(r"(\d{1,6})\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_TABLE = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]")


class SettingsError(Exception):
    """Settings that cannot be used; the words are one line a fault and name the file, the line and the key."""


def _duration(value: Any) -> Any:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError('must be a time such as "30s", "15m", "6h" or "2d"')
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _language(value: Any) -> Any:
    if isinstance(value, str) and language_code(value) is None:
        raise ValueError("must be a language tag such as en or pt-BR")
    return value


def _host(value: Any) -> Any:
    if not isinstance(value, str) or _HOST.fullmatch(value) is None:
        raise ValueError('must be the name of a site, such as "post.example"')
    return value.lower()


Host = Annotated[str, BeforeValidator(_host)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Language = Annotated[str, BeforeValidator(_language)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Auth(_Table):
    """A secret header: its name, and the variable of the environment that holds its value."""

    header: str = Field("Authorization", pattern=r"^[A-Za-z0-9-]+$")
    env: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")


class OutageSettings(_Table):
    """Days on which an outlet is known not to publish."""

    start: date
    end: date | None = None
    reason: str = ""


class SourceSettings(_Table):
    """A source, and who publishes it."""

    address: str
    outlet: str = Field(min_length=1)
    name: str = ""
    type: SourceKind = SourceKind.FEED
    every: Duration = timedelta(minutes=15)
    follow: bool = True
    hosts: tuple[Host, ...] = ()
    max_age: Duration | None = None
    reread_every: Duration = timedelta(hours=12)
    reread_for: Duration = timedelta(days=2)
    language: Language | None = None
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    ownership: str | None = None
    side: str | None = None
    onset: date | None = None
    outages: tuple[OutageSettings, ...] = ()
    auth: Auth | None = None
    headers: dict[str, str] = {}

    @property
    def source(self) -> Source:
        """Return what the ledger keeps of the source."""
        return Source(self.name or self.address, self.type, self.address, self.outlet)

    def wants(self, address: str | None) -> bool:
        """Say whether a page at this address is read: one of a site in ``hosts``, or any where these are empty."""
        if not self.hosts or address is None:
            return True
        host = host_of(address) or ""
        return any(host == one or host.endswith(f".{one}") for one in self.hosts)

    def variables(self) -> set[str]:
        """Return the variables of the environment that hold its secrets."""
        named = {name for value in self.headers.values() for name in _VARIABLE.findall(value)}
        return named | ({self.auth.env} if self.auth else set())

    def secrets(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the headers to send, secrets put in."""
        found = {
            name: _VARIABLE.sub(lambda match: environment[match[1]], value) for name, value in self.headers.items()
        }
        return {**found, self.auth.header: environment[self.auth.env]} if self.auth else found


class FetchSettings(_Table):
    """How fetching is done: who we are, how fast, how much."""

    contact: str = Field(min_length=3, pattern=r"^[!-~]+$")
    allow: tuple[str, ...] = ()
    parallel: int = Field(8, ge=1, le=64)
    pause: Duration = timedelta(seconds=2)
    connect: Duration = timedelta(seconds=10)
    read: Duration = timedelta(seconds=20)
    whole: Duration = timedelta(seconds=60)
    max_bytes: int = Field(10_000_000, ge=1000, le=100_000_000)
    tries: int = Field(4, ge=1, le=20)
    backoff: Duration = timedelta(minutes=1)

    @property
    def limits(self) -> Limits:
        """Return the limits of a fetch."""
        return Limits(
            self.connect.total_seconds(), self.read.total_seconds(), self.whole.total_seconds(), self.max_bytes
        )


class EvidenceSettings(_Table):
    """Whether the bytes fetched are kept, where, how long and how much of them."""

    keep: bool = False
    folder: Path | None = None
    days: Annotated[int, Field(ge=1)] | None = 90
    max_bytes: Annotated[int, Field(ge=1)] | None = None


class Settings(_Table):
    """All settings of watching."""

    fetch: FetchSettings
    evidence: EvidenceSettings = EvidenceSettings()
    sources: tuple[SourceSettings, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [one.source.name for one in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two sources are named {twice[0]!r}")
        self.outlets()
        return self

    def outlets(self) -> tuple[Outlet, ...]:
        """Return who publishes the sources, by name; what several sources say of one outlet is put together."""
        found: dict[str, dict[str, Any]] = {}
        for one in self.sources:
            held = found.setdefault(one.outlet, {})
            for key in ("country", "language", "ownership", "side", "onset", "outages"):
                value = getattr(one, key)
                if value and held.setdefault(key, value) != value:
                    raise ValueError(f"sources of {one.outlet!r} differ in {key}")
        return tuple(_outlet(name, said) for name, said in sorted(found.items()))


def _outlet(name: str, said: dict[str, Any]) -> Outlet:
    outages = tuple(Outage(one.start, one.end, one.reason) for one in said.pop("outages", ()))
    return Outlet(name, **said, outages=outages)


def read_settings(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read settings from a file; the secrets that they name must be in the environment.

    Raises:
        SettingsError: they cannot be used.

    """
    try:
        text = path.read_text(encoding="utf-8")
        settings = Settings.model_validate(tomllib.loads(text))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        faults = (_fault(path, text, one) for one in error.errors(include_input=False, include_url=False))
        raise SettingsError("\n".join(faults)) from error
    there = os.environ if environment is None else environment
    missing = sorted({name for one in settings.sources for name in one.variables()} - set(there))
    if missing:
        raise SettingsError(f"{path}: the environment has no variable {', '.join(missing)}")
    return settings


def _fault(path: Path, text: str, error: Any) -> str:
    where = tuple(error["loc"])
    name = ".".join(f"{part + 1}" if isinstance(part, int) else str(part) for part in where)
    said = "unknown key" if error["type"] == "extra_forbidden" else str(error["msg"]).removeprefix("Value error, ")
    line = _line_of(text, where)
    return f"{path}:{line}: {name}: {said}" if line else f"{path}: {name + ': ' if name else ''}{said}"


def _line_of(text: str, where: tuple[Any, ...]) -> int | None:
    """Return the line in which a key stands, or else its table; good for files written as TOML usually is."""
    if not where:
        return None
    number = where[1] if len(where) > 1 and isinstance(where[1], int) else 0
    key = next((part for part in where[1:] if isinstance(part, str)), where[0])
    seen, inside, found = -1, False, None
    for at, line in enumerate(text.splitlines(), start=1):
        table = _TABLE.match(line)
        if table:
            inside = table[2].split(".")[0] == where[0]
            seen += inside and (table[1] == "[" or "." not in table[2])
            if inside and seen == number and found is None:
                found = at
        elif ((inside and seen == number) or len(where) == 1) and re.match(
            rf"\s*\"?{re.escape(str(key))}\"?\s*[=.]", line
        ):
            return at
    return found
