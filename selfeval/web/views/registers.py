"""Handing out a list of many filings or items as a workbook: how often, with whose name on it, and on record."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.http import FileResponse, HttpRequest
from django.utils import timezone

from selfeval.exports.register import render_register
from selfeval.models import User
from selfeval.services.access_record import note_downloaded
from selfeval.services.cycle_words import moment_words
from selfeval.services.events import unit_name_of
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import demand_patience
from selfeval.web.views.files import workbook_file


def register_file(
    request: HttpRequest,
    user: User,
    *,
    title: str,
    hint: str,
    query: Mapping[str, str],
    heads: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str | Decimal]],
    sheet: str = "台账",
) -> FileResponse:
    """The list `rows`, whole, as a workbook; under its title stands who took it away and when. Raises TooOften.

    `query`: the filter, part by part, as it stands in the address.
    """
    demand_patience(request, user)
    now, name = timezone.now(), f"{title}.xlsx"
    unit = unit_name_of(user)
    who = f"{unit} {user.full_name}" if unit else user.full_name
    told = f"{hint}；{who} {moment_words(now)} 导出，仅供工作使用"
    content = render_register(sheet=sheet, title=title, hint=told, heads=heads, rows=rows)
    chosen = {part: text for part, text in query.items() if text}
    data = {"path": request.path_info, "name": name, "chosen": chosen, "rows": len(rows)}
    note_downloaded(actor=user, filing=None, data=data, now=now)
    note_told(request)
    return workbook_file(content, name)
