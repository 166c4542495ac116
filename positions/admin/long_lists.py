"""Lists to choose from that may be hundreds long, and stand many times in one form."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from positions.models import Target


class LongSelect(forms.Select):
    """The browser's own list, written at once: with a template for each option, thousands of them take seconds."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = ((key, mark_safe(" selected") if str(key) in chosen else "", label) for key, label in self.choices)
        return format_html(
            "<select{}>\n{}\n</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            format_html_join("\n", '<option value="{}"{}>{}</option>', options),
        )


class TargetOfAnyTalks(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes none at run time
    """Targets of several talks, each with its place in addresses: titles alone may be the same."""

    def label_from_instance(self, target: Target) -> str:
        return f"{target.title} ({target.negotiation.slug}/{target.slug})"
