"""The columns of every other sheet: the head, and a sheet a list of the framework file."""

from types import MappingProxyType
from typing import Final

from selfeval.domain import framework_words as words
from selfeval.exports.framework_workbook.columns import (
    OTHER,
    TABLE_COLUMNS,
    ListSheet,
    Part,
    lines_column,
    number_column,
    pick_column,
    short_column,
    source_columns,
    text_column,
)

HEAD_COLUMNS: Final = (
    short_column("代号", "slug", hint="小写字母、数字和连字符，如 jinzhong-2021"),
    number_column("版本号", "version", hint="1 起的整数；发布过的版本不能再用"),
    text_column("名称", "title", hint="印在表头上"),
    text_column("制定依据", "authority", hint="文号"),
    *source_columns(),
    pick_column("金额单位", words.MONEY_UNITS, "money_unit"),
    number_column("总分", "total_points", hint="各指标分值之和"),
    pick_column("取整方法", words.ROUNDING_MODES, "rounding", "mode"),
    number_column("率的小数位", "rounding", "rate_places", hint="百分数印几位小数"),
    number_column("分的小数位", "rounding", "points_places"),
    pick_column("限额和分档怎样比", words.THRESHOLDS, "rounding", "thresholds_on"),
    pick_column("一级指标也评等次", words.YES_NO, "grade_groups"),
    pick_column("谁可以调整分值", words.SET_BY, "set_points", "by"),
    pick_column("调整时保持", words.SET_KEEP, "set_points", "keep"),
    short_column("格式", "format", hint="指标体系文件的格式，不要改"),
    OTHER,
)

FIELD_OWNER: Final = short_column("数据项代码", width=24)
TABLE_COLUMN_COLUMNS: Final = (
    FIELD_OWNER,
    short_column("列代码", "code", width=20),
    text_column("列名称", "label", width=24),
    pick_column("类型", words.FIELD_KINDS, "kind"),
    OTHER,
)
TABLE_PART: Final = Part(
    name=TABLE_COLUMNS,
    path=("columns",),
    heads=MappingProxyType({column.head: column.path for column in TABLE_COLUMN_COLUMNS[1:-1]}),
)

LISTS: Final = (
    ListSheet(
        name="数据项",
        key="fields",
        about="单位要填的数，一行一项",
        is_required=True,
        columns=(
            short_column("代码", "code", width=26, hint="小写字母、数字、下划线"),
            text_column("名称", "label", width=28),
            pick_column("类型", words.FIELD_KINDS, "kind"),
            short_column("分组", "group", hint="数据项分组的代码"),
            pick_column("必填", words.YES_NO, "required", width=8),
            short_column("最小值", "min", width=10, hint="可以为负写 none"),
            lines_column("可选的词", "options", width=20, hint="选择项用，一行一个"),
            lines_column("固定行", "rows", width=20, hint="表格用，一行一个"),
            *source_columns(),
            OTHER,
        ),
    ),
    ListSheet(
        name="数据项分组",
        key="field_groups",
        about="数据项分几页填，一行一页",
        columns=(
            short_column("代码", "code", width=20),
            text_column("名称", "label", width=28),
            *source_columns(),
            OTHER,
        ),
    ),
    ListSheet(
        name="派生数据",
        key="derived",
        about="由数据项算出来的数，可以用在公式里",
        columns=(
            short_column("代码", "code", width=26),
            text_column("名称", "label", width=28),
            pick_column("类型", words.FIELD_KINDS, "kind"),
            short_column("计算公式", "formula", width=60),
            *source_columns(),
            OTHER,
        ),
    ),
    ListSheet(
        name="填报内容",
        key="narratives",
        about="要写的文字，按打印次序",
        columns=(
            short_column("代码", "code", width=26),
            text_column("标题", "title", width=28),
            text_column("填写提示", "guide", width=50),
            pick_column("必填", words.YES_NO, "required", width=8),
            number_column("最多字数", "max_chars", width=10),
            *source_columns(),
            OTHER,
        ),
    ),
    ListSheet(
        name="等次",
        key="grades",
        about="总分从高到低，先够哪一档就是哪一档",
        is_required=True,
        columns=(text_column("名称", "name", width=14), number_column("起点分", "from", width=10), OTHER),
    ),
    ListSheet(
        name="总分封顶",
        key="caps",
        about="某个率落在区间里时，总分最多多少",
        columns=(
            short_column("按哪个率", "rate", width=40, hint="指标全代码"),
            short_column("区间", "in", width=18, hint="如 [70%, 80%)"),
            number_column("总分不超过", "total_at_most", width=12),
            *source_columns(),
            OTHER,
        ),
    ),
    ListSheet(
        name="勾稽关系",
        key="checks",
        about="填报数之间应当成立的关系",
        columns=(
            short_column("代码", "code", width=28),
            pick_column("轻重", words.SEVERITIES, "severity", width=16),
            short_column("应成立的关系", "expect", width=50, hint="一个比较，如 a == b"),
            number_column("容许误差", "tolerance", width=10),
            lines_column("涉及的格子", "where", width=30, hint="一行一个，如 fields.closing_balance"),
            text_column("提示的话", "message", width=40),
            *source_columns(),
            OTHER,
        ),
    ),
)
