"""Where the signature of a PDF stands, and what no longer carries one."""

import pytest

from selfeval.domain.signed_pdf import mark_of, marked, signed_text, was_marked

CODE = "JX21-7F3K-92QD-04MA"
PDF = b"%PDF-1.7\nbody\nstartxref\n1234\n%%EOF\n"
MARKED = marked(PDF, code=CODE, signature=bytes(range(64)))


@pytest.mark.parametrize("end", [b"%%EOF", b"%%EOF\n", b"%%EOF\r\n"], ids=["bare", "line", "carriage"])
def test_the_mark_is_taken_off_as_it_was_put_on(end: bytes) -> None:
    pdf = PDF.replace(b"%%EOF\n", end)
    found = mark_of(marked(pdf, code=CODE, signature=bytes(range(64))))
    assert found is not None
    assert (found.code, found.signature, found.text) == (CODE, bytes(range(64)), signed_text(pdf, CODE))


def test_everything_before_and_behind_stays() -> None:
    assert MARKED.replace(MARKED[PDF.index(b"startxref") : MARKED.rindex(b"startxref")], b"") == PDF
    assert MARKED.endswith(b"startxref\n1234\n%%EOF\n")
    assert was_marked(MARKED)
    assert not was_marked(PDF)


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        b"",
        MARKED + b"\n",
        MARKED + b"added",
        MARKED + b"startxref\n1\n%%EOF\n",
        MARKED.replace(CODE.encode(), CODE.lower().encode()),
        MARKED.replace(b"signature 1", b"signature 2"),
        MARKED[:-1] + b"\x00",
    ],
    ids=["unsigned", "empty", "line-added", "text-added", "update-added", "other-code", "other-version", "last-byte"],
)
def test_what_carries_none(content: bytes) -> None:
    assert mark_of(content) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"startxref\n1\n%%EOF\nmore"], ids=["empty", "head", "more"])
def test_what_does_not_end_as_a_pdf_is_not_marked(content: bytes) -> None:
    with pytest.raises(ValueError, match="no end of a PDF"):
        marked(content, code=CODE, signature=bytes(64))


def test_a_signature_of_another_length_is_none() -> None:
    with pytest.raises(ValueError, match="no signature"):
        marked(PDF, code=CODE, signature=bytes(63))
