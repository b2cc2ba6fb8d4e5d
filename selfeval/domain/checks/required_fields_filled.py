"""Every required data item, text, date, head and evaluator is filled."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def required_fields_filled(case: Case) -> Iterator[Finding]:
    """One finding for each required box that is empty, in the order of the pages."""
    filing, framework = case.filing, case.framework
    face = (
        ("department.name", "单位名称", filing.department.name),
        ("department.head", "单位负责人", filing.department.head),
        ("department.phone", "单位联系电话", filing.department.phone),
        ("filed_on", "填报日期", filing.filed_on),
    )
    for box, label, value in face:
        if _is_blank(value):
            yield case.finding("required_fields_filled", box, label=label)
    for field in framework.fields:
        if field.is_required and _is_blank(filing.fields.get(field.code)):
            yield case.finding("required_fields_filled", f"fields.{field.code}", label=field.label)
    for narrative in framework.narratives:
        if narrative.is_required and _is_blank(filing.narratives.get(narrative.code)):
            yield case.finding("required_fields_filled", f"narratives.{narrative.code}", label=narrative.title)
    if not filing.evaluators:
        yield case.finding("required_fields_filled", "evaluators", label="评价人员")


def _is_blank(value: object) -> bool:
    """Nothing, no rows, or nothing but white space; zero and no are answers."""
    return value is None or value == () or (isinstance(value, str) and not value.strip())
