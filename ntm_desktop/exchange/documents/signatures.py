"""Digital signatures in appended PDFs: their look stays, their claim does not.

A signature covers the file it was made in; in a joined file every reader would call it broken.
The signed original travels in the package.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

_FIELD_ENTRIES = ("/FT", "/T", "/V", "/Parent", "/Ff", "/MK", "/DA", "/Lock", "/SV", "/A", "/AA")


def still(pdf: "Pdf") -> None:
    """Turn signature fields into plain stamps that print as before."""
    form = pdf.Root.get("/AcroForm")
    if form is None:
        return
    if "/Fields" in form:
        _drop(form.Fields)
    if "/SigFlags" in form:
        del form["/SigFlags"]
    if not len(form.get("/Fields", ())):
        del pdf.Root["/AcroForm"]


def _drop(fields: "Object") -> None:
    """Take the signatures out of a list of fields, and of the fields below them."""
    for number in range(len(fields) - 1, -1, -1):
        field = fields[number]
        if str(field.get("/FT", "")) == "/Sig":
            for widget in (field, *field.get("/Kids", ())):
                _freeze(widget)
            del fields[number]
        elif "/Kids" in field:
            _drop(field.Kids)


def _freeze(widget: "Object") -> None:
    from pikepdf import Name

    for entry in _FIELD_ENTRIES:
        if entry in widget:
            del widget[entry]
    if widget.get("/Subtype") == Name.Widget:
        widget[Name.Subtype] = Name.Stamp
        widget[Name.F] = int(widget.get("/F", 0)) | 4 | 64  # printed, read-only
