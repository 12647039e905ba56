"""Sign-off: the boxes that a clinician ticks and fills, on screen or on paper, and how they become a signature."""

from __future__ import annotations

from voice_coach.interfaces.review.elements import Markup, code, element
from voice_coach.interfaces.review.signature import SIGN, Standing


def review_box(entry: str) -> Markup:
    """Agree or change, and room for a remark, for one entry."""
    ticks = [
        element(
            "label",
            element("input", type="checkbox", name=f"{entry}:{choice}", aria_label=f"{choice} ({entry})"),
            f" {choice}",
        )
        for choice in ("agree", "change")
    ]
    remark = element("textarea", name=f"{entry}:remark", rows="2", aria_label=f"remark on {entry}")
    return element("div", element("span", *ticks, class_="ticks"), remark, class_="review")


def signature_block(standing: Standing) -> Markup:
    """The form at the end: who, in what capacity, when, and for which version."""
    fields = [
        element("label", element("span", label), element("input", type="text", name=f"sign:{label}"), class_="field")
        for label in ("Name", "Role", "Registration (body and number)", "Date")
    ]
    declaration = [
        element("label", element("input", type="checkbox", name=f"sign:{choice}"), f" {text}")
        for choice, text in (
            ("as-it-is", "I have read every part of this page and agree with it as it is."),
            ("with-changes", "I have read it and agree once the entries marked “change” are changed."),
            ("not", "I do not agree that it is used."),
        )
    ]
    return element(
        "section",
        element("h2", "Sign-off"),
        element("p", "This signature is for content version ", element("strong", standing.version), " and no other."),
        element("div", *declaration, class_="declaration"),
        element("div", *fields, class_="fields"),
        element("p", element("span", "Signature"), class_="line"),
        element("p", "Remarks on the whole:"),
        element("textarea", name="sign:remarks", rows="6", aria_label="remarks on the whole"),
        element(
            "p",
            "Once it is signed as it is, the maintainers record it with ",
            code(SIGN),
            ". From then on the coach tells whenever anything differs from what was signed.",
            class_="small",
        ),
        id="sign-off",
        class_="signoff",
    )


def standing_banner(standing: Standing) -> Markup:
    """Signed or not, at the top of the page."""
    signature = standing.signature
    if signature is None:
        return element(
            "p", element("strong", "No clinician has reviewed this yet."), f" Content version {standing.version}.",
            class_="banner open",
        )  # fmt: skip
    by = f"{signature.name}, {signature.role}, on {signature.day.isoformat()}"
    if standing.signed:
        return element("p", f"Signed by {by}. Content version {standing.version}.", class_="banner")
    changed = element("ul", *(element("li", code(str(change))) for change in standing.changes))
    return element(
        "div",
        element(
            "p",
            element("strong", "Changed since it was signed"),
            f" by {by} (version {signature.version}). This is version {standing.version}.",
        ),
        element("details", element("summary", f"What changed: {len(standing.changes)}"), changed, open="open"),
        class_="banner open",
    )
