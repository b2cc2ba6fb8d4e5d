"""The formula language of frameworks: its tree, its parser, its evaluation and its printed form.

`parse` turns text into a tree of frozen nodes and refuses what is not in the language, with line and column.
`evaluate` gives a Decimal or a bool, or says why there is none: `Unfilled` (what is missing) or `OverZero`.
`substituted` prints the tree with the figures put in, as the column 计算分析情况 shows it.
"""

from selfeval.domain.expressions.evaluation import OverZero, Scope, Unfilled, Value, evaluate
from selfeval.domain.expressions.parser import FUNCTIONS, RESERVED, ExpressionFault, parse
from selfeval.domain.expressions.printing import substituted
from selfeval.domain.expressions.tree import (
    Binary,
    Call,
    Compare,
    Expression,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
    names_in,
    renamed,
)

__all__ = [
    "FUNCTIONS",
    "RESERVED",
    "Binary",
    "Call",
    "Compare",
    "Expression",
    "ExpressionFault",
    "Logic",
    "Name",
    "Negative",
    "Node",
    "Not",
    "Number",
    "OverZero",
    "Scope",
    "Unfilled",
    "Value",
    "evaluate",
    "names_in",
    "parse",
    "renamed",
    "substituted",
]
