"""Evidence as pages show it: a strip beside each indicator, a list of all, one file with its versions."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from selfeval.domain.evidence import evidence_places
from selfeval.domain.framework import Framework, Indicator
from selfeval.models import EvidenceFile
from selfeval.services.file_kinds import ACCEPTED_WORDS, ALL_KINDS, KINDS, PDF, SHOWN_IN_PLACE
from selfeval.services.file_names import ending_of
from selfeval.services.kept_files import size_text
from selfeval.web.presenters.text import moment_text

_ACCEPT: Final = ",".join(sorted(f".{ending}" for ending in ALL_KINDS))
_SHEETS: Final = frozenset({"xls", "xlsx", "et"})
_FULL: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An indicator that evidence may belong to, in its level-1 group; `is_required` where the framework asks for it."""

    code: str
    name: str
    group: str
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One file: its name, size and kind in words, where it is opened, and the indicators it belongs to."""

    id: UUID
    name: str
    size: str
    kind: str
    icon: str
    who: str
    when: str
    url: str
    content_url: str
    pages: int
    is_picture: bool
    is_pdf: bool
    is_new_version: bool
    sha256: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The evidence of one indicator."""

    place: Place
    files: tuple[EvidenceView, ...]
    all_url: str

    @property
    def code(self) -> str:
        """The indicator's full code."""
        return self.place.code

    @property
    def is_missing(self) -> bool:
        """Whether some is asked for and none is there."""
        return self.place.is_required and not self.files


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How much of its room a filing uses; `percent` from 0 to 100."""

    files: int
    used: str
    most: str
    most_files: int
    percent: int

    @property
    def tone(self) -> str:
        """Nearly full, or nothing to say."""
        return "is-amber" if self.percent >= 80 else ""


class Shelf:
    """Makes the views of one filing's evidence."""

    def __init__(self, public_id: UUID, framework: Framework, now: datetime) -> None:
        self._public_id, self._now = public_id, now
        self.places = {place.code: place for place in places_of(framework)}

    def view(self, file: EvidenceFile, codes: Iterable[str] | None = None) -> EvidenceView:
        """`file` belonging to `codes`, to its own links by default."""
        linked = [link.code for link in file.links.all()] if codes is None else codes
        ending = ending_of(file.name)
        kind = KINDS.get(ending)
        address = [self._public_id, file.public_id]
        return EvidenceView(
            id=file.public_id,
            name=file.name,
            size=size_text(file.size),
            kind=kind.label if kind else "文件",
            icon="sheet" if ending in _SHEETS else "file",
            who=file.uploaded_by.full_name,
            when=moment_text(file.uploaded_at, self._now),
            url=reverse("evidence-file", args=address),
            content_url=reverse("evidence-content", args=address),
            pages=file.page_count or 0,
            is_picture=file.media_type in SHOWN_IN_PLACE,
            is_pdf=file.media_type == PDF,
            is_new_version=file.replaces_id is not None,
            sha256=file.sha256,
            places=tuple(self.places[code] for code in linked if code in self.places),
        )

    def strips(self, views: Iterable[EvidenceView]) -> Mapping[str, Strip]:
        """A strip for every place, by its code."""
        found: defaultdict[str, list[EvidenceView]] = defaultdict(list)
        for view in views:
            for place in view.places:
                found[place.code].append(view)
        all_url = reverse("evidence", args=[self._public_id])
        return {
            code: Strip(place=place, files=tuple(found[code]), all_url=f"{all_url}?indicator={code}")
            for code, place in self.places.items()
        }


def places_of(framework: Framework) -> list[Place]:
    """Every indicator that evidence may belong to, in print order."""
    nodes = evidence_places(framework)
    shared = {name for name, count in Counter(node.name for node in nodes).items() if count > 1}
    return [_place(framework, node, is_shared=node.name in shared) for node in nodes]


def _place(framework: Framework, node: Indicator, *, is_shared: bool) -> Place:
    """An indicator that shares its name is told by the name above it."""
    above = framework.nodes.get(node.code.rpartition(".")[0])
    name = f"{above.name}的{node.name}" if is_shared and above is not None else node.name
    return Place(
        code=node.code,
        name=f"{name}（个性指标）" if node.own_groups else name,
        group=framework.nodes[node.code.partition(".")[0]].name,
        is_required=node.evidence == "required",
    )


def limits() -> dict[str, str | int]:
    """What an upload is told beforehand: the most bytes, in numbers and in words, and the kinds."""
    return {
        "most": settings.MOST_BYTES_A_FILE,
        "words": size_text(settings.MOST_BYTES_A_FILE),
        "accept": _ACCEPT,
        "accepted": ACCEPTED_WORDS,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }


def quota_of(files: Iterable[EvidenceFile]) -> Quota:
    """The room used by `files`, which is everything kept of the filing that was not removed."""
    sizes = [file.size for file in files]
    most, most_files = settings.MOST_BYTES_A_FILING, settings.MOST_FILES_A_FILING
    share = max(sum(sizes) * _FULL // most, len(sizes) * _FULL // most_files)
    return Quota(
        files=len(sizes),
        used=size_text(sum(sizes)) if sizes else "0 KB",
        most=size_text(most),
        most_files=most_files,
        percent=min(_FULL, share),
    )
