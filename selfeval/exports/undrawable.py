"""What keeps a document from being drawn, told to whoever asked for it: never a form with something left out."""


class Undrawable(ValueError):
    """A document that cannot be drawn whole; the message says what stands where, and what to do."""


class FontsMissing(RuntimeError):
    """The faces the form is set in are not where they belong."""


class NoHandFree(RuntimeError):
    """All processes that draw have something in hand, and went on having it: to be asked again."""
