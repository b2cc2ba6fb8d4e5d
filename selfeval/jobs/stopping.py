"""Whether this process was told to stop: the work in hand is brought to a good end, no more is begun."""

_told: list[bool] = []


def tell_to_stop() -> None:
    """To be called when a signal comes; does nothing a signal must not do."""
    _told.append(True)


def is_told_to_stop() -> bool:
    """Whether it was."""
    return bool(_told)


def start_anew() -> None:
    """Forget it, for a process that goes on after all."""
    _told.clear()
