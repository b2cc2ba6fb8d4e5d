"""单位和科室: units put under supervisors and offices."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selfeval.models import BusinessOffice, Department
from selfeval.services.departments import create_department
from tests.factories import NOW, World
from tests.web.cycle_pages import boxes, text_of


def test_units_are_put_under_supervisors_and_offices(world: World, administrator: Client) -> None:
    made = administrator.post(reverse("office-new"), {"code": "01", "name": "预算科"}, follow=True)
    assert "已新增业务科室“预算科”" in text_of(made)
    assert administrator.post(reverse("office-new"), {"code": "01", "name": "另一科"}).status_code == 422
    office = BusinessOffice.objects.get()
    ticked = [world.unit.department.pk, world.other.department.pk]
    assert "请先勾选单位" in text_of(administrator.post(reverse("units-assign"), {"unit": ticked}, follow=True))
    sent = {"unit": ticked, "office": office.pk}
    assert "已把 2 家归口到" in text_of(administrator.post(reverse("units-assign"), sent, follow=True))
    assert "没有变化" in text_of(administrator.post(reverse("units-assign"), sent, follow=True))
    address = reverse("unit", args=[world.other.department.pk])
    sent = {**boxes(text_of(administrator.get(address))), "supervisor": str(world.unit.department.pk)}
    assert "改了 1 项" in text_of(administrator.post(address, sent, follow=True))
    assert administrator.post(address, sent).status_code == 409
    assert Department.objects.get(pk=world.other.department.pk).business_office == office
    above = reverse("unit", args=[world.unit.department.pk])
    ring = {**boxes(text_of(administrator.get(above))), "supervisor": str(world.other.department.pk)}
    response = administrator.post(above, ring)
    assert (response.status_code, "绕成圈" in text_of(response)) == (422, True)
    page = text_of(administrator.get(reverse("units")))
    assert 'data-depth="1"' in page
    assert administrator.get(reverse("units"), {"kind": "other"}).status_code == 400


def test_the_tree_takes_the_same_queries_for_more_units(world: World, administrator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert administrator.get(reverse("units")).status_code == 200
        return len(taken)

    with_three = queries()
    for number in range(3):
        above = Department.objects.order_by("-pk").first()
        create_department(actor=None, code=f"1{number}", name=f"下级{number}", supervisor=above, now=NOW)
    assert queries() == with_three
