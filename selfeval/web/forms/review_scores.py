"""指标复核: a score and a remark of the reviewer's own for each indicator."""

from decimal import Decimal
from typing import Any

from django import forms

from selfeval.domain.amounts import number_text
from selfeval.domain.review import Review, ReviewEntry
from selfeval.services.review_scores import MAX_REMARK
from selfeval.web.forms.fields import NumberField, TextBox

_MOST_ID = 2**63 - 1


class ReviewScoresForm(forms.Form):
    """Two boxes for each indicator of `review`, `score.<code>` and `remark.<code>`, saved together.

    `submission` is the frozen copy the person had before them.
    """

    submission = forms.IntegerField(min_value=1, max_value=_MOST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review = review
        places = review.framework.rounding.points_places
        for code, score in review.scored.items():
            entry = review.entry(code)
            self.fields[f"score.{code}"] = NumberField(
                label=f"{score.name}复核得分", minimum=Decimal(0), places=places, shown=places, initial=entry.score
            )
            self.fields[f"remark.{code}"] = TextBox(
                label=f"{score.name}复核意见", rows=1, at_most=MAX_REMARK, initial=entry.remark
            )

    def clean(self) -> dict[str, Any]:
        """Each score is within the indicator's points."""
        cleaned = super().clean() or self.cleaned_data
        for code, indicator in self.review.scored.items():
            score = cleaned.get(f"score.{code}")
            if score is not None and score > indicator.points:
                self.add_error(f"score.{code}", f"不能大于分值 {number_text(indicator.points)}")
        return cleaned

    def entries(self) -> dict[str, ReviewEntry]:
        """What was typed, by code of the indicator."""
        typed = self.cleaned_data
        return {
            code: ReviewEntry(score=typed.get(f"score.{code}"), remark=typed.get(f"remark.{code}", "").strip())
            for code in self.review.scored
        }
