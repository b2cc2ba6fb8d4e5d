"""One-time initial passwords: drawn at random, told once, never kept in clear."""

import secrets
from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hashers_by_algorithm, make_password

# Without signs that are mistaken for one another on paper: 0 and o, 1, i and l.
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _IN_A_GROUP = 4, 4
# 16 of 31 letters are 79 bits of chance: no slow hash is needed against guessing, and several hundred accounts are
# made in one request. At the first sign-in Django hashes anew, and then the password is changed anyway.
_ROUNDS: Final = 2_000


def initial_password() -> str:
    """Like `k7mp-4wqx-9htc-r2ve`."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_IN_A_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def hashed_initial(password: str) -> str:
    """The hash of an initial password; of nothing else, for it is made to be quick."""
    hasher = get_hashers_by_algorithm().get(str(PBKDF2PasswordHasher.algorithm))
    if isinstance(hasher, PBKDF2PasswordHasher):
        return str(hasher.encode(password, hasher.salt(), iterations=_ROUNDS))
    return make_password(password)
