"""The words of a piece of HTML that holds nothing but an article. Nothing is rendered, run or fetched.

Whole web pages, with their menus and margins, are for :mod:`tocsin.read.html`.
"""

from __future__ import annotations

from typing import Any

from tocsin.read.canonical import canonical

_NO_WORDS = frozenset(
    {
        *("script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "form", "button"),
        *("figure", "picture", "video", "audio", "head", "title", "textarea", "select"),
    }
)
_OWN_PARAGRAPH = frozenset(
    {
        *("p", "div", "article", "section", "header", "footer", "aside", "main", "blockquote", "pre", "address", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "body", "center"),
    }
)


def parsed(markup: str) -> Any | None:
    """Return the root element of ``markup`` as far as it can be parsed, ``None`` where nothing can."""
    from lxml import etree  # noqa: PLC0415 - loaded when the first markup comes

    # Elements nested beyond the parser's own bound end the reading there; what came before is kept.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def text_of(markup: str) -> str:
    """Return the canonical text of a fragment of HTML, a blank line between its paragraphs."""
    if "<" not in markup and "&" not in markup:
        return canonical(markup)
    root = parsed(f"<html><body>{markup}</body></html>")
    return "" if root is None else words_of(root)


def words_of(root: Any) -> str:
    """Return the canonical text of parsed HTML, a blank line between its paragraphs."""
    return canonical("".join(_pieces(root)))


def _pieces(root: Any) -> list[str]:
    from lxml import etree  # noqa: PLC0415 - loaded with the parser

    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            pieces.append("\n\n" if element.tag in _OWN_PARAGRAPH else "")
            pieces.append(_running(element.tail))
        elif element.tag in _NO_WORDS:
            walk.skip_subtree()
        else:
            pieces.append(_before(element.tag))
            pieces.append(_running(element.text))
    return pieces


def _before(tag: str) -> str:
    if tag == "br":
        return "\n"
    if tag in {"td", "th"}:
        return " "
    return "\n\n" if tag in _OWN_PARAGRAPH else ""


def _running(text: str | None) -> str:
    """Return text as a browser runs it on: ends of lines in the source are spaces."""
    return text.replace("\r", " ").replace("\n", " ") if text else ""
