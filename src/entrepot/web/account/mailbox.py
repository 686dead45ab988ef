"""The demo's mailbox: what would have been sent, read from the folder where Django's file backend leaves it."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

_MOST = 50
_BETWEEN = b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it would have arrived."""

    to: str
    subject: str
    sent_at: datetime | None
    text: str


def read(folder: Path) -> list[Mail]:
    """The newest mails of the folder, the newest first; none where there is no folder yet."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:_MOST]
    mails = [mail for path in files for mail in reversed(_mails(path.read_bytes()))]
    return mails[:_MOST]


def _mails(content: bytes) -> list[Mail]:
    """Each mail of a file; a connection that sent several wrote them one after the other."""
    return [_mail(part) for part in content.split(_BETWEEN) if part.strip()]


def _mail(content: bytes) -> Mail:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # what this policy makes
    body = message.get_body(("plain",))
    date = message["date"]
    return Mail(
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        sent_at=parsedate_to_datetime(str(date)) if date else None,
        text=body.get_content() if body else "",
    )
