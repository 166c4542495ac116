"""An entry of a catalog as its page has it open: shown, saved, or refused with everything that was typed.

The page gives back what it showed, so that what others saved meanwhile is told and not replaced unseen.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from positions import catalog, history
from positions.admin.accounts import user_of
from positions.admin.catalog_desk.forms import Choices, RenamingForm, Sheet
from positions.admin.catalog_desk.told import Meanwhile, told
from positions.admin.present_names import with_present_names
from positions.models import Negotiation
from positions.vocabulary import PartyKind

Store = Callable[[dict[str, Any], User], catalog.Loaded]


@dataclass
class OpenEntry:
    """`stored`: None for a new one, which nobody can have `seen`.

    `meanwhile`: why it was not saved. `renamed`: what was typed as another name and refused.
    """

    section: str
    known: dict[str, Choices]
    stored: dict[str, Any] | None
    seen: catalog.Seen | None
    sheet: Sheet
    meanwhile: Meanwhile | None = None
    renamed: str = ""

    def save(self, request: HttpRequest, store: Store) -> HttpResponse | None:
        """Stores and leads back to the catalog; None where it was refused, and the page shows why."""
        try:
            typed = self.sheet.entry(self.stored["slug"] if self.stored else "")
            loaded = store(typed, user_of(request))
        except catalog.NoSuchEntry as missing:
            raise Http404(str(missing)) from missing
        except catalog.EntryChangedMeanwhile as changed:
            self.sheet = Sheet(self.section, entry=changed.together, known=self.known)
            self.seen, self.meanwhile = changed.seen, told(changed, self.sheet, self.known)
        except catalog.EntryInvalid as invalid:
            self.sheet.show(invalid.problems)
        except (catalog.CatalogConflict, history.TalksBusy) as conflict:
            self.sheet.form.add_error(None, str(conflict))
        else:
            words = f"Saved as revision {loaded.revision.number}." if loaded.revision else "Saved; nothing differed."
            messages.success(request, words)
            for sentence in catalog.rewordings_of(loaded):
                messages.warning(request, sentence)
            return redirect("admin:catalog", loaded.negotiation.slug)
        return None

    def shown(self) -> dict[str, Any]:
        """What the page needs."""
        self.sheet.go_to_problem()
        return {
            "sheet": self.sheet,
            "meanwhile": self.meanwhile,
            "seen": write_seen(self.seen) if self.seen else "",
            "renaming": RenamingForm(initial={"renamed": self.renamed or self.stored["slug"]}) if self.stored else None,
        }


def open_entry(
    request: HttpRequest, section: str, *, negotiation: Negotiation | None, stored: dict[str, Any] | None
) -> OpenEntry:
    """As it is stored, or as it was sent."""
    known = known_slugs(negotiation) if negotiation and section != "talks" else {}
    sent: QueryDict | None = request.POST if request.method == "POST" else None
    seen = None
    if sent is not None and negotiation is not None:
        sent = with_present_names(sent, negotiation)
    if negotiation is not None and stored is not None:
        seen = catalog.seen_now(negotiation, stored) if sent is None else read_seen(sent.get("seen", ""))
    sheet = Sheet(section, sent=sent, entry=stored, known=known)
    renamed = request.GET.get("renamed", "")
    return OpenEntry(section=section, known=known, stored=stored, seen=seen, sheet=sheet, renamed=renamed)


def write_seen(seen: catalog.Seen) -> str:
    return json.dumps({"entry": seen.entry, "revision": seen.revision})


def read_seen(text: str) -> catalog.Seen:
    """The inverse of `write_seen`; of anything else that nothing was seen, so that it replaces nothing unasked."""
    try:
        given = json.loads(text)
        return catalog.Seen(entry=dict(given["entry"]), revision=int(given["revision"]))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return catalog.Seen(entry={})


def known_slugs(negotiation: Negotiation) -> dict[str, Choices]:
    """What the fields that name other entries may say."""
    content = catalog.stored_content(negotiation)
    parties = [(row["slug"], row["name"]) for row in content["parties"]]
    issues = [(row["slug"], row["title"]) for row in content["issues"]]
    with_members = {
        row["slug"] for row in content["parties"] if row["kind"] not in {PartyKind.STATE, PartyKind.COMPANY}
    }
    return {
        "proposed_by": parties,
        "bloc": [choice for choice in parties if choice[0] in with_members],
        "parent": issues,
        "issue": issues,
        "replaces": [(row["slug"], row["title"]) for row in content["proposals"]],
    }
