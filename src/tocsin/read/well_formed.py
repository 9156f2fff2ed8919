"""XML as the web has it, made fit for a parser that takes only well-formed XML, and harmless for any."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5

from tocsin.read.canonical import UndecodableError, decode
from tocsin.read.found import RefusedError

# Prolog, comments and what a broken server put before the root end within this.
HEAD = 8192

_ENCODING = re.compile(rb"""^\W{0,40}<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w:-]{1,40})""")
_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#([xX][0-9a-fA-F]{1,8}|[0-9]{1,8});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LAST_CODE, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MARKED, _MARKED_END = "<![CDATA[", "]]>"


def decoded(data: bytes) -> str:
    """Return the text of XML, in the charset it declares, UTF-8, or a guess.

    Raises:
        RefusedError: no text.

    """
    match = _ENCODING.match(data[:HEAD])
    try:
        text = decode(data, match[1].decode("ascii") if match else None)
    except UndecodableError as error:
        raise RefusedError(str(error)) from error
    if not text.strip():
        raise RefusedError("no text in it")
    return text


def from_root(text: str, root: re.Pattern[str], what: str) -> str:
    """Return ``text`` from its root element on, which begins as ``root`` has it.

    Raises:
        RefusedError: no such element, or a web page around it; "not a ``what``".

    """
    page, found = _PAGE.search(text[:HEAD]), root.search(text)
    if found is None or (page and page.start() < found.start()):
        raise RefusedError(f"a page, not a {what}" if page else f"not a {what}")
    return text[found.start() :]


def mended(text: str) -> str:
    """Return ``text``, which begins at its root element, without what XML must not hold.

    Named entities of HTML become their characters, other references and stray ampersands are escaped. As nothing
    before the root is left, no declaration is: none can grow, and none can name a file.
    """
    return "".join(_sections(_NO_XML.sub("", text)))


def _sections(text: str) -> Iterator[str]:
    position = 0
    while (begin := text.find(_MARKED, position)) >= 0:
        end = text.find(_MARKED_END, begin)
        if end < 0:
            break
        yield _REFERENCE.sub(_reference, text[position:begin])
        yield text[begin : end + len(_MARKED_END)]  # no references in there
        position = end + len(_MARKED_END)
    yield _REFERENCE.sub(_reference, text[position:])


def _reference(match: re.Match[str]) -> str:
    number, name = match[1], match[2]
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return match[0] if _can_stand(code) else ""
    if name in _OF_XML:
        return match[0]
    character = html5.get(f"{name};") if name else None
    return escape(character) if character else "&amp;" + match[0][1:]


def _can_stand(code: int) -> bool:
    """Whether XML allows a reference to this code point."""
    return code <= _LAST_CODE and code not in _SURROGATES and not _NO_XML.match(chr(code))
