"""The one form in which text is kept, and the way to it from bytes.

Spans count code points of canonical text, so it is made once, when a report is read, and never again.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

import charset_normalizer

from tocsin.lexicon.folding import fold

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\u2028]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f"  # controls, but for tab and line ends
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # soft hyphen, zero width, direction
    "\U000e0000-\U000e007f"  # tags: a way to hide words in words
    "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_LINE_END = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"\w+")

# C1 controls in a text are windows-1252 letters that went through ISO 8859-1 (a quotation mark as U+0092).
_C1 = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}

# Unicode's Stream-Safe Text Format allows 30 marks on a letter. Longer runs are no writing, and sorting
# them for NFC takes time that grows with their square.
_MARKS_KEPT = 30
_MARK_RUN = re.compile(rf"[^\w\s]{{{_MARKS_KEPT + 1},}}")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET_NAME = re.compile(r"[\w:-]{1,40}", re.ASCII)
_ONE_BYTE = re.compile(r"iso8859-\d+|cp(?:125\d|8\d\d|1140)|koi8-[rut]|mac-\w+|kz1048|tis-620")
_MANY_BYTES = re.compile(r"gb\w+|big5\w*|shift_jis\w*|euc_\w+|cp9\d\d|iso2022_\w+|johab|hz")
# What pages call Latin-1 or ASCII is windows-1252 in every browser.
_REALLY_1252 = {"iso8859-1", "ascii"}

# The charset is guessed from the first 64 KiB: more letters do not change the guess, they only take time.
_GUESS_FROM = 64 * 1024
# English has few letters beyond ASCII: below this share of bytes they are read as windows-1252, the one legacy
# charset of English newsrooms. Polish, Turkish or Czech prose has more than this.
_FEW_BEYOND_ASCII = 0.03
# Prose has no control characters; above this share the bytes are no text. Stray ones in old files stay below.
_NOISE_SHARE = 0.05
# Western text in UTF-16 has a zero in every second byte, and in the other half next to none.
_WIDE_SHARE, _NARROW_SHARE = 0.4, 0.05
_WIDE_SAMPLE = 4096
_WIDE_FROM = 16  # fewer bytes have no pattern


class UndecodableError(ValueError):
    """Bytes that are no text; its words say why."""


def canonical(text: str) -> str:
    r"""Return ``text`` in the one form in which reports are kept.

    NFC; lines end in ``\n``; control, zero-width and direction characters are gone; runs of spaces are one space,
    none beside a line end; at most one blank line between paragraphs; nothing blank at either end. Lone surrogates
    become U+FFFD, so the result can always be encoded. ``canonical(canonical(text)) == canonical(text)``.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text.translate(_C1))
        text = _without_mark_runs(_INVISIBLE.sub("", text))
        text = _without_mark_runs(unicodedata.normalize("NFC", text))
    else:
        text = _INVISIBLE.sub("", text)
    text = _AROUND_LINE_END.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip(" \n")


def _without_mark_runs(text: str) -> str:
    return _MARK_RUN.sub(lambda run: _cut_marks(run[0]), text)


def _cut_marks(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in run:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_KEPT:
            kept.append(char)
    return "".join(kept)


def one_line(text: str, limit: int | None = None) -> str:
    """Return canonical ``text`` on one line, cut to ``limit`` characters with an ellipsis as the last."""
    line = canonical(text).replace("\n\n", " ").replace("\n", " ")
    if limit is not None and len(line) > limit:
        return line[: limit - 1].rstrip() + "\u2026"
    return line


def with_headline(title: str | None, body: str, outlet: str | None = None) -> str:
    """Put a headline before canonical ``body`` as its first paragraph, unless the body begins with it already.

    An outlet's name at the end of the headline ("... | The Daily") does not count in that comparison.
    """
    if not title or not _WORD.search(title):
        return body
    for headline in _headlines(title, outlet):
        words = _WORD.findall(fold(headline))
        beginning = _WORD.finditer(fold(body))
        if words and all(word == next(beginning, [""])[0] for word in words):
            return body
    return canonical(f"{title}\n\n{body}")


def _headlines(title: str, outlet: str | None) -> tuple[str, ...]:
    """Return the headline as it stands and, if a short piece or the outlet's name hangs on its end, without that."""
    for separator in (" | ", " - ", " \u2013 ", " \u2014 "):
        head, found, tail = title.rpartition(separator)
        if found and (tail == outlet or len(head) > 2 * len(tail)):
            return title, head
    return (title,)


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn the bytes of a document into text.

    In this order: the byte order mark, the ``declared`` charset, UTF-8, a guess. UTF-8 goes before a declared
    one-byte charset: bytes beyond ASCII that happen to be valid UTF-8 were meant so, whatever a template declares; also
    where most of them are and a few are not, as where a sentence was pasted in from elsewhere.

    Raises:
        UndecodableError: the bytes are no text, or not in what their byte order mark says.

    """
    text = _decoded(data, declared)
    if _is_noise(text):
        raise UndecodableError("binary data, not text")
    return text


_NOISE = [chr(code) for code in range(0x20) if chr(code) not in "\t\n\x0b\x0c\r"] + ["\x7f", "\ufffd"]


def charset_of(beginning: bytes) -> tuple[int, str]:
    """Return the length of the byte order mark and the charset of a text by its beginning, which may end in a letter.

    Raises:
        UndecodableError: these bytes are no text.

    """
    mark, charset = next(((len(mark), name) for mark, name in _BOMS if beginning.startswith(mark)), (0, ""))
    if not charset and b"\0" in beginning:
        charset = _wide_charset(beginning)
    elif not charset:
        charset = "utf-8" if _begins_as_utf8(beginning) else _guess(beginning)
    text = codecs.getincrementaldecoder(charset)("replace").decode(beginning[mark:])
    if _is_noise(text):
        raise UndecodableError("binary data, not text")
    return mark, charset


def _is_noise(text: str) -> bool:
    return sum(map(text.count, _NOISE)) > len(text) * _NOISE_SHARE


def _begins_as_utf8(beginning: bytes) -> bool:
    """Say whether letters beyond ASCII are UTF-8 more often than not: tables are put together from many a source."""
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(beginning)
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    escaped = len(_SURROGATE.findall(text))
    return escaped == 0 or escaped < beyond - escaped


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], charset)
    if b"\0" in data:
        return _strict(data, _wide_charset(data))
    codec = _codec(declared)
    for charset in (codec if _MANY_BYTES.fullmatch(codec) else "", "utf-8"):
        if charset and _decodes(data, charset):
            return data.decode(charset)
    if _begins_as_utf8(data):
        return _mended(data)
    if codec and _decodes(data, codec):
        return data.decode(codec)
    return _strict(data, _guess(data))


def _mended(data: bytes) -> str:
    """Decode UTF-8 with stray bytes in it: each is the windows-1252 letter it would be alone, as in pasted quotations."""
    return _SURROGATE.sub(
        lambda stray: bytes((ord(stray[0]) & 0xFF,)).decode("cp1252", "replace"),
        data.decode("utf-8", "surrogateescape"),
    )


def _strict(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"not decodable as {charset} at byte {error.start}") from error


def _codec(declared: str | None) -> str:
    """Python's name of a declared charset that is written on top of ASCII; "" for none, unknown or unfit ones."""
    if not declared or not _CHARSET_NAME.fullmatch(declared.strip()):
        return ""
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return ""
    if name in _REALLY_1252:
        return "cp1252"
    return name if _ONE_BYTE.fullmatch(name) or _MANY_BYTES.fullmatch(name) else ""


def _wide_charset(data: bytes) -> str:
    """UTF-16 without its mark, told by where the zero bytes stand."""
    sample = data[:_WIDE_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if len(sample) < _WIDE_FROM:
        raise UndecodableError("binary data (NUL bytes), not text")
    if odd / half >= _WIDE_SHARE and even / half <= _NARROW_SHARE:
        return "utf-16-le"
    if even / half >= _WIDE_SHARE and odd / half <= _NARROW_SHARE:
        return "utf-16-be"
    raise UndecodableError("binary data (NUL bytes), not text")


def _guess(data: bytes) -> str:
    sample = data[:_GUESS_FROM]
    beyond = len(sample) - len(sample.decode("ascii", "ignore"))
    if beyond <= len(sample) * _FEW_BEYOND_ASCII and _decodes(data, "cp1252"):
        return "cp1252"
    for match in charset_normalizer.from_bytes(sample):
        if _decodes(data, match.encoding):
            return match.encoding
    raise UndecodableError("binary data or an unknown charset, not text")


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True
