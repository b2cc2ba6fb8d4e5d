"""年度部门整体支出绩效自评情况报告: every sentence, table and drawing of it made from the same sums as the workbook."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO, number_text, percent_text, telling_text
from selfeval.domain.annual import Rectified, Unfiled, Year
from selfeval.domain.annual_tally import NO_REASON, Point, Score, Tally, tallied
from selfeval.domain.workflow import State
from selfeval.exports.annual_drawings import WIDTH, bars_svg, columns_svg, picture_of, scatter_svg
from selfeval.exports.annual_execution import arranged
from selfeval.exports.annual_report_tables import (
    band_table,
    figure_table,
    grade_table,
    lost_table,
    points_words,
    unit_table,
)
from selfeval.exports.printable import on_one_line
from selfeval.exports.report_document import Block, Heading, Picture, Report, Signature, Text, Turn

_MOST_LOST: Final = 10
_WITH_REASONS: Final = 3
_REASONS_EACH: Final = 3
_NAMED: Final = 8
# A list of more units is for the workbook; the report says so.
MOST_LISTED: Final = 400


def annual_report(year: Year, *, author: str, made_on: date) -> tuple[Report, Tally]:
    """The report, and what its rows add up to. Raises FontsMissing where the product's faces are not installed."""
    tally = tallied(year.head, year.units)
    title = f"{year.head.fiscal_year}年度部门整体支出绩效自评情况报告"
    is_whole = year.chosen.words == "全部单位"
    blocks: list[Block] = [
        *_coverage(year, tally),
        *_scores(tally),
        *_execution(tally),
        *_lost(tally),
        *_rectified(year.rectified),
        Signature(lines=(author, f"{made_on.year}年{made_on.month}月{made_on.day}日")),
        *_units(tally),
    ]
    report = Report(
        title=title,
        subtitle="" if is_whole else f"（{year.chosen.words}）",
        name=title,
        author=author,
        blocks=tuple(blocks),
        made_on=made_on,
    )
    return report, tally


def _coverage(year: Year, tally: Tally) -> Iterator[Block]:
    head, chosen = year.head, year.chosen
    finalised, in_review = tally.states[State.FINALISED], tally.reported - tally.states[State.FINALISED]
    yield Heading(text="一、自评开展情况")
    if chosen.grade or chosen.state or chosen.search:
        counted = f"本报告按“{chosen.words}”筛选，共{tally.count}家单位，其中已报送{tally.reported}家。"
    else:
        exempt = sum(each.is_exempt for each in year.unfiled)
        due = tally.reported + len(year.unfiled) - exempt
        spared = f"，另有{exempt}家免评" if exempt else ""
        share = f"，报送率{percent_text(Decimal(tally.reported) / due, 2)}" if due else ""
        counted = f"应开展自评的单位{due}家{spared}，已报送{tally.reported}家{share}。"
    yield Text(
        text=f"{head.title}使用“{head.framework}”，总分{telling_text(head.total_points, 0)}分，{head.rule}。{counted}"
        f"已报送的单位中，已定稿{finalised}家，审核中{in_review}家。"
    )
    waiting = [each for each in year.unfiled if not each.is_exempt]
    if waiting:
        yield Text(text=f"未报送的单位{len(waiting)}家：{_unfiled_names(waiting)}。")
    if tally.count == 0:
        yield Text(text="没有符合条件的单位。")


def _unfiled_names(waiting: list[Unfiled]) -> str:
    return "、".join(f"{on_one_line(each.name)}（{each.why}）" for each in waiting)


def _scores(tally: Tally) -> Iterator[Block]:
    yield Heading(text="二、得分和等次情况")
    counted = tally.totals[Score.COUNTED]
    if counted.mean is None:
        yield Text(text="还没有单位报送，没有得分。")
        return
    scores = [each.score for each in tally.points if each.score is not None]
    words = (
        f"{counted.count}家单位有得分，平均{number_text(counted.mean, 2)}分，"
        f"最高{points_words(tally.head, max(scores))}分，最低{points_words(tally.head, min(scores))}分。"
        "得分已定稿的为最终得分，审核中的为自评总分。"
    )
    yield Text(text=f"{words}{_three_scores(tally)}")
    named = [(name, count) for name, count in tally.graded if name]
    yield Text(text=f"按等次，{'，'.join(f'{name}{count}家' for name, count in named)}。")
    yield grade_table(tally)
    alt = f"各等次的家数：{'，'.join(f'{name}{count}家' for name, count in named)}"
    yield Picture(png=picture_of(columns_svg(named)), width=WIDTH, alt=alt, caption="等次分布")
    yield band_table(tally)


def _three_scores(tally: Tally) -> str:
    means = [
        f"{score.label}平均{number_text(mean, 2)}分（{tally.totals[score].count}家）"
        for score in (Score.SELF, Score.COMPUTED, Score.REVIEW)
        if (mean := tally.totals[score].mean) is not None
    ]
    return f"其中{'，'.join(means)}。" if means else ""


def _execution(tally: Tally) -> Iterator[Block]:
    yield Heading(text="三、预算安排和执行情况")
    head = tally.head
    table = figure_table(tally)
    if table is None:
        yield Text(text="没有已报送的金额。")
        return
    if head.execution is not None and tally.execution is not None:
        yield Text(text=_execution_words(tally))
    yield Text(text="各项金额由已报送的单位相加，没有填的不计入，家数为填了该项的单位数。")
    yield table
    usual, odd, _ = arranged(tally.points)
    if not usual and not odd:
        return
    yield Text(text=_odd_words(odd))
    alt = f"预算执行率与得分，{len(usual) + len(odd)}家，偏离较大的{len(odd)}家"
    svg = scatter_svg(usual, odd, named=_NAMED)
    yield Picture(png=picture_of(svg), width=WIDTH, alt=alt, caption="预算执行率与得分")


def _execution_words(tally: Tally) -> str:
    head, rate = tally.head, tally.execution or ZERO
    source = head.execution
    if source is None or source.budget is None or source.actual is None:
        return f"已报送单位预算执行率平均{percent_text(rate, 2)}。"
    budget, actual = tally.figures[source.budget], tally.figures[source.actual]
    unit = head.money_unit.label
    return (
        f"已报送的单位全年预算数合计{telling_text(budget.total, 2)}{unit}，"
        f"全年执行数合计{telling_text(actual.total, 2)}{unit}，合计执行率{percent_text(rate, 2)}。"
    )


def _odd_words(odd: list[Point]) -> str:
    if not odd:
        return "把得分折成百分制与执行率对照，没有明显偏离的单位。"
    named = "；".join(_odd_one(each) for each in odd[:_NAMED])
    more = f"等{len(odd)}家，其余见工作簿" if len(odd) > _NAMED else f"，共{len(odd)}家"
    return f"把得分折成百分制与执行率对照，明显偏离的单位有{named}{more}。"


def _odd_one(point: Point) -> str:
    rate, difference = point.rate or ZERO, point.difference or ZERO
    way = "高于" if difference > ZERO else "低于"
    return (
        f"{on_one_line(point.name)}（执行率{percent_text(rate, 2)}，得分{way}执行率{number_text(abs(difference), 2)}）"
    )


def _lost(tally: Tally) -> Iterator[Block]:
    yield Heading(text="四、主要失分情况")
    places = [place for place in tally.most_lost if tally.indicators[place].lost.total > ZERO]
    if not places:
        yield Text(text="已报送的单位没有失分。" if tally.reported else "还没有单位报送，没有失分可分析。")
        return
    shown = places[:_MOST_LOST]
    lost = sum((tally.indicators[place].lost.total for place in shown), ZERO)
    share = f"占{percent_text(lost / tally.lost, 2)}" if tally.lost > ZERO else ""
    yield Text(
        text=f"各指标失分合计{points_words(tally.head, tally.lost)}分，"
        "失分为设定分值减复核得分，没有复核得分的减自评得分。"
        f"失分最多的{len(shown)}项合计{points_words(tally.head, lost)}分{'，' if share else ''}{share}。"
    )
    yield lost_table(tally, shown)
    bars = [_bar(tally, place) for place in shown]
    alt = f"失分最多的指标：{'，'.join(f'{name}{words}分' for name, _, words in bars)}"
    yield Picture(png=picture_of(bars_svg(bars)), width=WIDTH, alt=alt, caption="失分最多的指标（分）")
    yield from _reasons(tally, shown[:_WITH_REASONS])


def _bar(tally: Tally, place: int) -> tuple[str, Decimal, str]:
    sums = tally.indicators[place]
    return sums.column.name, sums.lost.total, points_words(tally.head, sums.lost.total)


def _reasons(tally: Tally, places: list[int]) -> Iterator[Block]:
    """The units' own words, the most often given first; figures only, no judgement of ours."""
    for place in places:
        told = [each for each in tally.reasons if each.place == place]
        given = [each for each in told if each.words != NO_REASON][:_REASONS_EACH]
        name, sums = tally.indicators[place].column.name, tally.indicators[place]
        without = f"，{sums.unexplained}处没有写原因" if sums.unexplained else ""
        words = "；".join(f"“{_clipped(each.words)}”（{each.lost.count}处）" for each in given)
        said = f"，写得多的是{words}" if words else ""
        yield Text(text=f"{name}：{sums.losers}家失分，{sums.explained}处写明原因{without}{said}。")


def _clipped(words: str, most: int = 60) -> str:
    """A reason as a sentence quotes it; the whole stands in the workbook."""
    plain = on_one_line(words).rstrip("。；，")
    return plain if len(plain) <= most else f"{plain[:most]}……"


def _rectified(items: Iterable[Rectified]) -> Iterator[Block]:
    yield Heading(text="五、整改情况")
    states: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for item in items:
        states[item.state] += 1
        if item.is_overdue:
            overdue[on_one_line(item.unit)] += 1
    if not states:
        yield Text(text="没有下达整改事项。")
        return
    counted = "，".join(f"{state}{count}项" for state, count in states.most_common())
    named = "、".join(f"{name}（{count}项）" for name, count in sorted(overdue.items()))
    late = f"到期没有销号的{overdue.total()}项：{named}。"
    yield Text(text=f"下达整改事项{states.total()}项，其中{counted}。{late if overdue else '没有到期未销号的。'}")


def _units(tally: Tally) -> Iterator[Block]:
    """The list of units at the end, on pages that lie."""
    if not tally.points:
        return
    yield Turn(is_landscape=True)
    yield Heading(text="附表　各单位得分和预算执行情况")
    if len(tally.points) > MOST_LISTED:
        yield Text(text=f"已报送的单位有{len(tally.points)}家，超过{MOST_LISTED}家，逐家的数据见年度报告工作簿。")
    else:
        yield unit_table(tally)
