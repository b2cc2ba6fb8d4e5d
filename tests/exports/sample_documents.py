"""Form documents made by hand or by chance, of every size that strains the layout. All names and texts are invented."""

import random
from datetime import date
from decimal import Decimal

from selfeval.exports.document import (
    MISSING,
    Cell,
    EvaluatorRow,
    Fact,
    FormDocument,
    GradeOf,
    IndicatorGroup,
    IndicatorRow,
    IndicatorSection,
    Kind,
    Narrative,
    Paragraph,
    ScoreCells,
    Stamp,
    SumOf,
    WorkedRow,
    WorkingPaper,
    computed_role,
)

SENTENCES = (
    "年初将重点工作逐条分到科室，写明完成时间、责任人和所需经费，按月在例会上通报。",
    "对进度落后的三个项目约谈了承办科室，并把剩余款项调给已具备开工条件的项目。",
    "机关食堂、车辆和办公用房的费用实行定额管理，超出定额的须说明理由后再报销。",
    "全年印发文件312件，办理群众来信46件，按期答复率100.00%，没有发生迟报漏报。",
    "资产管理员每季度盘点一次，发现账实不符的当月查明原因，并按规定程序调整账目。",
    "采购项目一律进入电子卖场，金额在20万元以上的由领导班子集体研究后实施。",
    "档案数字化完成2,186卷，其余卷宗因纸张破损须先修复，预计次年二季度完成。",
    "培训采取集中与自学结合的方式，共组织9期、423人次，结业考核全部合格。",
)
SHAPE = (
    (
        "投入",
        (
            ("工作目标设定", ("绩效目标合理性", "绩效指标明确性")),
            ("预算配置", ("在职人员控制率", "“三公经费”变动率", "重点支出安排率")),
        ),
    ),
    (
        "过程",
        (
            ("预算执行", ("预算完成率", "预算调整率", "支付进度率", "结转结余率", "公用经费控制率", "政府采购执行率")),
            ("预算管理", ("管理制度健全性", "资金使用合规性", "预决算信息公开性", "基础信息完善性")),
            ("资产管理", ("管理制度健全性", "资产管理安全性", "固定资产利用率")),
        ),
    ),
    ("产出", (("职责履行", ("完成实绩情况", "质量达标情况", "重点工作完成情况")),)),
    ("效果", (("履职效益", ("经济效益", "社会效益", "生态效益", "社会公众或服务对象满意度")),)),
)
GRADES = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))


def words(chars: int, start: int = 0) -> str:
    """About `chars` characters of sentences in paragraphs of four."""
    text, index = "", start
    while len(text) < chars:
        text += SENTENCES[index % len(SENTENCES)] + ("\n" if index % 4 == 3 else "")
        index += 1
    return text[:chars].rstrip("\n")


def points_cell(value: Decimal | None, role: str, formula: SumOf | None = None) -> Cell:
    """参考分值 or 设定分值, without idle zeros."""
    text = MISSING if value is None else f"{value.normalize():f}"
    return Cell(text=text, kind=Kind.POINTS, value=value, role=role, formula=formula, is_input=formula is None)


def score_cell(value: Decimal | None, role: str, formula: SumOf | None = None) -> Cell:
    """评价得分, with two decimals."""
    text = MISSING if value is None else f"{value:.2f}"
    return Cell(text=text, kind=Kind.SCORE, value=value, role=role, formula=formula, is_input=formula is None)


def leaf(code: str, name: str, analysis: str, points: Decimal | None = Decimal(4)) -> IndicatorRow:
    """A leaf whose three figures are `points`."""
    scores = ScoreCells(
        reference_points=points_cell(points, f"reference:{code}"),
        set_points=points_cell(points, f"set:{code}"),
        self_score=score_cell(points, f"self:{code}"),
    )
    return IndicatorRow(code=code, name=name, scores=scores, analysis=analysis)


def sums(code: str, rows: tuple[IndicatorRow, ...]) -> ScoreCells:
    """The sums over `rows`, live."""

    def over(kind: str, cells: list[Cell]) -> tuple[Decimal, SumOf]:
        total = sum((each.value for each in cells if isinstance(each.value, Decimal)), Decimal(0))
        return total, SumOf(roles=tuple(each.role for each in cells))

    reference, reference_sum = over("reference", [row.scores.reference_points for row in rows])
    given, given_sum = over("set", [row.scores.set_points for row in rows])
    own, own_sum = over("self", [row.scores.self_score for row in rows])
    return ScoreCells(
        reference_points=points_cell(reference, f"reference:{code}", reference_sum),
        set_points=points_cell(given, f"set:{code}", given_sum),
        self_score=score_cell(own, f"self:{code}", own_sum),
    )


def section(number: int, name: str, groups: tuple[IndicatorGroup, ...]) -> IndicatorSection:
    """A 一级指标 with its subtotal."""
    rows = tuple(row for group in groups for row in group.rows)
    return IndicatorSection(code=f"s{number}", name=name, subtotal=sums(f"s{number}", rows), groups=groups)


def sections(analysis_chars: list[int], names: list[str] | None = None) -> tuple[IndicatorSection, ...]:
    """The tree of SHAPE; lengths (and names) are taken in turn, leaf by leaf."""
    made, count = [], 0
    for number, (name, groups) in enumerate(SHAPE):
        made_groups = []
        for index, (group, leaves) in enumerate(groups):
            rows = []
            for each in leaves:
                text = words(analysis_chars[count % len(analysis_chars)], count)
                own_name = names[count % len(names)] if names else each
                rows.append(leaf(f"s{number}.g{index}.i{len(rows)}", own_name, text))
                count += 1
            made_groups.append(IndicatorGroup(code=f"s{number}.g{index}", name=group, rows=tuple(rows)))
        made.append(section(number, name, tuple(made_groups)))
    return tuple(made)


def facts() -> tuple[Fact, ...]:
    """单位负责人, 电话 and six amounts, one of them missing."""
    amounts = (
        ("上年结转金额", None),
        ("年初预算金额", "1850.40"),
        ("预算调整金额", "-36.00"),
        ("其他调整资金", "0.00"),
    )
    amounts += (("预算执行金额", "1702.15"), ("年末结余金额", "112.25"))
    money = []
    for label, text in amounts:
        value = None if text is None else Decimal(text)
        shown = MISSING if value is None else f"{value:,.2f}"
        cell = Cell(text=shown, kind=Kind.MONEY, value=value, role=f"value:{label}", is_input=True)
        money.append(Fact(label=f"{label}（万元）", cell=cell))
    head = Fact(label="单位负责人", cell=Cell(text="赵示例", is_input=True))
    phone = Fact(label="单位联系电话", cell=Cell(text="0350-0000000", is_input=True))
    return (head, phone, *money)


def narratives(chars: list[int]) -> tuple[Narrative, ...]:
    """Numbered parts of these lengths."""
    titles = ("单位职能概况", "单位人员情况", "预算执行情况", "部门整体支出绩效评价分析", "其他")
    parts = []
    for number, length in enumerate(chars, 1):
        lines = words(length, number).split("\n")
        paragraphs = (Paragraph(text="（一）主要做法", is_heading=True), *(Paragraph(text=line) for line in lines))
        title = titles[(number - 1) % len(titles)]
        parts.append(Narrative(number=number, title=title, guide="按实际情况逐项说明", paragraphs=paragraphs))
    return tuple(parts)


def working_paper(tree: tuple[IndicatorSection, ...]) -> WorkingPaper:
    """A line a leaf, without rates; the computed scores are those filed."""
    nothing = Cell(text=MISSING)

    def line(code: str, name: str, own: Decimal | None, formula: SumOf | None = None) -> WorkedRow:
        computed = score_cell(own, computed_role(code), formula)
        return WorkedRow(
            code=code,
            name=name,
            numerator=nothing,
            denominator=nothing,
            rate=nothing,
            set_points=nothing,
            computed_score=computed,
            self_score=nothing,
            difference=nothing,
        )

    leaves = [row for each in tree for row in each.rows]
    rows = tuple(line(row.code, row.name, _number(row.scores.self_score)) for row in leaves)
    total = sum((_number(row.scores.self_score) or Decimal(0) for row in leaves), Decimal(0))
    roles = tuple(computed_role(row.code) for row in leaves)
    return WorkingPaper(figures=(), rows=rows, total=line("total", "合计", total, SumOf(roles=roles)))


def _number(cell: Cell) -> Decimal | None:
    return cell.value if isinstance(cell.value, Decimal) else None


def people(count: int) -> tuple[EvaluatorRow, ...]:
    """So many evaluators."""
    return tuple(
        EvaluatorRow(name=f"评价人员{number}", title="成员", office="财务科") for number in range(1, count + 1)
    )


def form(
    *,
    made_sections: tuple[IndicatorSection, ...] | None = None,
    made_narratives: tuple[Narrative, ...] | None = None,
    evaluators: int = 8,
    stamp: Stamp | None = None,
) -> FormDocument:
    """A whole form; what is not given is of typical size."""
    tree = made_sections or sections([30, 60, 45, 90, 120])
    total = sums("total", tuple(row for each in tree for row in each.rows))
    assert isinstance(total.self_score.value, Decimal)
    grade = next(name for least, name in GRADES if total.self_score.value >= least)
    return FormDocument(
        title="示范市部门整体支出绩效自评表",
        annex="附1",
        fiscal_year=2022,
        department="示范市综合保障中心",
        money_unit="万元",
        filed_on=date(2023, 3, 8),
        facts=facts(),
        narratives=made_narratives if made_narratives is not None else narratives([120, 80, 260, 900, 300]),
        sections=tree,
        total=total,
        grade=Cell(text=grade, value=grade, role="grade", formula=GradeOf(role="self:total", steps=GRADES)),
        evaluators=people(evaluators),
        notes=("“设定分值”由各单位填写", "“—”表示未填或不涉及"),
        working_paper=working_paper(tree),
        stamp=stamp
        or Stamp(verification_code="7F3K-92QD-04MA-XY21", status="已定稿", is_final=True, printed_by="李示例"),
    )


def short() -> FormDocument:
    """The least a form can be."""
    return form(made_sections=sections([6]), made_narratives=narratives([12]), evaluators=1)


def worst() -> FormDocument:
    """Forty leaves, analyses to 2,000 characters, 30,000 of narrative, 60 evaluators."""
    tree = sections([60, 700, 20, 2000, 140, 421, 97])
    extra = tuple(
        leaf(f"s2.g1.i{n}", "按照上级批复的实施方案完成任务及其质量与时效的综合情况", words(60 + 37 * n, n), Decimal(1))
        for n in range(14)
    )
    longer = (*tree[2].groups, IndicatorGroup(code="s2.g1", name="社会公众或服务对象关注的重点任务", rows=extra))
    tree = (*tree[:2], section(2, "产出", longer), *tree[3:])
    return form(made_sections=tree, made_narratives=narratives([400, 2000, 5000, 20000, 2600]), evaluators=60)


def by_chance(seed: int) -> FormDocument:
    """A form of random lengths, names and tree; the same seed gives the same form."""
    chance = random.Random(seed)
    tree = []
    for number in range(chance.randint(1, 5)):
        groups = []
        for index in range(chance.randint(1, 4)):
            rows = tuple(_chance_leaf(chance, f"s{number}.g{index}.i{n}") for n in range(chance.randint(1, 7)))
            name = "部门年度预算配置与执行管理综合效益情况说明"[: chance.randint(2, 20)]
            is_flat = chance.random() < 0.1
            groups.append(IndicatorGroup(code=f"s{number}.g{index}", name="" if is_flat else name, rows=rows))
        tree.append(section(number, "产出与效果及满意度指标"[: chance.randint(2, 11)], tuple(groups)))
    lengths = [chance.choice((1, 10, 200, 900, 2600)) for _ in range(chance.randint(1, 6))]
    return form(
        made_sections=tuple(tree),
        made_narratives=narratives(lengths),
        evaluators=chance.choice((1, 2, 8, 10, 11, 23, 60)),
    )


def _chance_leaf(chance: random.Random, code: str) -> IndicatorRow:
    name = "部门年度重点任务完成质量与时效综合达标情况及其说明"[: chance.randint(4, 25)]
    analysis = words(chance.choice((1, 12, 40, 90, 200, 417, 421, 700, 1500, 2600)), chance.randint(0, 7))
    points = chance.choice((None, Decimal(0), Decimal("0.5"), Decimal(4), Decimal("12.25")))
    return leaf(code, name, analysis, points)
