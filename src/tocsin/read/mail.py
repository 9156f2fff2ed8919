"""Mails and newsletters: one message, a mailbox file (mbox) or a folder of messages (maildir)."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO, TypeAlias

from tocsin.read.canonical import UndecodableError, decode, one_line
from tocsin.read.found import Defaults, Found, Notice, Outcome, Refusal, RefusedError, report_of, web_address
from tocsin.read.language import language_code
from tocsin.read.newsletter import better, page_text, plain_text
from tocsin.read.pdf import read_pdf
from tocsin.read.progress import Consumed, unwatched

#: Mail servers take no larger messages.
MESSAGE_LIMIT = 40_000_000
# Parsing takes a step for each line in each open part: five million take about ten seconds.
_STEPS_AT_MOST = 5_000_000
# Parts in parts: a signed, forwarded newsletter has five levels. Messages in messages are read this deep.
_PARTS_DEEP, _MESSAGES_DEEP = 20, 3
_PARTS_AT_MOST = 1000
_PDFS_AT_MOST = 5
_HEADER_LENGTH = 2000
# What a part says of itself is parsed parameter by parameter, again whenever it is asked: a hundred thousand of them take
# a minute.
_CONTENT_HEADER = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_CONTENT_HEADER_LIMIT = 50_000
_PIECE = 1 << 20
_TYPES_NAMED = 5

# What the standard library raises on hostile headers and bodies; each was seen in its own handling of such mails:
# indexes into empty lists of tokens, numbers of thousands of digits, comments in comments, charsets that are none.
_BROKEN = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    RecursionError,
    AssertionError,
    OverflowError,
    MessageError,
)

# A line that begins a message says a time of day and a year; "From the front" at the beginning of a paragraph does not.
_FROM_LINE = re.compile(rb"From \S[^\r\n]{0,500}\d{1,2}:\d\d[^\r\n]{0,100}\d{4}")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_LIST_ID = re.compile(r"\s*(?P<words>[^<]*?)\s*<(?P<id>[^<>]{1,300})>")
_IN_ANGLES = re.compile(r"<\s*([^<>\s]{1,1000})\s*>")
_REPLY_MARK = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv)\s*:)+\s*", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\[[^\[\]]{1,60}\]\s*")
_SIGNS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_SEALED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})

Letter: TypeAlias = Message


def read_mail(data: bytes, name: str, defaults: Defaults) -> Iterator[Outcome]:
    """Read the reports of one message (a file .eml): its own, and those of messages and PDFs attached to it.

    The outlet is who the mail is from, the day of publication that of its ``Date`` in the zone that stands there.
    """
    letters = _Letters(name, defaults)
    yield from letters.read(data, name)
    yield from letters.finish()


def read_mbox(stream: BinaryIO, name: str, defaults: Defaults, consumed: Consumed | None = None) -> Iterator[Outcome]:
    """Read the messages of a mailbox file; refused ones are named "name:number".

    ``consumed`` is called with the number of bytes of each message.
    """
    letters = _Letters(name, defaults)
    number = 0
    try:
        for number, data in enumerate(_messages(stream, consumed or unwatched), start=1):
            if data is None:
                yield Refusal(f"{name}:{number}", f"larger than {MESSAGE_LIMIT:,} bytes")
            else:
                yield from letters.read(data, f"{name}:{number}")
    except RefusedError as error:
        yield Refusal(name, str(error))
    except (EOFError, zlib.error, OSError) as error:
        yield Refusal(f"{name}:{number + 1}", f"reading broke off here: {str(error) or type(error).__name__}")
    yield from letters.finish()


def in_maildir(path: Path) -> bool:
    """Say whether a file is a message of a maildir: it stands in its "cur" or "new", whatever its name."""
    folder = path.parent
    return folder.name in {"cur", "new"} and all((folder.parent / each).is_dir() for each in ("cur", "new", "tmp"))


def _messages(stream: BinaryIO, consumed: Consumed) -> Iterator[bytes | None]:
    """Yield the messages of a mailbox file; ``None`` for one that is too large.

    Raises:
        RefusedError: it is none.

    """
    first = stream.readline(_PIECE)
    if not first:
        raise RefusedError("empty")
    if not first.startswith(b"From "):
        raise RefusedError('not a mailbox: it does not begin with a line "From …"')
    held: list[bytes] = []
    length, passed, blank = 0, len(first), False
    while line := stream.readline(_PIECE):
        if blank and _FROM_LINE.match(line):
            yield _ESCAPED_FROM.sub(rb"\1", b"".join(held)) if length <= MESSAGE_LIMIT else None
            consumed(passed)
            held, length, passed = [], 0, len(line)
            continue
        length += len(line)
        passed += len(line)
        if length <= MESSAGE_LIMIT:
            held.append(line)
        else:
            held.clear()
        blank = not line.strip(b"\r\n")
    yield _ESCAPED_FROM.sub(rb"\1", b"".join(held)) if length <= MESSAGE_LIMIT else None
    consumed(passed)


@dataclass
class _Content:
    """What a message holds beside its own text."""

    messages: list[Letter] = field(default_factory=list)
    pdfs: list[bytes] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    parts: int = 0


class _Letters:
    """The messages of one input; what is to be said of all of them is said once, at the end."""

    def __init__(self, name: str, defaults: Defaults) -> None:
        self._name = name
        self._defaults = defaults
        self._others: Counter[str] = Counter()

    def read(self, data: bytes, name: str) -> Iterator[Outcome]:
        """Read the reports of a message called ``name``."""
        lines = data.count(b"\n") + data.count(b"\r")
        if len(data) > MESSAGE_LIMIT or lines * (1 + data.lower().count(b"multipart/")) > _STEPS_AT_MOST:
            yield Refusal(name, "too large, or of too many lines and parts")
            return
        if any(header.end() - header.start() > _CONTENT_HEADER_LIMIT for header in _CONTENT_HEADER.finditer(data)):
            yield Refusal(name, f"what a part says of itself is longer than {_CONTENT_HEADER_LIMIT:,} bytes")
            return
        try:
            message = message_from_bytes(data, policy=policy.compat32)
        except _BROKEN:
            yield Refusal(name, "not a message that can be parsed")
            return
        if not message.keys():
            yield Refusal(name, "not a mail: it has no header")
            return
        yield from self._read_message(message, name, 0)

    def finish(self) -> Iterator[Notice]:
        """Say how many attachments were not read."""
        total = sum(self._others.values())
        if total:
            told = ", ".join(f"{count} {kind}" for kind, count in self._others.most_common(_TYPES_NAMED))
            yield Notice(
                self._name, f"attachments not read: {total} ({told}{', …' if len(self._others) > _TYPES_NAMED else ''})"
            )

    def _read_message(self, message: Letter, name: str, depth: int) -> Iterator[Outcome]:
        content = _Content()
        found: Found | None = None
        try:
            found = _found(message, content, name)
            report = report_of(found, self._defaults)
        except (RefusedError, UndecodableError) as error:
            if not (content.messages or content.pdfs):
                yield Refusal(name, str(error))
        except _BROKEN:
            yield Refusal(name, "its headers or parts cannot be read")
        else:
            yield report
        self._others.update(content.others)
        yield from self._attached(content, found, name)
        for number, inner in enumerate(content.messages, start=1):
            if depth < _MESSAGES_DEEP:
                yield from self._read_message(inner, f"{name}/{number}", depth + 1)
            else:
                self._others["message too deep in others"] += 1

    def _attached(self, content: _Content, found: Found | None, name: str) -> Iterator[Outcome]:
        said = found or Found(name, "", "header")
        defaults = replace(
            self._defaults,
            published=said.published or self._defaults.published,
            outlet=said.outlet or self._defaults.outlet,
            title=None,
            published_at=said.published_at,
        )
        for number, data in enumerate(content.pdfs, start=1):
            yield from read_pdf(data, f"{name}#{number}.pdf", defaults)


def _found(message: Letter, content: _Content, name: str) -> Found:
    """Return what a message says of itself, and gather into ``content`` what else it holds."""
    body = "\n\n".join(filter(None, _texts(message, content, 0)))
    published, published_at = _sent(message)
    outlet, author = _sender(message)
    address = web_address(_first_in_angles(_header(message, "archived-at")))
    archive = web_address(_first_in_angles(_header(message, "list-archive")))
    if not body:
        raise RefusedError("no text in it")
    return Found(
        ref=_first_in_angles(_header(message, "message-id")) or name,
        body=body,
        basis="header",
        published=published,
        title=_subject(message),
        outlet=outlet,
        url=address or archive,
        language=language_code(_header(message, "content-language")),
        author=author,
        published_at=published_at,
        address=address,
    )


def _texts(part: Letter, content: _Content, depth: int) -> list[str]:
    """Return the texts of a part in their order; of alternatives the better one."""
    content.parts += 1
    kind = part.get_content_type()
    if kind in _SEALED:
        raise RefusedError("encrypted or sealed: only its addressee can read it")
    if depth > _PARTS_DEEP or content.parts > _PARTS_AT_MOST:
        content.others["parts too deep or too many"] += 1
        return []
    payload = part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list):
        content.messages.extend(each for each in payload if isinstance(each, Message))
        return []
    if isinstance(payload, list):
        inner = [each for each in payload if isinstance(each, Message)]
        if kind == "multipart/alternative":
            return _alternative(inner, content, depth)
        return [text for each in inner for text in _texts(each, content, depth + 1)]
    return _leaf(part, kind, content)


def _alternative(parts: list[Letter], content: _Content, depth: int) -> list[str]:
    texts = [("\n\n".join(_texts(each, content, depth + 1)), each.get_content_type()) for each in parts]
    plain = next((text for text, kind in texts if kind == "text/plain" and text), "")
    page = next((text for text, kind in reversed(texts) if kind != "text/plain" and text), "")
    return [better(plain, page)]


def _leaf(part: Letter, kind: str, content: _Content) -> list[str]:
    if kind in {"text/plain", "text/html"} and part.get_content_disposition() != "attachment":
        data = part.get_payload(decode=True)
        if not isinstance(data, bytes) or not data.strip():
            return []
        text = decode(data, part.get_content_charset())
        if kind == "text/html":
            return [page_text(text)]
        return [plain_text(text, flowed=str(part.get_param("format") or "").lower() == "flowed")]
    name = str(part.get_filename() or "").lower()
    if kind == "application/pdf" or name.endswith(".pdf"):
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and len(content.pdfs) < _PDFS_AT_MOST:
            content.pdfs.append(data)
            return []
    # A picture with an id stands in the layout, a signature vouches for the text, AMP repeats it.
    if kind not in _SIGNS and kind != "text/x-amp-html" and not (part.get("content-id") and kind.startswith("image/")):
        content.others[one_line(kind, 60)] += 1
    return []


def _header(message: Letter, name: str) -> str:
    """Return the words of a header, its encoded words decoded; "" if it has none."""
    return _decoded(_raw(message, name))


def _raw(message: Letter, name: str) -> str:
    """Return a header as it stands, on one line; bytes beyond ASCII are read as any text is."""
    value = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")[:_HEADER_LENGTH]
    if not value.isascii():
        try:
            value = decode(value.encode("utf-8", "surrogateescape"))
        except (UndecodableError, UnicodeEncodeError):
            value = value.encode("ascii", "replace").decode()
    return value.replace("\r", "").replace("\n", "")


def _decoded(value: str) -> str:
    try:
        parts = decode_header(value)
    except (HeaderParseError, *_BROKEN):
        return value
    return "".join(part if isinstance(part, str) else _word(part, charset) for part, charset in parts)


def _word(data: bytes, charset: str | None) -> str:
    if charset is None:
        return data.decode("raw-unicode-escape", "replace")
    try:
        return decode(data, charset)
    except UndecodableError:
        return data.decode("ascii", "replace")


def _first_in_angles(value: str) -> str:
    match = _IN_ANGLES.search(value)
    return match[1] if match else value.strip()


def _subject(message: Letter) -> str | None:
    subject = _REPLY_MARK.sub("", one_line(_header(message, "subject")))
    if _raw(message, "list-id"):
        subject = _REPLY_MARK.sub("", _LIST_MARK.sub("", subject))
    return subject or None


def _sent(message: Letter) -> tuple[date | None, datetime | None]:
    """Return the day a mail was sent, in the zone it says, and the time in UTC where it says one."""
    value = _raw(message, "date")
    if not value.strip():
        return None, None
    try:
        sent = parsedate_to_datetime(value)
        if sent.tzinfo is None and "-0000" in value:
            sent = sent.replace(tzinfo=UTC)  # RFC 5322: the time in UTC, and nothing said of where
        return sent.date(), sent.astimezone(UTC) if sent.tzinfo is not None else None
    except _BROKEN as error:
        raise RefusedError(f"its date {one_line(value, 60)!r} is none") from error


def _sender(message: Letter) -> tuple[str | None, str | None]:
    """Return the outlet and the author of a mail.

    On a list to which many write the list is the outlet and who it is from the author; a newsletter is its sender's.
    """
    try:
        name, address = next(iter(getaddresses([_raw(message, "from")])), ("", ""))
    except _BROKEN:
        name, address = "", ""
    name = one_line(_decoded(name)).strip("'\" ")
    listed = _LIST_ID.match(_header(message, "list-id"))
    words = one_line(listed["words"]).strip("'\" ") if listed else ""
    if listed and _raw(message, "list-post") and _raw(message, "list-post").strip().upper() != "NO":
        return words or listed["id"], name or None
    return name or words or address.rpartition("@")[2].lower() or None, None
