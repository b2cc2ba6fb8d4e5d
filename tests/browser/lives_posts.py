"""Steps that are the same under any number of levels, without a browser.

A page is asked for over HTTP and its own form sent back filled; only what is mended after a return is written by the
services, as scripts of the page send it box by box.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from selfeval.models import Filing, ReviewPin, User
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import Change, EntryChange, NarrativeChange
from selfeval.services.filings import save_boxes
from selfeval.services.pins import answer_pin
from tests import sample_files as samples
from tests.browser import people
from tests.browser.lives_cast import UNIT
from tests.browser.lives_clicks import DISCLOSURE, MORE, RATE, REASON, STILL_MORE


class Desk:
    """A person at a browser without scripts: follows links by their words and presses buttons of the page that is open.

    A link or a button that is not there, or an answer that is none, fails.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self._client = Client()
        self._client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self._address, self._page = "", html.fromstring("<p>")

    def open(self, address: str) -> None:
        """Go to `address`."""
        self._take(self._client.get(address, follow=True), address)

    def go(self, *words: str) -> None:
        """From the first page on, by link after link; the last words may be an aria-label."""
        self.open("/")
        for each in words:
            found = [
                link
                for link in self._page.iterfind(".//a[@href]")
                if each in (link.text_content().strip(), link.get("aria-label"))
            ]
            assert found, f"{self._address}: no link {each}"
            # The words at the top may say the same; what the page itself has comes after them.
            self.open(urljoin(self._address, found[-1].get("href")))

    def press(self, words: str, typed: Mapping[str, Any] | None = None) -> None:
        """Press the button with what its form holds, but for the boxes `typed`."""
        (button,) = (each for each in self._page.iterfind(".//button") if each.text_content().strip() == words)
        form = next(each for each in button.iterancestors("form"))
        boxes: dict[str, Any] = {}
        for name, value in form.form_values():
            boxes.setdefault(name, []).append(value)
        unknown = set(typed or ()) - {each.get("name") for each in form.iter("input", "select", "textarea")}
        assert not unknown, f"{self._address}: no box {unknown}"
        boxes |= typed or {}
        if button.get("name"):
            boxes[button.get("name")] = button.get("value")
        address = urljoin(self._address, form.get("action") or "")
        self._take(self._client.post(address, boxes, follow=True), address)

    def told(self, words: str) -> None:
        """The page says so."""
        assert words in self._page.text_content(), f"{self._address}: {words}"

    def named(self, label: str) -> str:
        """The name of the box that is called `label`."""
        return str(self._page.xpath("//input[@aria-label=$label]/@name", label=label)[0])

    def filed_scores(self) -> dict[str, str]:
        """The boxes of the scores by name, with what the unit gave itself."""
        rows = self._page.find_class("rv-score")
        return {row.find(".//input").get("name"): row.find(".//b").text_content() for row in rows}

    def choice(self, name: str, words: str) -> str:
        """The value behind `words` of a list to choose from."""
        (option,) = self._page.xpath("//select[@name=$name]/option[.=$words]/@value", name=name, words=words)
        return str(option)

    def first(self, name: str) -> str:
        """The value of the first box to tick of this name."""
        return str(self._page.xpath("//input[@name=$name]/@value", name=name)[0])

    def _take(self, answer: HttpResponse, address: str) -> None:
        assert answer.status_code == 200, (address, answer.status_code)
        self._address = answer.request["PATH_INFO"]  # type: ignore[attr-defined]  # of the test client
        self._page = html.fromstring(answer.content.decode())


def send(desk: Desk) -> None:
    desk.open(people.section(Filing.objects.get(), "check"))
    desk.press("送负责人签发")
    desk.told("已送负责人签发")


def mend(desk: Desk) -> None:
    """All remarks are answered, and what they are about is changed."""
    filing, now = Filing.objects.get(), timezone.now()
    pins = list(ReviewPin.objects.filter(submission__filing=filing, answer=""))
    assert pins
    for pin in pins:
        answer_pin(actor=desk.user, filing_id=filing.pk, pin_id=pin.pk, was="", answer="已照批注改了", now=now)
    filing.refresh_from_db(fields=["version"])
    words = filing_snapshot(filing=filing).narratives["other"]
    changes: list[Change] = [NarrativeChange(code="other", text=words + (STILL_MORE if MORE in words else MORE))]
    if RATE in {pin.place for pin in pins}:
        changes.append(EntryChange(code=RATE, attribute="reason", value=REASON))
    save_boxes(actor=desk.user, filing_id=filing.pk, seen=filing.version, changes=changes, now=now)


# Whatever the remarks are about.
mend_again = mend


def sign(desk: Desk) -> None:
    desk.go("去签发")
    desk.told("92.00")
    desk.press("签发并提交", {"is_confirmed": "on"})
    desk.told("已签发并提交")


def exempt(desk: Desk) -> None:
    desk.go("自评批次", "单位", f"办理{UNIT}")
    desk.press("免评", {"comment": "本年新设，没有支出"})
    desk.told("已免评，单位看得到事由")


def draw(desk: Desk) -> None:
    desk.go("抽查复核", "抽取样本")
    desk.press("抽取", {"amount": "1", "seed": "2022-0301"})
    desk.told("已抽取 1 份，种子“2022-0301”")


def assign(desk: Desk) -> None:
    _open_draw(desk)
    desk.press("分派", {"item": desk.first("item"), "checker": desk.choice("checker", "checker甲（第三方评价人员）")})
    desk.told("已把 1 份分派给checker甲")


def _open_draw(desk: Desk, *further: str) -> None:
    desk.go("抽查复核", "2021年度绩效自评抽查", *further)


def score(desk: Desk) -> None:
    desk.go("去复核")
    less = {f"score.{DISCLOSURE}": "1", f"remark.{DISCLOSURE}": "决算公开晚了两个月，扣2分"}
    desk.press("保存抽查得分", desk.filed_scores() | less)
    desk.told("可以征求单位意见了")


def ask(desk: Desk) -> None:
    desk.go("去复核")
    desk.press("送单位征求意见", {"opinion": "决算公开不及时。"})
    desk.told(f"已向{UNIT}征求意见")


def object_to(desk: Desk) -> None:
    desk.go("去答复")
    file = SimpleUploadedFile("网站记录.docx", samples.docx(salt="网站记录.docx"))
    desk.press("有异议", {"words": "公开时间以网站记录为准。", "file": file})
    desk.told("已答复：有异议")


def settle(desk: Desk) -> None:
    _open_draw(desk, UNIT)
    desk.told("网站记录.docx")
    desk.press("核定…", {"settled_total": "91", "words": "网站记录显示晚了12天，扣1分"})
    desk.told("核定抽查得分？")
    desk.press("核定")
    desk.told(f"{UNIT}的抽查已核定")


def issue(desk: Desk) -> None:
    """From the form on, which the first page leads to."""
    desk.go(UNIT, "整改")
    desk.press("下达整改", {desk.named("勾选第 1 条"): "on", "due_on": "2999年6月30日"})
    desk.told("已下达 1 项整改")


def report(desk: Desk) -> None:
    desk.go("去整改")
    file = SimpleUploadedFile("更正凭证.docx", samples.docx(salt="更正凭证.docx"))
    desk.press("反馈", {"words": "已补公开，附凭证。", "file": file})
    desk.told("已反馈，等财政局核对。")


def close(desk: Desk) -> None:
    desk.go("整改", UNIT)
    desk.told("更正凭证.docx")
    desk.press("改到位了，销号")
    desk.told("这一项已经销号")


def redact(desk: Desk) -> None:
    desk.go("公开", f"{UNIT}开始办理")
    desk.press("开始办理")
    desk.press("脱敏完成，送批准")
    desk.told("脱敏是您办的，请由另一个人批准")


def publish(desk: Desk) -> None:
    desk.go("公开", f"{UNIT}去批准")
    desk.press("批准公开")
    desk.told("已公开")
