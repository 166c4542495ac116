"""What is said of an article is corrected: its title, its outlet, its day of publication. What was said is kept.

In: an article, what is to be said of it, the reason, a person. Out: a row that keeps what was said until then, and one
revision of every negotiation whose answers quote the article. Answers as known earlier go on saying what they said.
What a machine found in it and nobody has decided follows its day; what was decided stays, and is told on its page.
Called by the admin.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from positions import history, ingestion
from positions.models import Article, Evidence, FormerWording, Negotiation, Revision, Statement
from positions.models.former_wording import CORRECTED
from positions.vocabulary import ACCEPTING, Extent, RevisionKind


class CorrectionRefused(Exception):
    """It can't be so; the text says why. `field` names what is wrong, empty where it is nothing by itself."""

    def __init__(self, says: str, *, field: str = "") -> None:
        super().__init__(says)
        self.field = field


class CorrectedMeanwhile(CorrectionRefused):
    """Somebody corrected it since whoever does so now was shown it."""


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What is said of an article; what is not known is empty."""

    title: str
    outlet: str
    published_on: date | None


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What a call did. `n_followed`: how many statements that wait have another day now."""

    article: Article
    revisions: tuple[Revision, ...]
    n_followed: int


def correct_article(article: Article, wording: Wording, *, reason: str, by: User, n_seen: int) -> Corrected:
    """From now on this database says so, in one transaction.

    `n_seen`: how many corrections whoever corrects it was shown. Raises: CorrectionRefused; history.TalksBusy.
    """
    require_reason(reason)
    require_day_that_was(wording.published_on)
    with history.waiting_for_others(), transaction.atomic():
        locked, quoting = lock_with_talks(article)
        require_correctable(locked, wording, n_seen=n_seen)
        day = locked.day
        revisions = history.open_revisions(quoting, kind=RevisionKind.CORRECTED, by=by)
        former = FormerWording.objects.create(
            article=locked,
            **{name: getattr(locked, name) for name in CORRECTED},
            until=revisions[0].committed_at if revisions else history.database_clock(),
            corrected_by=by,
            reason=reason.strip(),
        )
        former.revisions.set(revisions)
        say(locked, wording)
        followed = Statement.objects.pending().filter(article=locked, coder=None, said_on=day)
        n_followed = followed.update(said_on=locked.day) if locked.day != day else 0
        return Corrected(article=locked, revisions=tuple(revisions), n_followed=n_followed)


def lock_with_talks(article: Article) -> tuple[Article, list[Negotiation]]:
    """The article, on which nobody decides until the transaction ends, and the talks whose answers quote it.

    Raises: history.TalksBusy, also where it came to be quoted in other talks meanwhile.
    """
    coded = list(Negotiation.objects.coding(article))
    for negotiation in coded:
        history.lock(negotiation)
    locked = Article.objects.select_for_update().get(pk=article.pk)
    quoting = list(talks_that_quote(article))
    if not set(quoting) <= set(coded):
        raise history.TalksBusy
    return locked, quoting


def talks_that_quote(article: Article) -> QuerySet[Negotiation]:
    """Where a reader may have its title, in the order to lock them in.

    What is evidence no longer is quoted still, in histories and among contradictions; an accepted prediction, which
    never is evidence, in the list of statements.
    """
    proofs = Evidence.objects.filter(statement__article=article).values("position__negotiation")
    accepted = Statement.objects.filter(article=article, standing__kind__in=[kind.value for kind in ACCEPTING])
    told = Q(pk__in=proofs) | Q(pk__in=accepted.values("target__negotiation"))
    return Negotiation.objects.filter(told).order_by("pk")


def require_reason(reason: str) -> None:
    """Raises: CorrectionRefused."""
    if not reason.strip():
        raise CorrectionRefused("Say why it is corrected.", field="reason")


def require_day_that_was(day: date | None) -> None:
    """Raises: CorrectionRefused for a day on which nothing can have been published."""
    today = timezone.now().date()
    if day is not None and (ingestion.is_to_come(day, today=today) or history.lies_too_far(day, today=today)):
        says = "Nothing can have been published on that day; look at the year."
        raise CorrectionRefused(says, field="published_on")


def require_correctable(article: Article, wording: Wording, *, n_seen: int) -> None:
    """Raises: CorrectionRefused."""
    if article.extent == Extent.UNREAD.value:
        raise CorrectionRefused("Its text is not here yet; what is said of it is what its page will say.")
    earlier = list(article.former_wordings.select_related("corrected_by"))
    if len(earlier) > n_seen:
        last = earlier[-1]
        raise CorrectedMeanwhile(f"{last.corrected_by} corrected it meanwhile: {last.reason} Look at it again.")
    if all(getattr(article, name) == getattr(wording, name) for name in CORRECTED):
        raise CorrectionRefused("Nothing differs from what is said of it already.")


def say(article: Article, wording: Wording) -> None:
    """Raises: CorrectionRefused where the quotation is stored under that title too."""
    for name in CORRECTED:
        setattr(article, name, getattr(wording, name))
    try:
        with transaction.atomic():
            article.save(update_fields=CORRECTED)
    except IntegrityError:
        raise CorrectionRefused("This quotation is stored under that title already.", field="title") from None
