"""How the whole data set of one negotiation is named in print: what it is of, and what it said when."""

from positions.citations import Citation, Work, cite
from positions.comparison.records import instant_text
from positions.models import Download
from positions.vocabulary import CODEBOOK


def cite_download(download: Download, *, address: str) -> Citation:
    """Shape: one item.

    `address`: where the newest is. This very zip is kept only until three more are packed, but every later one has all
    that it says, by record time.
    """
    talks, revision = download.negotiation, download.revision
    when = f"as known at {instant_text(download.known_at)} (revision {revision})"
    return cite(
        Work(
            title=f"{talks.title}: positions and their evidence, {when}",
            issued_on=download.known_at.date(),
            number=f"{talks.slug}-r{revision}",
            version=str(revision),
            named="Data set",
            note=f"Layout {download.layout}, codebook {CODEBOOK}, SHA-256 {download.sha256}",
            address=address,
        )
    )
