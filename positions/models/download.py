"""Everything public of one negotiation, packed by a worker: in the database, so that every web server has it."""

from django.db import models

from positions.models.fields import database_now
from positions.models.negotiation import Negotiation


class Download(models.Model):
    """One zip of one negotiation as of one revision. Two are the same when both are. The last few are kept."""

    negotiation = models.ForeignKey(
        Negotiation, on_delete=models.CASCADE, related_name="downloads", help_text="The talks that are in it."
    )
    revision = models.PositiveIntegerField(help_text="Number of the last public change in it.")
    known_at = models.DateTimeField(help_text="When that change was committed: what this database said then is in it.")
    layout = models.PositiveSmallIntegerField(help_text="Version of the files' layout.")
    n_bytes = models.PositiveBigIntegerField(help_text="Size of the zip, in bytes.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the zip, in hexadecimal.")
    files = models.JSONField(help_text='What is in it: [{"name": ..., "n_rows": ..., "n_bytes": ..., "sha256": ...}].')
    made_at = models.DateTimeField(db_default=database_now(), editable=False, help_text="When it was packed.")

    class Meta:
        ordering = ["negotiation", "-revision", "-layout"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "revision", "layout"], name="download_is_packed_once_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.negotiation} as of revision {self.revision}"


class DownloadPart(models.Model):
    """A piece of a zip, so that nobody need hold it whole: the bytes of its parts in order are the zip."""

    download = models.ForeignKey(Download, on_delete=models.CASCADE, related_name="parts", help_text="Of which zip.")
    number = models.PositiveIntegerField(help_text="Its place, from 0.")
    body = models.BinaryField(help_text="The bytes.")

    class Meta:
        ordering = ["download", "number"]
        constraints = [models.UniqueConstraint(fields=["download", "number"], name="download_part_has_one_place")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.download}"
