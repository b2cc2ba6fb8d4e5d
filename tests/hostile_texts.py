"""Thirty texts that run or fetch something where they are not kept as text, and a filing with them in every box."""

from dataclasses import replace
from typing import Final

from selfeval.domain.filing import Evaluator, Filing, IndicatorEntry, OwnIndicator, TargetSign

# What must never be asked for; the address leads nowhere.
ELSEWHERE: Final = "evil.invalid"
# Those that swallow what follows come last, so that those before them run where all are set in one place.
XSS: Final = (
    "<script>alert(1)</script>",
    '"><script>alert(2)</script>',
    "'><script>alert(3)</script>",
    "<ScRiPt>alert(4)</sCrIpT>",
    "<img src=x onerror=alert(5)>",
    "\"><img src=x onerror='alert(6)'>",
    "<svg onload=alert(7)>",
    "<svg><script>alert&#40;8)</script></svg>",
    "<body onload=alert(9)>",
    '<iframe src="javascript:alert(10)"></iframe>',
    '<iframe srcdoc="<script>alert(11)</script>"></iframe>',
    '<a href="javascript:alert(12)" autofocus onfocus=alert(12)>x</a>',
    "<input autofocus onfocus=alert(13)>",
    "<details open ontoggle=alert(14)>x</details>",
    "<video><source onerror=alert(15)></video>",
    "<math><mtext><img src=x onerror=alert(16)></mtext></math>",
    '" autofocus onfocus="alert(17)" x="',
    "' autofocus onfocus='alert(18)' x='",
    "</script><script>alert(19)</script>",
    "</textarea><script>alert(20)</script>",
    "</title></style><script>alert(21)</script>",
    "&lt;script&gt;alert(22)&lt;/script&gt;&#60;img src=x onerror=alert(22)&#62;",
    '<div hx-get="/healthz" hx-trigger="load" hx-on::load="alert(23)"></div>',
    f'<link rel=stylesheet href="http://{ELSEWHERE}/a.css">',
    f'<style>@import "http://{ELSEWHERE}/b.css";</style>',
    f'<img src="//{ELSEWHERE}/c.png">',
    f'<object data="http://{ELSEWHERE}/d"></object>',
    f'<meta http-equiv=refresh content="0;url=http://{ELSEWHERE}/e">',
    f'<base href="http://{ELSEWHERE}/">',
    "<!--><script>alert(30)</script>--><textarea>",
)
ALL: Final = "\n".join(XSS)
# For a name of at most a hundred characters, and for one of at most fifty.
NAME: Final = "".join((XSS[4], XSS[1], XSS[16]))
SHORT: Final = XSS[4]


def everywhere(filing: Filing, text: str, *, name: str | None = None) -> Filing:
    """`filing` with `text` in every box that takes words; `name` stands where names are, of the unit and of people."""
    short = text if name is None else name
    tables = {
        code: tuple({key: text if isinstance(cell, str) else cell for key, cell in row.items()} for row in value)
        for code, value in filing.fields.items()
        if isinstance(value, tuple) and value and isinstance(value[0], dict)
    }
    return replace(
        filing,
        department=replace(filing.department, name=short, head=short, phone=short),
        fields={**filing.fields, **tables},
        narratives=dict.fromkeys(filing.narratives, text),
        indicators={
            code: _said(entry, text) if number < 2 else entry
            for number, (code, entry) in enumerate(filing.indicators.items())
        },
        own_indicators=_own(filing.own_indicators, text, short),
        evaluators=(Evaluator(name=short, title=short, office=short),),
        explanations=dict.fromkeys(filing.explanations, text),
    )


def _own(filed: tuple[OwnIndicator, ...], text: str, name: str) -> tuple[OwnIndicator, ...]:
    """One of each kind: a measured one and one in words."""
    worded = next((each for each in filed if each.sign is TargetSign.QUALITATIVE), None)
    found = []
    for place, own in enumerate(filed):
        if own is worded:
            own = replace(own, target_words=text, actual_words=text, adjusted_target_words=text)
        if own is worded or not place or own.name == getattr(worded, "name", ""):
            entry = _said(replace(own.entry, analysis=text), text)
            # Two of one name would be one to a reader.
            own = replace(own, name=text if not place else f"{text}{place}", unit=name, entry=entry)
        found.append(own)
    return tuple(found)


def _said(entry: IndicatorEntry, text: str) -> IndicatorEntry:
    return replace(entry, reason=text, measure=text)


def pieces(at_most: int) -> list[str]:
    """All thirty, in as many texts of at most so many characters as it takes."""
    found = [""]
    for each in XSS:
        longer = f"{found[-1]}\n{each}".strip()
        if len(longer) > at_most:
            found.append(each)
        else:
            found[-1] = longer
    return found
