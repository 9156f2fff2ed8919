"""The text of mails: layouts of tables to paragraphs, and what mail programs and senders of newsletters add taken away."""

from __future__ import annotations

import re

from tocsin.read.canonical import canonical
from tocsin.read.found import RefusedError
from tocsin.read.markup import parsed, words_of
from tocsin.read.text import unwrapped

# Mails are laid out in tables: a cell is a column or a block, not a value beside others.
_CELLS = frozenset({"td", "th"})
# The first words of a newsletter are often a hidden line for the list of mails, which repeats the letter.
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)"
)

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
# A longer line is no address; it would take long to see so.
_ADDRESS_LENGTH = 4000
_ORNAMENT = re.compile(r"[^\w\n]*")
_HEADING_MARK = re.compile(r"^\*{2}\s+")
_SIGNATURE_LENGTH = 1000
_REPLY_LINE = re.compile(r"^(?:On|Le|Am|El|Il) .{5,200}(?:wrote|a écrit|schrieb|escribió|ha scritto) ?:$")


def page_text(page: str) -> str:
    """Return the text of a mail in HTML, a blank line between its blocks.

    Raises:
        RefusedError: it cannot be parsed.

    """
    root = parsed(page)
    if root is None:
        raise RefusedError("its HTML cannot be parsed")
    for element in root.iter("*"):
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style", "").lower()):
            element.tag = "template"  # whose words are not shown either
        elif element.tag in _CELLS:
            element.tag = "div"
    return _without_chrome(words_of(root))


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
    if _ORNAMENT.fullmatch(line) or (len(line) <= _ADDRESS_LENGTH and _BARE_ADDRESS.fullmatch(line)):
        return True
    return len(line) <= _CHROME_LENGTH and _CHROME.search(line) is not None


def better(plain: str, page: str) -> str:
    """Return the plain text of a mail unless the page says much more: then the plain text is a stub."""
    letters = sum(map(str.isalpha, plain))
    return plain if letters >= _WHOLE_SHARE * sum(map(str.isalpha, page)) else page


# Senders make the plain text from the page, less captions and buttons; where less than this is left of it, it only
# says that the mail is to be read elsewhere.
_WHOLE_SHARE = 0.7
