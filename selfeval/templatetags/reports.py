"""The reports of a filing that may be downloaded, for any page that offers its form."""

from django import template
from django.urls import reverse

from selfeval.exports.report_structure import structures
from selfeval.models import Filing

register = template.Library()


@register.inclusion_tag("filing/_report_menu.html")
def report_menu(filing: Filing, round_number: object = "") -> dict[str, object]:
    """Every structure as Word and PDF, of the round `round_number` or of what is shown without one."""
    of_round = f"&round={round_number}" if round_number else ""
    words = reverse("filing-report-word", args=[filing.public_id])
    pdf = reverse("filing-report-pdf", args=[filing.public_id])
    links = [
        {"name": f"{each.name}（{kind}）", "url": f"{address}?structure={each.code}{of_round}"}
        for each in structures()
        for kind, address in (("Word", words), ("PDF", pdf))
    ]
    return {"links": links}
