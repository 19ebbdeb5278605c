"""What is wrong with one argument or member, in words of our own and in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.web.words import say, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.words import Lang

KEY_PATTERN = r"^[^\x00-\x1f\x7f]+$"
TEXT_PATTERN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""Line breaks and tabs may stand in a note."""
WEEK_PATTERN = r"^[0-9]{4}-W[0-9]{2}$"
ONCE_PATTERN = r"^[!-~]+$"
TOKEN_PATTERN = "^[0-9a-f]{32}$"  # noqa: S105 - of ids, which are no secrets
FORMS = {
    KEY_PATTERN: "signs",
    TEXT_PATTERN: "note",
    WEEK_PATTERN: "week",
    ONCE_PATTERN: "key",
    TOKEN_PATTERN: "token",
}
"""Every form that a text here may have to have, to the word that names it."""
_EITHER = " or "


def fault_told(fault: Mapping[str, Any], lang: Lang) -> str:
    """
    Say what is wrong in one sentence.

    Parameters
    ----------
    fault
        As pydantic lists it: ``type``, ``msg`` and, of some types, ``ctx``. What our own checks
        refuse brings its sentence in both languages.
    lang
        Of the sentence. Where a type has no word of ours, English says what the library does.

    Examples
    --------
    >>> fault_told({"type": "less_than_equal", "msg": "-", "ctx": {"le": 9.0}}, "en")
    'Expected 9 or less.'
    """
    facts = fault.get("ctx", {})
    if lang in facts:
        return str(facts[lang])
    if (form := FORMS.get(facts.get("pattern", ""))) is not None:
        return say(f"fault_form.{form}", lang)
    key = f"fault.{fault['type']}"
    if key not in sentences():
        return say("fault.other", lang, said=fault["msg"])
    return say(key, lang, **{name: _shown(one, lang) for name, one in facts.items()})


def _shown(fact: object, lang: Lang) -> object:
    """Write a figure as people do, and codes to choose from without quotation marks."""
    if isinstance(fact, float):
        return f"{fact:g}"
    if not isinstance(fact, str):
        return fact
    codes = fact.replace("'", "")
    return codes.replace(_EITHER, " 或 ").replace(", ", "、") if lang == "zh" else codes
