"""The 200 filings on which every output is held against the score sheet; a fixed seed gives the same ones always."""

import random
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import ScoreSheet
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument
from selfeval.exports.layout import Layout
from selfeval.exports.layout_choice import layout_of
from tests.exports.agreement.small_frameworks import SPECS, Plain, small_framework
from tests.exports.real_forms import DRAFT, FINAL
from tests.generated_filings import filing_for

COUNT: Final = 200
SLUGS: Final = tuple(SPECS)
_LONG: Final = "某某市经济技术开发区市政公用设施2021年建设和维护管理服务中心第3分中心（筹建）"
_NAMES: Final = ("综合办", "第3中学", "2021专班", _LONG, "A1<局>&“处”")
_WORDS: Final = (
    "按2021年3号文办理，涉及1,234.56万元的90.5%",
    "第1季度完成12.00分之3",
    "原因：得10.00分、失2.5分的说法有误",
)
_POSTS: Final = ("局长", "2级主任科员")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One filing: as its file holds it, and as the domain scores it."""

    number: int
    slug: str
    plain: Plain
    assessment: Assessment

    @property
    def name(self) -> str:
        """What a failure calls it."""
        return f"filing {self.number} ({self.slug})"

    @property
    def framework(self) -> Framework:
        """With the unit's own indicators in it."""
        return self.assessment.framework

    @property
    def sheet(self) -> ScoreSheet:
        return self.assessment.sheet

    @cached_property
    def layout(self) -> Layout:
        return layout_of(self.framework)

    @cached_property
    def form(self) -> FormDocument:
        """Every fourth is a draft, the others are final."""
        used = self.assessment
        stamp = DRAFT if self.number % 4 == 3 else FINAL
        return build_form(framework=used.framework, filing=used.filing, sheet=used.sheet, stamp=stamp)


@cache
def framework_named(slug: str) -> Framework:
    """One of the small frameworks as the domain reads it."""
    return framework_from_document(small_framework(slug))


@cache
def cases() -> tuple[Case, ...]:
    """All of them, one framework after the other in turn."""
    return tuple(_case(number) for number in range(COUNT))


def _case(number: int) -> Case:
    slug = SLUGS[number % len(SLUGS)]
    plain = _filled(small_framework(slug), number)
    framework = framework_named(slug)
    done = assess(framework, filing_from_document(framework, plain), texts=False)
    return Case(number=number, slug=slug, plain=plain, assessment=done)


def _filled(framework: Plain, number: int) -> Plain:
    """The figures of a generated filing, some made extreme, with words around them."""
    chance = random.Random(f"agreement {number}")
    # One after the other of its tempers for each framework.
    plain = filing_for(framework, number // len(SLUGS) + number * 5)
    if "own_indicators" in plain:
        plain["own_indicators"] = plain["own_indicators"][: chance.choice((0, 1, 2, 2))]
    plain["department"] = {
        "code": f"{number:03}",
        "name": chance.choice(_NAMES),
        "head": "张3",
        "phone": "0354-1234567",
    }
    plain["filed_on"] = "2022-03-10"
    _make_extreme(framework, plain, chance)
    for entry in (*plain["indicators"].values(), *plain.get("own_indicators", ())):
        # Most forms stay on one page: what is long on paper is long to lay out.
        entry |= {key: chance.choice(_WORDS) for key in ("analysis", "reason", "measure") if chance.random() < 0.15}
        if chance.random() < 0.25:
            entry["self_score"] = chance.choice(("0", "1.005", "2.5", "2.675", "3.1250", "0.05"))
    for each in plain.get("own_indicators", ()):
        each["name"] += chance.choice(("", "（2021年第4批）"))
        if chance.random() < 0.5:
            each["unit"] = "人次"
    texts = {each["code"]: f"写了{number}件事，花了{number}.{number:02}万元。" for each in framework["narratives"]}
    plain["narratives"] = {code: text for code, text in texts.items() if chance.random() < 0.8}
    plain["evaluators"] = [
        {"name": f"评价{each}", "title": chance.choice(_POSTS), "office": f"{each + 1}科"}
        for each in range(chance.randint(0, 3))
    ]
    if any(each["code"] == "annual_tasks" for each in framework["fields"]):
        plain["fields"]["annual_tasks"] = [_task(framework, chance, each) for each in range(chance.randint(0, 2))]
    return plain


def _make_extreme(framework: Plain, plain: Plain, chance: random.Random) -> None:
    """Amounts up to 10^12 yuan, to the last decimal there may be, or on the half where two decimals are printed."""
    is_yuan = framework["money_unit"] == "yuan"
    fields = plain["fields"]
    for each in framework["fields"]:
        code, is_free = each["code"], each.get("min") == "none"
        if code not in fields or chance.random() < 0.6:
            continue
        match each["kind"]:
            case "money":
                fields[code] = _amount(chance, is_yuan=is_yuan, is_free=is_free)
            case "number":
                fields[code] = chance.choice(("12.34565", "-0.0049", "123456789.1", "95", "60.0004"))
            case "percent":
                fields[code] = chance.choice(("-3.125%", "82.345%", "99.995%", "1234.5%", "0%"))
            case "count":
                fields[code] = chance.choice(("0", "1234", "51"))
            case "itemised_money":
                for row in fields[code]:
                    row["amount"] = _amount(chance, is_yuan=is_yuan, is_free=is_free)


def _amount(chance: random.Random, *, is_yuan: bool, is_free: bool) -> str:
    wan = ("100000000", "99999999.9999", "1234.565", "0.005", "2.675", "87.1249", "1000.0050")
    yuan = ("1000000000000", "999999999999.99", "1234.56", "0.01", "2.67", "87.1", "1000")
    text = chance.choice(yuan if is_yuan else wan)
    return f"-{text}" if is_free and chance.random() < 0.4 else text


def _task(framework: Plain, chance: random.Random, number: int) -> Plain:
    columns = next(each["columns"] for each in framework["fields"] if each["code"] == "annual_tasks")
    row: Plain = {"task": f"第{number + 1}项任务", "content": "建成2.5公里", "completion": "完成80%"}
    for column in columns:
        if column["kind"] == "money" and chance.random() < 0.8:
            row[column["code"]] = _amount(chance, is_yuan=False, is_free=False)
    return row
