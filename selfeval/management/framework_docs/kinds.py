"""The 15 scoring kinds as the reference shows them: parameters, how points come about, and an example to evaluate."""

from dataclasses import dataclass
from typing import Final

REQUIRED: Final = "必填"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A key of `scoring`; `default` is 必填 or what stands where the key is not written."""

    key: str
    default: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An indicator as the file writes it, and what a unit files on it: fields and entry, each a flow mapping."""

    leaf: str
    points: str
    filed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPage:
    """What the reference says about one kind."""

    points: str
    parameters: tuple[Parameter, ...]
    example: Example
    note: str = ""


def _parameter(key: str, default: str, meaning: str) -> Parameter:
    return Parameter(key=key, default=default, meaning=meaning)


_STEP: Final = (
    _parameter("step", REQUIRED, "一步是多少；比率写百分数，如 5%，是百分点"),
    _parameter("deduct", REQUIRED, "每步扣几分"),
    _parameter("steps", "whole", "不足一步的怎样算：`whole` 不扣，`started` 按一步扣，`continuous` 按比例扣"),
)
_LIMIT: Final = _parameter("limit", REQUIRED, "界限，如 100%")
_RATES: Final = tuple((f"spent: {spent}, budget: 100", "") for spent in ("100", "96", "95", "82", "60"))
_ABOVE: Final = tuple((f"spent: {spent}, budget: 100", "") for spent in ("90", "100", "100.9", "103", "120"))

KIND_PAGES: Final[dict[str, KindPage]] = {
    "proportional": KindPage(
        points="分值 × 率，率最多按 `cap` 计；小于0得0分",
        parameters=(_parameter("cap", "100%", "率超过它的按它计"),),
        example=Example(
            leaf="name: 预算执行率\npoints: 10\nformula: spent / budget\nscoring: {kind: proportional}",
            points="10",
            filed=(("spent: 82, budget: 100", ""), ("spent: 104, budget: 100", "")),
        ),
    ),
    "deduct_above": KindPage(
        points="不高于界限得满分，每高一步扣几分，扣完为止",
        parameters=(_LIMIT, *_STEP),
        example=Example(
            leaf=(
                "name: “三公经费”控制率\npoints: 5\nformula: spent / budget\n"
                "scoring: {kind: deduct_above, limit: 100%, step: 1%, deduct: 0.5}"
            ),
            points="5",
            filed=_ABOVE,
        ),
    ),
    "deduct_below": KindPage(
        points="达到界限得满分，每低一步扣几分，扣完为止",
        parameters=(_LIMIT, *_STEP),
        example=Example(
            leaf=(
                "name: 预算完成率\npoints: 5\nformula: spent / budget\n"
                "scoring: {kind: deduct_below, limit: 100%, step: 5%, deduct: 2}"
            ),
            points="5",
            filed=_RATES,
        ),
    ),
    "deduct_both": KindPage(
        points="与目标相差在容许以内得满分，超出部分每一步扣几分，高低都扣",
        parameters=(
            _parameter("target", REQUIRED, "目标，如 100%"),
            _parameter("tolerance", "0%", "容许上下相差多少"),
            *_STEP,
        ),
        example=Example(
            leaf=(
                "name: 预算调整率\npoints: 5\nformula: adjusted / budget\n"
                "scoring: {kind: deduct_both, target: 0%, tolerance: 5%, step: 1%, deduct: 0.5, steps: started}"
            ),
            points="5",
            filed=tuple((f"adjusted: {each}, budget: 100", "") for each in ("0", "5", "5.1", "-8", "16")),
        ),
    ),
    "bands": KindPage(
        points="率落在哪一档得哪一档的分",
        parameters=(_parameter("bands", REQUIRED, "`in` 区间、`points` 得分；最高的一档就是分值"),),
        note="各档不重不漏地盖住所有的数，或用 `range` 写明率可能的范围。方括号含端点，圆括号不含，空着是没有尽头。",
        example=Example(
            leaf=(
                "name: 预算调整率\npoints: 3\nformula: abs(adjusted) / budget\n"
                'range: "[0%, )"\nscoring:\n  kind: bands\n'
                '  bands:\n    - {in: "[0%, 0%]", points: 3}\n    - {in: "(0%, 10%]", points: 2}\n'
                '    - {in: "(10%, 30%]", points: 1}\n    - {in: "(30%, )", points: 0}'
            ),
            points="3",
            filed=tuple((f"adjusted: {each}, budget: 100", "") for each in ("0", "0.01", "-10", "10.01", "31")),
        ),
    ),
    "full_or_proportional": KindPage(
        points="在界限的好的一侧得满分；否则 `at_most` 得 分值×界限÷率，`at_least` 得 分值×率÷界限",
        parameters=(
            _parameter("limit", REQUIRED, "界限，大于0"),
            _parameter("side", REQUIRED, "`at_most` 不高于为好，`at_least` 不低于为好"),
        ),
        example=Example(
            leaf=(
                "name: 在职人员控制率\npoints: 5\nformula: staff / posts\n"
                "scoring: {kind: full_or_proportional, limit: 100%, side: at_most}"
            ),
            points="5",
            filed=tuple((f"staff: {staff}, posts: 50", "") for staff in ("49", "50", "52", "60")),
        ),
    ),
    "target": KindPage(
        points="个性指标对照自己的指标值：`>=` `>` `<=` `<` 达到得满分，否则按完成比例；`=` 全有或全无；"
        "`qualitative` 定性，分值 × 档次里的系数",
        parameters=(
            _parameter(
                "over", "不管", "完成比例高于 `above` 的：`then: explain` 要说明，`then: deduct` 再扣 `deduct` 分"
            ),
        ),
        note="只用于个性指标（写了 `own_indicators` 的指标），是那里的缺省。完成比例是完成值÷指标值，`<=` `<` 倒过来。",
        example=Example(
            leaf=(
                "name: 产出指标\npoints: 10\nown_indicators: [数量, 质量]\n"
                "scoring: {kind: target, over: {above: 130%, then: deduct, deduct: 2}}\n"
                'tiers: [{name: 达成, in: "[80%, 100%]"}, {name: 部分达成, in: "[60%, 80%)"}, '
                '{name: 未达成, in: "[0%, 60%)"}]'
            ),
            points="10",
            filed=(
                ("", 'op: ">=", target: 500, actual: 512'),
                ("", 'op: ">=", target: 500, actual: 400'),
                ("", 'op: "<=", target: 40, actual: 50'),
                ("", 'op: "=", target: 12, actual: 11'),
                ("", 'op: ">=", target: 4, actual: 9'),
                ("", "op: qualitative, target: 规范, actual: 较规范, tier: 部分达成, coefficient: 75%"),
            ),
        ),
    ),
    "checklist": KindPage(
        points="`add`：满足的要点各得其分；`deduct`：满分，每少一项扣几分",
        parameters=(
            _parameter("items", REQUIRED, "`text` 要点，`points` 它的分（`add` 时必填，合起来是分值）"),
            _parameter("mode", "add", "`add` 或 `deduct`"),
            _parameter("deduct", "`mode: deduct` 时必填", "每少一项扣几分"),
        ),
        example=Example(
            leaf=(
                "name: 绩效指标明确性\npoints: 3\nscoring:\n  kind: checklist\n  items:\n"
                "    - {text: 细化为具体任务, points: 1}\n    - {text: 清晰可衡量, points: 0.5}\n"
                "    - {text: 与任务数对应, points: 0.5}\n    - {text: 与资金相匹配, points: 1}"
            ),
            points="3",
            filed=(("", "ticked: [1, 2, 3, 4]"), ("", "ticked: [1, 3]"), ("", "ticked: []")),
        ),
    ),
    "incidents": KindPage(
        points="没有得满分，每出现一例扣几分，扣完为止",
        parameters=(_parameter("deduct", REQUIRED, "每例扣几分"),),
        example=Example(
            leaf="name: 资金使用合规性\npoints: 3\nscoring: {kind: incidents, deduct: 1}",
            points="3",
            filed=(("", "incidents: 0"), ("", "incidents: 2"), ("", "incidents: 5")),
        ),
    ),
    "milestones": KindPage(
        points="`each`：达到的节点各得其分；`all`：全部达到得满分，否则0分",
        parameters=(
            _parameter("of", REQUIRED, "公式：各节点的数占它的比例"),
            _parameter(
                "nodes",
                REQUIRED,
                "`label` 节点，`field` 哪一项数，`at_least` 应达到的比例，`points` 得分（`each` 时必填）",
            ),
            _parameter("mode", "each", "`each` 或 `all`"),
        ),
        example=Example(
            leaf=(
                "name: 支付进度率\npoints: 5\nscoring:\n  kind: milestones\n  of: budget\n  nodes:\n"
                "    - {label: 6月末, field: spent_by_june, at_least: 45%, points: 2}\n"
                "    - {label: 9月末, field: spent_by_september, at_least: 75%, points: 3}"
            ),
            points="5",
            filed=tuple(
                (f"budget: 100, spent_by_june: {june}, spent_by_september: {september}", "")
                for june, september in (("45", "75"), ("40", "80"))
            ),
        ),
    ),
    "choose": KindPage(
        points="几种算法里得分最高的一种，或单位选定的一种",
        parameters=(
            _parameter("options", REQUIRED, "`label` 名称，`formula` 公式，`scoring` 上面六种按率计分的方法之一"),
            _parameter("pick", "best", "`best` 取高，`unit` 由单位选（填报里写 `choice: 1`）"),
        ),
        note="指标自己不写 `formula`，各选项的满分都是指标的分值。",
        example=Example(
            leaf=(
                "name: 结转结余\npoints: 5\nscoring:\n  kind: choose\n  options:\n    - label: 结转结余率\n"
                "      formula: balance / spent\n"
                "      scoring: {kind: full_or_proportional, limit: 9%, side: at_most}\n"
                "    - label: 结转结余下降率\n      formula: (prior - balance) / prior\n"
                "      scoring: {kind: full_or_proportional, limit: 30%, side: at_least}"
            ),
            points="5",
            filed=(("balance: 18, spent: 100, prior: 20", ""), ("balance: 18, spent: 100, prior: 24", "")),
        ),
    ),
    "tiers": KindPage(
        points="分值 × 单位在所选档次里给的系数",
        parameters=(_parameter("tiers", REQUIRED, "`name` 档次，`in` 系数的区间；不重不漏，有一档含100%"),),
        example=Example(
            leaf=(
                'name: 社会效益\npoints: 10\nscoring: {kind: tiers, tiers: [{name: 达成, in: "[80%, 100%]"}, '
                '{name: 部分达成, in: "[60%, 80%)"}, {name: 未达成, in: "[0%, 60%)"}]}'
            ),
            points="10",
            filed=(("", "tier: 达成, coefficient: 95%"), ("", "tier: 部分达成, coefficient: 60%")),
        ),
    ),
    "coefficient": KindPage(
        points="分值 × 单位给的系数，0%到100%",
        parameters=(),
        example=Example(
            leaf="name: 可持续影响\npoints: 10\nscoring: {kind: coefficient}",
            points="10",
            filed=(("", "coefficient: 95%"),),
        ),
    ),
    "manual": KindPage(
        points="单位直接给的分，不随设定分值折算",
        parameters=(),
        example=Example(
            leaf="name: 重点工作完成情况\npoints: 10\nscoring: {kind: manual}",
            points="10",
            filed=(("", "points: 8.5"),),
        ),
    ),
    "formula": KindPage(
        points="公式算出的分，最低0分，最高是分值",
        parameters=(_parameter("points", REQUIRED, "公式；可以用 `rate`，即本指标的率，这时指标要有 `formula`"),),
        example=Example(
            leaf=(
                "name: 资金结余\npoints: 3\n"
                "scoring: {kind: formula, points: 'if(balance == 0, 3, if(balance <= prior, 2, 0))'}"
            ),
            points="3",
            filed=(("balance: 0, prior: 5", ""), ("balance: 5, prior: 5", ""), ("balance: 6, prior: 5", "")),
        ),
    ),
}
