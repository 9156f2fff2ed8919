"""Telegram Desktop's export (result.json): one chat, or all of them. Each message of a channel with text is a report.

Only what was published is read: channels and public groups. Chats among persons, with bots and with oneself are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from tocsin.read.canonical import one_line
from tocsin.read.found import (
    Defaults,
    Found,
    Notice,
    Outcome,
    Refusal,
    RefusedError,
    calendar_date,
    report_of,
)
from tocsin.read.values import Values

#: Chats whose messages anybody may read, or a sender meant for all who follow him.
PUBLISHED = frozenset({"public_channel", "private_channel", "public_supergroup"})
_OTHERS = frozenset(
    {"personal_chat", "bot_chat", "saved_messages", "replies", "private_group", "private_supergroup", "public_group"}
)
_TYPE = re.compile(rb'"type"\s*:\s*"(' + b"|".join(kind.encode() for kind in sorted(PUBLISHED | _OTHERS)) + rb')"')
_MESSAGES = re.compile(rb'"messages"\s*:\s*\[')
_ALL_CHATS = re.compile(
    rb'\{\s*"about"\s*:\s*"(?:[^"\\]|\\.){0,4000}"\s*,\s*"(?:personal_information|chats|contacts|frequent_contacts|left_chats|profile_pictures|stories|sessions)"'
)
_USERNAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_PUBLIC_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/(?:s/)?([A-Za-z][A-Za-z0-9_]{3,31})/?", re.IGNORECASE
)
_NAME_LENGTH = 120
_NUMBER_LIMIT = 1 << 63

# Where the chats of a whole account stand, and what is said of one.
_LISTS = frozenset({"chats", "left_chats"})
_CHAT_KEYS = frozenset({"name", "type", "id", "username", "link", "public_link"})


def is_telegram(beginning: bytes) -> bool:
    """Say whether a JSON object that begins so is Telegram's export."""
    messages = _MESSAGES.search(beginning)
    kind = _TYPE.search(beginning)
    if messages and kind and kind.start() < messages.start():
        return True
    return _ALL_CHATS.match(beginning) is not None


def read_telegram(values: Values, name: str, defaults: Defaults) -> Iterator[Outcome]:
    """Read the messages of an export called ``name``; refused ones are named "name:message".

    The outlet is the channel. Days are those of the time in UTC: the other date in an export is that of the clock of
    whoever made it. What somebody else said first stands under a line that says from whom it is forwarded.
    """
    export = _Export(name, defaults)
    try:
        yield from export.read(values)
    except RefusedError as error:
        yield Refusal(name, f"reading ends after message {export.last}: {error}")
    yield from export.finish()


class _Export:
    """The chats of an export; what is to be said of all of them is said once, at the end."""

    def __init__(self, name: str, defaults: Defaults) -> None:
        self._name = name
        self._defaults = defaults
        self._chat: dict[str, Any] = {}
        self._left: Counter[str] = Counter()
        self._chats_left: Counter[str] = Counter()
        self._read = 0
        self.last = "0"

    def read(self, values: Values) -> Iterator[Outcome]:
        """Read the one chat of an export, or all of them.

        Raises:
            RefusedError: it can be read no further.

        """
        for key in values.keys():  # noqa: SIM118 - no dictionary, but keys whose values are still to be taken
            if key in _LISTS and values.next_sign() == "{":
                for inner in values.keys():  # noqa: SIM118
                    if inner == "list" and values.next_sign() == "[":
                        for _ in values.items():
                            yield from self._read_chat(values)
                    else:
                        values.take()
            else:
                yield from self._read_member(values, key)

    def _read_chat(self, values: Values) -> Iterator[Outcome]:
        self._chat = {}
        if values.next_sign() != "{":
            values.take()
            return
        for key in values.keys():  # noqa: SIM118
            yield from self._read_member(values, key)

    def _read_member(self, values: Values, key: str) -> Iterator[Outcome]:
        """Read one thing that is said of a chat: its name, say, or its messages."""
        if key != "messages" or values.next_sign() != "[":
            value = values.take()
            if key in _CHAT_KEYS:
                self._chat[key] = value
            return
        published = self._chat.get("type") in PUBLISHED
        if not published:
            self._chats_left[one_line(str(self._chat.get("type") or "of unknown kind"), _NAME_LENGTH)] += 1
        for _ in values.items():
            message = values.take()
            if published:
                yield from self._read_message(message if isinstance(message, dict) else {})

    def _read_message(self, message: dict[str, Any]) -> Iterator[Outcome]:
        self.last = one_line(str(message.get("id", "without a number"))[:_NAME_LENGTH])
        if message.get("type") != "message":
            self._left["service messages" if message.get("type") == "service" else "messages of other kinds"] += 1
            return
        text = _text(message.get("text")) or _text(message.get("text_entities"))
        if not text.strip():
            self._left["messages without text"] += 1
            return
        self._read += 1
        try:
            yield report_of(self._found(message, text), self._defaults)
        except RefusedError as error:
            yield Refusal(f"{self._name}:{self.last}", str(error))

    def _found(self, message: dict[str, Any], text: str) -> Found:
        channel, username = _words(self._chat.get("name")), _username(self._chat)
        first = _words(message.get("forwarded_from"))
        published, published_at = _published(message)
        number, chat = message.get("id"), self._chat.get("id")
        numbered = _is_number(number) and _is_number(chat)
        return Found(
            ref=f"{username or channel or self._name}/{self.last}",
            body=f"Forwarded from {first}\n\n{text}" if first else text,
            basis="message",
            published=published,
            outlet=channel or username,
            url=f"https://t.me/{username}/{number}" if username and _is_number(number) else None,
            author=first or _words(message.get("author")),
            published_at=published_at,
            updated_at=_time(message.get("edited_unixtime")),
            updated_basis="message",
            # Telegram's own address of a message by numbers, which stay when a channel takes another name.
            address=f"https://t.me/c/{chat}/{number}" if numbered else None,
        )

    def finish(self) -> Iterator[Outcome]:
        """Say what was not read."""
        if self._chats_left:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(self._chats_left.items()))
            matter = f"chats that are not published are not read: {told}"
            yield Notice(self._name, matter) if self._read else Refusal(self._name, matter)
        elif not self._read:
            yield Refusal(self._name, "no message with text in it")
        if self._left:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(self._left.items()))
            yield Notice(self._name, f"not read: {told}")


def _text(value: Any) -> str:
    """Return the words of a message: one string, or a list of strings and of objects with a "text"."""
    if isinstance(value, str):
        return value
    pieces = value if isinstance(value, list) else []
    return "".join(
        str(each.get("text", "")) if isinstance(each, dict) else each for each in pieces if isinstance(each, str | dict)
    )


def _words(value: Any) -> str | None:
    return one_line(value, _NAME_LENGTH) or None if isinstance(value, str) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _NUMBER_LIMIT


def _username(chat: dict[str, Any]) -> str | None:
    """Return the public name of a channel, where the export has it; Telegram Desktop itself leaves it out."""
    for value in (chat.get("username"), chat.get("link"), chat.get("public_link")):
        match = isinstance(value, str) and (_USERNAME.fullmatch(value) or _PUBLIC_LINK.fullmatch(value))
        if match:
            return match[1]
    return None


def _published(message: dict[str, Any]) -> tuple[date | None, datetime | None]:
    sent = _time(message.get("date_unixtime"))
    if sent is not None:
        return sent.date(), sent
    value = message.get("date")
    if value is None:
        return None, None
    try:
        return calendar_date(str(value)), None
    except ValueError as error:
        raise RefusedError(str(error)) from error


def _time(value: Any) -> datetime | None:
    """Return the time of seconds since 1970, which stand in an export as a string."""
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
