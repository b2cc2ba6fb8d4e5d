"""Nobody judges their own work, says the database too: triggers refuse the row of a verdict or of a signature.

The rule itself is `domain.rights`; this holds it against whoever writes past the application. `refuse_own_work` may be
called any number of times; it is after every `migrate`, as in `models.write_once`.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE: Final = "填报、签发的人和本单位的人不能审核，填报的人不能签发"
_FUNCTION: Final = "selfeval_two_people"


# Nothing in these conditions comes from outside.
def _accounts_of(who: str) -> str:
    """All accounts of the person (by their number, 工号) whose account is `who`."""
    return (
        f"(SELECT {who} UNION SELECT o.id FROM selfeval_user me JOIN selfeval_user o "  # noqa: S608
        f"ON o.person_number = me.person_number WHERE me.id = {who} AND me.person_number <> '')"
    )


def _filled(who: str) -> str:
    fillers = "SELECT 1 FROM selfeval_filing_fillers w WHERE w.filing_id = f.id"
    return f"EXISTS ({fillers} AND w.user_id IN {_accounts_of(who)})"


_REVIEWER: Final = _accounts_of("NEW.reviewer_id")
_REVIEWS_OWN: Final = f"""EXISTS (
    SELECT 1 FROM selfeval_submission s JOIN selfeval_filing f ON f.id = s.filing_id
    WHERE s.id = NEW.submission_id AND (
        s.submitted_by_id IN {_REVIEWER}
        OR {_filled("NEW.reviewer_id")}
        OR EXISTS (SELECT 1 FROM selfeval_user u WHERE u.id IN {_REVIEWER} AND u.department_id = f.department_id)
    )
)"""  # noqa: S608
# A small unit's one person may do both, where the cycle has given leave.
_SIGNS_OWN: Final = f"""EXISTS (
    SELECT 1 FROM selfeval_filing f JOIN selfeval_filingcycle c ON c.id = f.cycle_id
    WHERE f.id = NEW.filing_id AND NOT c.allows_filler_to_sign AND {_filled("NEW.submitted_by_id")}
)"""  # noqa: S608
_REFUSED: Final = {"selfeval_reviewrecord": _REVIEWS_OWN, "selfeval_submission": _SIGNS_OWN}


def refuse_own_work(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the tables of verdicts and submissions, where they are not yet."""
    with connection.cursor() as cursor:
        for table, condition in _REFUSED.items():
            name = f"{table}_two_people"
            if connection.vendor == "sqlite":
                # Beside the one that earlier versions made, which looked at the one account only: none is ever dropped.
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name}_by_number BEFORE INSERT ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
                continue
            function = f"{_FUNCTION}_{table}"
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; "
                "END IF; RETURN NEW; END $$"
            )
            cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(
                    f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
                )
