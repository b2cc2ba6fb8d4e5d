"""The grammar of the contract once more, by recursive descent and without the product: is a list of tokens a formula?

From lowest to highest: or; and; not; one comparison, not chained; + -; * /; unary minus. What is compared or computed
with is a number, what is joined by and, or, not is a condition.
"""

ARGUMENTS = {"sum": (1, 99), "min": (1, 99), "max": (1, 99), "abs": (1, 1), "or_zero": (1, 1), "if": (3, 3)}
COMPARISONS = {"==", "!=", "<", "<=", ">", ">="}
WORDS = {"and", "or", "not"}


class Refused(Exception):
    """Not a formula."""


class Recognizer:
    """Reads `tokens` from the left; every method gives whether what it read is a condition."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> bool:
        kind = self.disjunction()
        if self.at < len(self.tokens):
            raise Refused
        return kind

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.next()
        if not token or (expected and token != expected):
            raise Refused
        self.at += 1
        return token

    def chain(self, signs: set[str], part: str, *, is_condition: bool) -> bool:
        kind = getattr(self, part)()
        while self.next() in signs:
            self.take()
            if kind is not is_condition or getattr(self, part)() is not is_condition:
                raise Refused
        return kind

    def disjunction(self) -> bool:
        return self.chain({"or"}, "conjunction", is_condition=True)

    def conjunction(self) -> bool:
        return self.chain({"and"}, "negation", is_condition=True)

    def negation(self) -> bool:
        if self.next() != "not":
            return self.comparison()
        self.take()
        if not self.negation():
            raise Refused
        return True

    def comparison(self) -> bool:
        kind = self.total()
        if self.next() not in COMPARISONS:
            return kind
        self.take()
        if kind or self.total():
            raise Refused
        return True

    def total(self) -> bool:
        return self.chain({"+", "-"}, "product", is_condition=False)

    def product(self) -> bool:
        return self.chain({"*", "/"}, "signed", is_condition=False)

    def signed(self) -> bool:
        if self.next() != "-":
            return self.operand()
        self.take()
        if self.signed():
            raise Refused
        return False

    def operand(self) -> bool:
        token = self.take()
        if token == "(":
            kind = self.disjunction()
            self.take(")")
            return kind
        if token in ARGUMENTS and self.next() == "(":
            return self.call(token)
        if token in ARGUMENTS or token in WORDS or not token[0].isalnum():
            raise Refused
        return False

    def call(self, function: str) -> bool:
        kinds = []
        while not kinds or self.next() == ",":
            self.take("," if kinds else "(")
            kinds.append(self.disjunction())
        self.take(")")
        least, most = ARGUMENTS[function]
        if not least <= len(kinds) <= most or kinds != [function == "if", *[False] * (len(kinds) - 1)]:
            raise Refused
        return False


def is_condition(tokens: list[str]) -> bool | None:
    """Whether `tokens` are a condition or a number; None where they are no formula."""
    try:
        return Recognizer(tokens).whole()
    except Refused:
        return None
