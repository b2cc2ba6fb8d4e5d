"""Whether a form is the official version: by the code at its foot, or by the PDF itself, for anybody."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from selfeval.queries.disclosures import verified
from selfeval.services.kept_files import size_text
from selfeval.services.scan_codes import code_in
from selfeval.services.signed_documents import Seal, checked_pdf
from selfeval.services.signing import fingerprint, public_key
from selfeval.web.presenters.verification import SEALS, verdict_of
from selfeval.web.receiving import TooLargeFile
from selfeval.web.throttle import is_too_often

_LONGEST: Final = 300
_A_MINUTE: Final = 30
# It is held in memory whole; a form with everything is a tenth of this.
_MOST_BYTES: Final = 20 * 1024 * 1024
_TOO_OFTEN, _INVALID = 429, 422


# Nothing is changed and nobody is signed in: there is no cookie that somebody else's page could make use of.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The box for the code and what is known of the one in the address; a POST brings a PDF, which is not kept."""
    typed = request.GET.get("code", "").strip()[:_LONGEST]
    is_post = request.method == "POST"
    if (typed or is_post) and is_too_often(request, "verify", at_most=_A_MINUTE):
        return _page({"typed": typed, "is_too_often": True}, status=_TOO_OFTEN)
    if is_post:
        return _of_file(request.FILES.get("file"))
    code = code_in(typed)
    context = {"typed": code or typed, "is_no_code": bool(typed) and not code, **_known(code)}
    return _page(context)


def _of_file(upload: UploadedFile | None) -> HttpResponse:
    """What is known of a PDF, of which nothing but its bytes is looked at, and of the form it is of."""
    if upload is None:
        return _page({"file_fault": "请先选一个 PDF 文件。"}, status=_INVALID)
    if isinstance(upload, TooLargeFile) or (upload.size or 0) > _MOST_BYTES:
        fault = f"文件超过 {size_text(_MOST_BYTES)}，本系统出具的 PDF 没有这样大的。"
        return _page({"file_fault": fault}, status=_INVALID)
    found = checked_pdf(upload.read())
    context = {
        "seal": SEALS[found.seal],
        "file_name": upload.name,
        # Only what is signed by this key is told of; the key of others says nothing.
        "fingerprint": fingerprint(public_key()) if found.seal is Seal.GENUINE else "",
    }
    return _page({"typed": found.code, **context, **_known(found.code)})


def _known(code: str) -> dict[str, object]:
    found = verified(code=code) if code else None
    return {
        "is_unknown": bool(code) and found is None,
        "verdict": verdict_of(found) if found is not None else None,
    }


def _page(context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Kept by nobody: what a code is worth can change any moment."""
    response = HttpResponse(render_to_string("public/verify.html", context), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
