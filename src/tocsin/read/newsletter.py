"""The text of mails: layouts of tables to paragraphs, and what mail programs and senders of newsletters add taken away."""

from __future__ import annotations

import re
from typing import Any

from tocsin.read.canonical import canonical
from tocsin.read.found import RefusedError
from tocsin.read.text import unwrapped

_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_NO_TEXT = frozenset("head map noscript object option script select style svg template textarea title".split())
# The first words of a list of mails are often a hidden line for the inbox, which repeats the letter or says nothing.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)"
)
_SPACES = re.compile(r"\s+")

# Lines of the sender's machinery are short; a paragraph that is longer and uses these words tells something.
_CHROME_LENGTH = 160
_CHROME = re.compile(
    r"\bunsubscribe\b|\bview (?:this|the)?\s?(?:e-?mail|message|newsletter|it)?\s?(?:in (?:your |a )?(?:web )?browser|online)"
    r"|\b(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences|subscription|settings)\b|\bforward (?:this|it) to\b"
    r"|\ball rights reserved\b|\bno longer wish to receive\b|\bthis (?:e-?mail|message) was sent (?:to|by)\b"
    r"|\badd us to your address book\b|\bprivacy policy\b|^follow us\b|\byou (?:are receiving|received) this\b",
    re.IGNORECASE,
)
_BRACKETED_ADDRESS = re.compile(r"\s?[<(\[]\s*https?://[^\s<>()\[\]]{1,4000}\s*[>)\]]")
_BARE_ADDRESS = re.compile(r"\W*https?://\S+\W*")
_ORNAMENT = re.compile(r"[^\w\n]*")
_HEADING_MARK = re.compile(r"^\*{2}\s+")
_SIGNATURE_LENGTH = 1000
_REPLY_LINE = re.compile(r"^(?:On|Le|Am|El|Il) .{5,200}(?:wrote|a écrit|schrieb|escribió|ha scritto) ?:$")


def page_text(page: str) -> str:
    """Return the text of a mail in HTML, a blank line between its blocks.

    Raises:
        RefusedError: it cannot be parsed.

    """
    from lxml import etree, html  # noqa: PLC0415 - loaded when the first mail in HTML comes

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise RefusedError("its HTML cannot be parsed") from error
    return _without_chrome("".join(_pieces(etree, tree)))


def _pieces(etree: Any, tree: Any) -> list[str]:
    pieces: list[str] = []
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        skipped = name in _NO_TEXT or _is_hidden(element)
        if event == "start":
            pieces.append("\n\n" if name in _BLOCKS else "\n" if name == "br" else "")
            if skipped:
                walk.skip_subtree()
            elif element.text:
                pieces.append(_SPACES.sub(" ", element.text))
        else:
            pieces.append("\n\n" if name in _BLOCKS else "")
            if element.tail:
                pieces.append(_SPACES.sub(" ", element.tail))
    return pieces


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "").lower()))


def plain_text(text: str, *, flowed: bool = False) -> str:
    """Return a mail in plain text without addresses beside their words, quoted mails and signature, lines joined.

    ``flowed`` is what its header says: lines that end in a space go on in the next one (RFC 3676).
    """
    text = text.replace("\r\n", "\n")
    head, _, tail = text.rpartition("\n-- \n") if "\n-- \n" in text else (text, "", "")
    if len(tail) <= _SIGNATURE_LENGTH and head.strip():
        text = head
    lines = _unquoted(text.split("\n"))
    if flowed:
        joined = "\n".join(line.removeprefix(" ") for line in lines)
        text = canonical(joined.replace(" \n", " "))
    else:
        text = unwrapped(canonical("\n".join(lines)))
    return _without_chrome(_BRACKETED_ADDRESS.sub("", text))


def _unquoted(lines: list[str]) -> list[str]:
    """Leave out what is quoted from another mail, and the line that says from whose."""
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
            continue
        while kept and not kept[-1].strip():
            kept.pop()
        if kept and _REPLY_LINE.match(kept[-1].strip()):
            kept.pop()
    return kept


def _without_chrome(text: str) -> str:
    kept = []
    for paragraph in canonical(text).split("\n\n"):
        lines = [_HEADING_MARK.sub("", line) for line in paragraph.split("\n")]
        kept.append("\n".join(line for line in lines if not _is_chrome(line)))
    return canonical("\n\n".join(kept))


def _is_chrome(line: str) -> bool:
    if _ORNAMENT.fullmatch(line) or _BARE_ADDRESS.fullmatch(line):
        return True
    return len(line) <= _CHROME_LENGTH and _CHROME.search(line) is not None


def better(plain: str, page: str) -> str:
    """Return the plain text of a mail unless the page says much more: then the plain text is a stub."""
    letters = sum(map(str.isalpha, plain))
    return plain if letters >= _WHOLE_SHARE * sum(map(str.isalpha, page)) else page


# Senders make the plain text from the page, less captions and buttons; where less than this is left of it, it only
# says that the mail is to be read elsewhere.
_WHOLE_SHARE = 0.7
