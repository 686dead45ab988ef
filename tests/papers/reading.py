"""Papers read again: the text of a PDF as a person copies it out, and what a scanner finds on it."""

import io

from pypdf import PdfReader


def pages(pdf: bytes) -> list[str]:
    """The text of each page, line by line."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf: bytes) -> str:
    """The text of the whole paper with single blanks, so that where a line breaks does not matter."""
    return " ".join(" ".join(pages(pdf)).split())


def unbroken(pdf: bytes) -> str:
    """The text without any blanks: for long texts, which break anywhere."""
    return "".join("".join(pages(pdf)).split())
