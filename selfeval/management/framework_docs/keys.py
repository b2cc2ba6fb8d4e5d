"""Every key of a framework file as the reference lists it: what it means, and what holds where it is not written."""

from typing import Final

from selfeval.management.framework_docs.kinds import KIND_PAGES, REQUIRED, Parameter

_SOURCE: Final = ("source", "没有", "出处，见 `source`")


def _keys(*rows: tuple[str, str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(key=key, default=default, meaning=meaning) for key, default, meaning in rows)


# By the place in the file, lists as `[]`; the place `indicators[]` stands for a node of any level.
KEYS: Final[dict[str, tuple[Parameter, ...]]] = {
    "": _keys(
        ("format", REQUIRED, "`selfeval-framework/1`"),
        ("slug", REQUIRED, "代号，小写字母、数字和连字符，如 `jinzhong-2021`"),
        ("version", REQUIRED, "版本，从1起的整数；改了就加一"),
        ("title", REQUIRED, "表名"),
        ("authority", "空", "依据的文号"),
        _SOURCE,
        ("money_unit", REQUIRED, "金额单位：`wan_yuan` 万元，`yuan` 元"),
        ("total_points", REQUIRED, "总分，等于各指标分值之和"),
        ("rounding", REQUIRED, "取整，见 `rounding`"),
        ("grades", REQUIRED, "等次，从高到低，不超过总分，最后一档从0起"),
        ("grade_groups", "false", "`true`：一级指标也按得分占分值的比例给等次"),
        ("set_points", "见下", "设定分值，见 `set_points`"),
        ("caps", "没有", "按率给总分封顶；几条都符合的取最低，等次按封顶后的总分"),
        ("field_groups", "没有", "数据项的分组，填报时一组一页"),
        ("fields", REQUIRED, "数据项，单位填的数和文字"),
        ("derived", "没有", "派生值，由数据项算出，显示在表上，公式里可以用"),
        ("narratives", "没有", "填报内容，按打印次序"),
        ("indicators", REQUIRED, "指标，最多三级"),
        ("checks", "没有", "勾稽关系；通用的核查随产品自带，见 [checks.md](checks.md)"),
    ),
    "source": _keys(
        ("document", "空", "文件或公开件的名称"),
        ("status", "verified", "`verified` 已核对，`sample` 示例，`unverified` 待核；整套待核的只能存草稿，不能发布"),
        ("note", "空", "说明"),
    ),
    "rounding": _keys(
        ("mode", "half_up", "`half_up` 四舍五入，`truncate` 舍去尾数"),
        ("rate_places", "2", "百分数印几位小数，最多6位"),
        ("points_places", "2", "得分几位小数，最多6位"),
        ("thresholds_on", "exact", "界限、分档、步数看哪个率：`exact` 没有取整的，`rounded` 取整以后的"),
    ),
    "grades[]": _keys(("name", REQUIRED, "等次，如 优"), ("from", REQUIRED, "起点分；从上往下，先达到的算")),
    "set_points": _keys(
        ("by", "bureau", "谁能改分值：`unit` 单位，`bureau` 财政部门"),
        ("keep", "total", "哪一级的和不能变：`total` 总分，`level1` 每个一级指标，`level2` 每个二级指标"),
    ),
    "caps[]": _keys(
        ("rate", REQUIRED, "看哪个指标的率，写全路径"),
        ("in", REQUIRED, "率在这个区间时"),
        ("total_at_most", REQUIRED, "总分最多几分"),
        _SOURCE,
    ),
    "field_groups[]": _keys(("code", REQUIRED, "编码"), ("label", REQUIRED, "名称"), _SOURCE),
    "fields[]": _keys(
        ("code", REQUIRED, "编码；数据项、派生值和一级指标的编码不能相同"),
        ("label", REQUIRED, "名称"),
        ("kind", REQUIRED, "种类，见“数据项的种类”"),
        ("group", "自成一组", "在哪一组"),
        ("required", "false", "`true` 必填"),
        ("min", "金额、个数是0，其他没有", "最小值；`none` 可以是负数，追减要这样写"),
        ("options", "`choice` 必填", "可选的词"),
        ("columns", "`table` 必填", "表格的列"),
        ("rows", "不固定", "`table` 固定的行"),
        _SOURCE,
    ),
    "fields[].columns[]": _keys(
        ("code", REQUIRED, "编码"),
        ("label", REQUIRED, "列名"),
        ("kind", "text", "`text` `money` `count` `percent` `number` `date`"),
    ),
    "derived[]": _keys(
        ("code", REQUIRED, "编码"),
        ("label", REQUIRED, "名称"),
        ("kind", "number", "怎样印：`money` `count` `percent` `number`"),
        ("formula", REQUIRED, "公式"),
        _SOURCE,
    ),
    "narratives[]": _keys(
        ("code", REQUIRED, "编码"),
        ("title", REQUIRED, "标题"),
        ("guide", "空", "填写提示"),
        ("required", "false", "`true` 必填"),
        ("max_chars", "不限", "最多几个字"),
        _SOURCE,
    ),
    "indicators[]": _keys(
        ("code", REQUIRED, "编码；公式和填报里写全路径，如 `process.execution.completion_rate`"),
        ("name", REQUIRED, "指标名称"),
        ("definition", "空", "指标解释"),
        _SOURCE,
        ("children", "没有", "下级指标；有下级的，下面这些都不写"),
        ("points", REQUIRED, "参考分值；有下级的可以不写，写了要等于下级之和"),
        ("criteria", "没有", "评价要点，一条一项"),
        ("standard", "由规则印出", "评分标准，照原文；与规则矛盾的不收"),
        ("scoring", REQUIRED, "评分方法，见“十五种评分方法”；有 `own_indicators` 的缺省是 `target`"),
        ("formula", "没有", "率的公式；按率计分的必填"),
        ("show", "percent", "率印成 `percent` 百分数还是 `number` 数"),
        ("range", "任何数", "率可能的区间；落在外面的不计分，是错误"),
        ("zero_denominator", "见下", "分母为0怎样算：分子也为0缺省 refuse，只有分母为0缺省 zero"),
        ("uncomputable", "not_filled", "缺数算不出来怎样算"),
        ("not_applicable", "refuse", "不涉及怎样算"),
        ("evidence", "none", "佐证材料：`required` 必须有，`optional` 可以有，`none` 不要"),
        ("explain", "没有", "什么情况下必须说明"),
        ("own_indicators", "没有", "由单位自己加指标的组名；写在一级或二级上，`points` 是它们之和"),
        ("tiers", "没有", "定性的个性指标的档次：`name`、`in`；没有就只给系数"),
    ),
    "indicators[].zero_denominator": _keys(
        ("both_zero", "refuse", "分子、分母都为0"),
        ("otherwise", "zero", "分母为0而分子不为0，同时提醒"),
    ),
    "indicators[].explain": _keys(("when", REQUIRED, "条件"), ("min_chars", "1", "原因至少几个字")),
    "indicators[].tiers[]": _keys(("name", REQUIRED, "档次"), ("in", REQUIRED, "系数的区间")),
    "checks[]": _keys(
        ("code", REQUIRED, "编码；单位在 `explanations` 里用它回答提醒"),
        ("severity", "error", "`error` 不改不能提交，`warning` 改正或写明理由，`info` 供参考"),
        ("tolerance", "0", "容差，单位同金额单位"),
        ("where", "没有", "指向哪几处，如 `fields.closing_balance`"),
        ("expect", REQUIRED, "应当成立的比较"),
        ("message", REQUIRED, "不成立时的说法"),
        _SOURCE,
    ),
}


def key_tables() -> str:
    """Every key in tables, one a place."""
    return "\n".join(f"{_heading(place)}\n\n{parameter_table(rows)}" for place, rows in KEYS.items())


def kind_table() -> str:
    """The scoring kinds with their parameters, one a line."""
    lines = ["| `kind` | 参数（缺省） | 得分 |", "|---|---|---|"]
    for kind, page in KIND_PAGES.items():
        parameters = "<br>".join(f"`{each.key}`（{each.default}）" for each in page.parameters) or "没有"
        lines.append(f"| [`{kind}`](#{kind}) | {parameters} | {page.points} |")
    return "\n".join([*lines, ""])


def parameter_table(rows: tuple[Parameter, ...]) -> str:
    """Keys, defaults and meanings."""
    lines = ["| 键 | 不写时 | 意思 |", "|---|---|---|"]
    lines += [f"| `{row.key}` | {row.default} | {row.meaning} |" for row in rows]
    return "\n".join([*lines, ""])


def _heading(place: str) -> str:
    return f"#### `{place}`" if place else "#### 最外层"
