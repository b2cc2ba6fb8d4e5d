"""Rules that take several rows: one an option of a choice, one a node of milestones."""

from selfeval.domain.amounts import ZERO, plain_text
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Choose, ChooseOption, Milestones
from selfeval.exports.calculation import rules
from selfeval.exports.calculation.inputs import NOT_FILLED
from selfeval.exports.calculation.lines import Line, Lines, span
from selfeval.exports.calculation.steps import BOTH_ZERO, OVER_ZERO
from selfeval.exports.document import MISSING


def write_choice(lines: Lines, line: Line, leaf: Indicator, rule: Choose, *, rates: list[str], given: str) -> str:
    """One row an option, the best being the first of those that give most after clamping; the formula of its rate."""
    pairs = zip(rule.options, rates, strict=True)
    options = [_write_option(lines, line, leaf, option, rate) for option, rate in pairs]
    if rule.pick == "best":
        best = span(options, "state")
        raws, outside = span(options, "raw"), f'"{rules.OUTSIDE}"'
        obstacle = over_zero_in([option.cell("raw") for option in options], f'"{NOT_FILLED}"')
        none = f"IF(COUNTIF({raws},{outside})>0,MATCH({outside},{raws},0),{obstacle})"
        middle = f"IF(COUNT({best})=0,{none},MATCH(MAX({best}),{best},0))"
    else:
        fits = f"AND(ISNUMBER({given}),{given}>=1,{given}<={len(options)})"
        middle = f'IF({fits},{given},"{NOT_FILLED}")'
    lines.put(line, "middle", middle)
    chosen = line.cell("middle")
    rate, points = (rules.if_number(chosen, f"INDEX({span(options, each)},{chosen})") for each in ("rate", "raw"))
    lines.put(line, "raw", points)
    return rate


def _write_option(lines: Lines, above: Line, leaf: Indicator, option: ChooseOption, rate: str) -> Line:
    line = lines.take(f"　方式：{option.label}")
    lines.put(line, "rate", rate, is_percent=leaf.is_percent)
    lines.put_threshold(line, is_percent=leaf.is_percent)
    boxes = lines.boxes(line, is_scaled=leaf.points != 0, above=above)
    lines.put(line, "middle", rules.middle_of(option.rule, boxes))
    lines.put(line, "raw", rules.within_range(leaf.rate_range, boxes.threshold, rules.points_of(option.rule, boxes)))
    raw = line.cell("raw")
    clamped = f"ROUND(MAX(0,MIN({raw},{above.cell('points')})),{rules.NOISE})"
    lines.put(line, "state", rules.if_number(raw, clamped))
    return line


def write_milestones(
    lines: Lines, line: Line, leaf: Indicator, rule: Milestones, *, base: str, nodes: list[str]
) -> str:
    """One row a node: its share, whether it is reached, its points; returns the formula of the points of all."""
    boxes = lines.boxes(line, is_scaled=leaf.points != 0)
    written = []
    for node, figure in zip(rule.nodes, nodes, strict=True):
        each = lines.take(f"　节点：{node.label}")
        share = f'IF(COUNT({figure},{base})<2,"{MISSING}",IF({base}=0,"{MISSING}",{figure}/{base}))'
        lines.put(each, "rate", share, is_percent=True)
        lines.put_threshold(each)
        seen = each.cell("threshold")
        is_reached = f"IF({rules.difference(seen, node.at_least)}>=0,1,0)"
        lines.put(each, "middle", f"IF(ISNUMBER({seen}),{is_reached},0)")
        points = boxes.scaled(plain_text(node.points or ZERO))
        lines.put(each, "raw", f"{each.cell('middle')}*{points}")
        written.append(each)
    reached = line.cell("middle")
    lines.put(line, "middle", f"SUM({span(written, 'middle')})")
    whole = f"IF({reached}={len(written)},{boxes.points},0)"
    return _unless_obstructed(base, nodes, f"SUM({span(written, 'raw')})" if rule.mode == "each" else whole)


def over_zero_in(cells: list[str], otherwise: str) -> str:
    """The first of `cells` that is over zero, else `otherwise`."""
    text = otherwise
    for cell in reversed(dict.fromkeys(cells)):
        text = f'IF(RIGHT({cell}&"",2)="÷0",{cell},{text})'
    return text


def _unless_obstructed(base: str, figures: list[str], text: str) -> str:
    """`text`, unless the base or a node's figure is not filled, or the base is zero."""
    cells = list(dict.fromkeys([base, *figures]))
    all_zero = f"AND({','.join(f'{figure}=0' for figure in figures)})"
    over = f'IF({base}=0,IF({all_zero},"{BOTH_ZERO}","{OVER_ZERO}"),{text})'
    missing = ",".join(f'{cell}="",{cell}="{NOT_FILLED}"' for cell in cells)
    return f'IF(OR({missing}),"{NOT_FILLED}",{over_zero_in(cells, over)})'
