"""Links of what waits for what: curators set them with a form and remove them with an action."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from positions import history
from positions.admin.accounts import user_of
from positions.admin.long_lists import LongSelect, TargetOfAnyTalks
from positions.admin.positions import NowFilter
from positions.admin.readonly import ReadOnlyAdmin
from positions.counting import counted
from positions.models import ConditionalLink, Target

if TYPE_CHECKING:
    LinkModelForm = forms.ModelForm[ConditionalLink]
else:
    LinkModelForm = forms.ModelForm


class ConditionalLinkForm(LinkModelForm):
    """Both ends, the condition in words, and the statement it was read from."""

    class Meta:
        model = ConditionalLink
        fields = ("party", "target", "awaits_party", "awaits_target", "note", "statement")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                link = history.Link(**cleaned)
                with transaction.atomic():  # waits here, where the form can still say that it was in vain
                    history.lock(link.negotiation)
                    history.check_link(link)
            except (history.LinkInvalid, history.TalksBusy) as invalid:
                raise forms.ValidationError(str(invalid)) from invalid
        return cleaned

    def validate_constraints(self) -> None:
        """A link that stands may be set again, with another note: history makes one of the two superseded."""


@admin.register(ConditionalLink)
class ConditionalLinkAdmin(ReadOnlyAdmin):
    list_display = ("party", "target", "awaits_party", "awaits_target", "note", "recorded_at", "superseded_at")
    list_filter = (NowFilter, "negotiation")
    list_select_related = ("party", "target", "awaits_party", "awaits_target")
    search_fields = ("party__name", "target__title", "awaits_party__name", "awaits_target__title", "note")
    ordering = ("-recorded_at", "-pk")
    form = ConditionalLinkForm
    raw_id_fields = ("statement",)
    actions = ("remove",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("positions.add_conditionallink")

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("positions.delete_conditionallink")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return super().get_readonly_fields(request, obj) if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_fields(request, obj) if obj else list(ConditionalLinkForm.Meta.fields)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """What is listed today, the targets of one negotiation together."""
        if db_field.related_model is Target:
            listed = Target.objects.listed().select_related("negotiation").order_by("negotiation__slug", "title", "pk")
            options |= {"queryset": listed, "form_class": TargetOfAnyTalks}
        if db_field.name not in self.raw_id_fields:
            options["widget"] = LongSelect
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Set through history, so that nothing is overwritten."""
        done = history.set_link(history.Link(**form.cleaned_data), by=user_of(request))
        obj.pk = done.link.pk if done.link else None

    @admin.action(description="Remove the selected links", permissions=["remove"])
    def remove(self, request: HttpRequest, queryset: "QuerySet[ConditionalLink]") -> None:
        """Each link by itself; what was changed meanwhile is said, and the others go on. Nobody waits twice."""
        n_removed = 0
        for link in queryset.select_related("negotiation", *self.list_select_related):
            try:
                history.remove_link(link, by=user_of(request))
                n_removed += 1
            except history.LinkNotStanding as refusal:
                self.message_user(request, f"{link}: {refusal}", messages.ERROR)
            except history.TalksBusy as busy:
                self.message_user(request, f"The rest was left as it is. {busy}", messages.ERROR)
                break
        self.message_user(
            request, f"{counted(n_removed, 'link')} removed.", messages.SUCCESS if n_removed else messages.WARNING
        )
