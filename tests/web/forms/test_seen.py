"""What a page says it has seen, and values written back as a browser sends them."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from selfeval.domain.filing import Evaluator
from selfeval.services.changes import FigureChange
from selfeval.web.forms.fields import NumberField
from selfeval.web.forms.indicators import ApplicableField, TicksField
from selfeval.web.forms.rows import EvaluatorsField
from selfeval.web.forms.section import SectionForm
from selfeval.web.forms.seen import NoVersion, Seen, given_up, seen_in
from selfeval.web.forms.written_back import put_back, taken_out

BOXES = ("fields.a", "fields.b", "fields.ab")


def test_a_box_was_seen_with_its_page_or_later() -> None:
    seen = seen_in(QueryDict("seen=5&seen.fields.a=7&seen.fields.x=9"), BOXES)
    assert seen == Seen(page=5, boxes={"fields.a": 7})
    assert (seen.of("fields.a"), seen.of("fields.b")) == (7, 5)
    assert seen.with_boxes(["fields.b"], 8).inputs == [("seen", 5), ("seen.fields.a", 7), ("seen.fields.b", 8)]


def test_a_choice_is_a_version_that_was_seen() -> None:
    data = QueryDict("seen=5&seen.fields.a=5&use_mine.fields.a=7&use_theirs.fields.b=8")
    assert seen_in(data, BOXES).boxes == {"fields.a": 7, "fields.b": 8}
    assert given_up(data, BOXES) == {"fields.b"}


@pytest.mark.parametrize("query", ["", "seen=", "seen=-1", "seen=１", "seen=1234567890", "seen=1&seen.fields.a=x"])
def test_what_is_no_version_is_refused(query: str) -> None:
    with pytest.raises(NoVersion):
        seen_in(QueryDict(query), BOXES)


def test_a_box_is_taken_out_with_its_parts_and_nothing_else() -> None:
    data = QueryDict("fields.a=1&fields.a.rows=2&fields.a.0.name=3&fields.ab=4&fields.b=5")
    assert taken_out(data, {"fields.a"}).urlencode() == "fields.ab=4&fields.b=5"
    assert taken_out(data, set()) is data


def test_what_is_stored_reads_back_as_it_was() -> None:
    boxes = {
        "number": (NumberField(), Decimal("44.06")),
        "nothing": (NumberField(), None),
        "ticks": (TicksField(count=3), (1, 3)),
        "none": (TicksField(count=3), ()),
        "applies": (ApplicableField(), True),
        "not_involved": (ApplicableField(), False),
        "people": (EvaluatorsField(), (Evaluator(name="甲", office="办公室"), Evaluator(name="乙"))),
    }

    def form(data: QueryDict | None) -> SectionForm:
        made = SectionForm(data=data)
        for name, (field, stored) in boxes.items():
            made.add_box(
                name, field, label=name, stored=stored, change=lambda value: FigureChange(code="x", value=value)
            )
        return made

    data = QueryDict("number=1&people.rows=1&people.0.name=丙&people.7.title=丁", mutable=True)
    for name in boxes:
        put_back(data, form(None), name)
    again = form(data)
    assert again.is_valid()
    assert {name: again.cleaned_data[name] for name in boxes} == {name: stored for name, (_, stored) in boxes.items()}
    assert again.changes() == ()
