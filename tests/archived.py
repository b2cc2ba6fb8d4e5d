"""Packages for tests: of a filing with everything that may happen to one, and of a small one; and an empty database."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from django.db import transaction

from selfeval.domain.archive_files import DOCUMENTS
from selfeval.domain.filing import Evaluator
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Filing, RectificationItem, ResultUse, Submission
from selfeval.queries.filings import last_submission
from selfeval.queries.pins import pins_to_answer
from selfeval.queries.rectification_sources import proposals_for
from selfeval.review.transitions import mark_opened
from selfeval.services import disclosures, rectification
from selfeval.services.archives import write_archive
from selfeval.services.changes import EvaluatorsChange, FaceChange, NarrativeChange
from selfeval.services.evidence import remove_evidence, replace_evidence
from selfeval.services.pins import add_pin, answer_pin
from selfeval.services.result_uses import Entry, cancel, enter
from selfeval.services.sealed_scans import add_scan
from selfeval.services.spot_checks import settle
from selfeval.services.waivers import Wanted, waive
from tests import sample_files as samples
from tests import spot_checks
from tests.evidence import attach, looked_at
from tests.factories import NOW, World, bring_to, make_user, make_world, move, save
from tests.scans import scan

TODAY = date(2022, 3, 1)
RATE = "process.budget_execution.carryover_rate"
# Thirty thousand characters, with signs that are rare, full-width, and outside the first plane.
LONG = "〇䶮㛃𬭚＝“Ａ”=1+1，<b>\t一行到底。\n" * 1400


class _Undone(Exception):
    """Takes back what a block wrote."""


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is gone afterwards: the database is as empty as before."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        return


def written_documents(filing: Filing, submission: Submission) -> Mapping[str, bytes]:
    """Documents that nobody has to draw."""
    return {name: f"{name} {submission.round} {submission.verification_code}".encode() for name in DOCUMENTS}


def package_of(filing: Filing) -> bytes:
    """The package of `filing`, with documents that nobody drew."""
    target = io.BytesIO()
    write_archive(actor=None, filing=again(filing), documents=written_documents, target=target, now=NOW)
    return target.getvalue()


def again(filing: Filing) -> Filing:
    """`filing` as it is stored now."""
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


@cache
def small() -> bytes:
    """The package of a plain finalised filing with one piece of evidence; made once, in a database that is empty."""
    packages: list[bytes] = []
    with taken_back():
        world = make_world()
        filing = bring_to(world, State.FILLING)
        attach(filing, world.unit.preparer, "凭证.pdf", RATE, content=samples.pdf(salt="a"))
        packages.append(package_of(_finalised(world, _submitted(world, filing))))
    return packages[0]


@cache
def rich() -> bytes:
    """The package of `rich_filing`; made once, in a database that is empty."""
    packages: list[bytes] = []
    with taken_back():
        packages.append(package_of(rich_filing(make_world())))
    return packages[0]


def rich_filing(world: World) -> Filing:
    """A filing that was waived, returned with pins, submitted again, sealed, finalised, drawn, put right and published,
    with evidence in versions and a text of thirty thousand characters."""
    filing = _returned(world, _submitted(world, _filled(world)))
    save(again(filing), world.unit.preparer, "narratives", NarrativeChange(code="other", text="已按批注补充。"))
    for pin in pins_to_answer(filing=filing):
        answer_pin(actor=world.unit.preparer, filing_id=filing.pk, pin_id=pin.pk, was="", answer="已补充", now=NOW)
    filing = _submitted(world, again(filing))
    frozen = last_submission(filing=filing)
    assert frozen is not None
    sealed = scan(frozen.verification_code)
    add_scan(actor=world.unit.preparer, filing_id=filing.pk, file=sealed, code="", now=NOW)
    filing = _finalised(world, again(filing))
    _checked(world)
    _put_right(world, again(filing))
    use = enter(actor=world.administrator, filing_id=filing.pk, entry=_USE, now=NOW, today=TODAY)
    cancel(actor=world.administrator, use_id=use.pk, reason="登记有误", now=NOW, today=TODAY)
    _published(world, again(filing))
    return again(filing)


_USE = Entry(
    kind=ResultUse.Kind.BUDGET,
    words="核减2023年项目预算",
    decided_on=TODAY,
    amount=Decimal("-120000.50"),
    document_number="财预〔2022〕3号",
)


def _filled(world: World) -> Filing:
    filing, unit = bring_to(world, State.FILLING), world.unit
    save(filing, unit.preparer, "narratives", NarrativeChange(code="performance_analysis", text=LONG[:30_000]))
    people = (Evaluator(name="李乙丙", title="科长", office="综合科"), Evaluator(name="王丁", title="", office=""))
    save(filing, unit.preparer, "evaluators", EvaluatorsChange(evaluators=people))
    save(filing, unit.preparer, "face", FaceChange(attribute="filed_on", value=None))
    row = filing.findings.get(submission=None, severity="error")
    wanted = Wanted(check=row.check_code, key=row.key, reason="日期以签发日为准")
    waive(actor=world.administrator, filing_id=filing.pk, wanted=wanted, now=NOW)
    first = attach(filing, unit.preparer, "凭证.docx", RATE)
    newer = looked_at("凭证（改）.docx", samples.docx(salt="newer"))
    replace_evidence(actor=unit.preparer, filing_id=filing.pk, evidence_id=first.public_id, file=newer, now=NOW)
    other = attach(filing, unit.preparer, "无关.pdf", content=samples.pdf(salt="other"))
    remove_evidence(actor=unit.preparer, filing_id=filing.pk, evidence_id=other.public_id, now=NOW)
    return again(filing)


def _submitted(world: World, filing: Filing) -> Filing:
    filing = move(again(filing), world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    return move(filing, world.unit.head, Action.SIGN)


def _returned(world: World, filing: Filing) -> Filing:
    mark_opened(actor=world.reviewer, filing_id=filing.pk, now=NOW)
    frozen = last_submission(filing=filing)
    assert frozen is not None
    for place, words in (("narratives.other", "请补充存在的问题"), (RATE, "请附凭证")):
        add_pin(actor=world.reviewer, submission_id=frozen.pk, place=place, words=words, now=NOW)
    return move(again(filing), world.reviewer, Action.RETURN, comment="请按批注修改")


def _finalised(world: World, filing: Filing) -> Filing:
    return move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)


def _checked(world: World) -> None:
    checker = spot_checks.make_checker()
    item = spot_checks.give(world, spot_checks.make_draw(world).items.get(), checker)
    item = spot_checks.reply(spot_checks.ask(item, checker), world.unit.head)
    total = spot_checks.total_of(item)
    settle(actor=world.administrator, item_id=item.pk, expected_version=item.version, settled_total=total, now=NOW)


def _put_right(world: World, filing: Filing) -> None:
    """One item because of a pin, reported with a file and closed."""
    pinned = next(each for each in proposals_for(filing=filing) if each.key.startswith("pin:"))
    wanted = rectification.Demand(
        source=RectificationItem.Source.REVIEW,
        source_key=pinned.key,
        words="没有附凭证",
        due_on=TODAY + timedelta(days=30),
    )
    item = rectification.issue(actor=world.administrator, filing_id=filing.pk, wanted=[wanted], now=NOW, today=TODAY)[0]
    steps = (("begin", world.unit.preparer), ("report", world.unit.preparer), ("close", world.administrator))
    for code, actor in steps:
        item.refresh_from_db()
        rectification.take_step(
            actor=actor,
            item_id=item.pk,
            code=f"rectify_{code}",
            expected_version=item.version,
            words="已补齐",
            files=[looked_at("补齐的凭证.docx")] if code == "report" else [],
            now=NOW,
        )


def _published(world: World, filing: Filing) -> None:
    second = make_user("second", Role.ADMINISTRATOR)
    row = disclosures.begin(actor=world.administrator, filing_id=filing.pk)
    row = disclosures.send_for_approval(
        actor=world.administrator,
        disclosure_id=row.pk,
        expected_version=row.version,
        redactions=disclosures.redactions_of(row),
        now=NOW,
    )
    disclosures.take_step(
        actor=second,
        disclosure_id=row.pk,
        code="disclose_publish",
        expected_version=row.version,
        reason="",
        now=NOW,
    )
