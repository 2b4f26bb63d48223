"""Dates and numbers by declared forms only: what could be read two ways isn't read."""

from decimal import Decimal

import pytest

from lod.publishing.tables.amounts import NumberForm
from lod.publishing.tables.dates import DateForm, Misread, ReadDate, read_date
from lod.publishing.tables.grid import GridCell

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def date_of(text: str, *forms: str, kind: str = "text") -> str | None:
    made = [DateForm(form, MONTHS, 2000) for form in forms]
    found = read_date(GridCell(text, kind), text, made, dated=True)  # type: ignore[arg-type]
    return str(found.value) if isinstance(found, ReadDate) else None


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("05.02.16", ("d.m.yyyy",), None), ("14-01-05", ("yyyy-mm-dd",), None),
        ("05.02.16", ("d.m.yy",), "2016-02-05"), ("14-01-05", ("d-m-yyyy",), None),
        ("05/06/2014", ("d/m/yyyy",), "2014-06-05"), ("05/06/2014", ("m/d/yyyy",), "2014-05-06"),
        ("05/06/2014", ("d/m/yyyy", "m/d/yyyy"), None),
        ("06/06/2014", ("d/m/yyyy", "m/d/yyyy"), "2014-06-06"),
        ("12/17/2015", ("d/m/yyyy",), None), ("12/17/2015", ("d/m/yyyy", "m/d/yyyy"), "2015-12-17"),
        ("31/02/2014", ("d/m/yyyy",), None), ("29/02/2015", ("d/m/yyyy",), None),
        ("29/02/2016", ("d/m/yyyy",), "2016-02-29"), ("00/01/1900", ("d/m/yyyy",), None),
        ("0000-00-00", ("yyyy-mm-dd",), None), ("2012-3", ("yyyy-mm",), None),
        ("2012-03", ("yyyy-mm",), "2012-03"), ("201203", ("yyyymm",), "2012-03"),
        ("2012", ("yyyy",), "2012"), ("12", ("yyyy",), None), ("41091", ("yyyy",), None),
        ("1-jul-12", ("d-mmm-yy",), "2012-07-01"), ("30-Sept-13", ("d-mmm-yy",), None),
        ("2017-03-31T00:00:00Z", ("yyyy-mm-ddThh:mm:ssZ",), "2017-03-31"),
        ("17/08/2015 00:00", ("d/m/yyyy hh:mm",), "2015-08-17"),
        ("2015-03-01T00:00:00+01:00", ("yyyy-mm-ddThh:mm:ss+hh:mm",), "2015-03-01"),
        ("2015-03-01 23:00:00-03:30", ("yyyy-mm-dd hh:mm:ss+hh:mm",), "2015-03-01"),
        ("2015-03-01 00:00:00.000", ("yyyy-mm-dd hh:mm:ss",), "2015-03-01"),
        ("１/１/２０１４", ("d/m/yyyy",), None), ("1/1/2014\n", ("d/m/yyyy",), None),
    ],
)  # fmt: skip
def test_a_date_is_of_a_declared_form_or_none(
    text: str, forms: tuple[str, ...], expected: str | None
) -> None:
    assert date_of(text, *forms) == expected


@pytest.mark.parametrize(
    "form",
    [
        "",
        "dd/mm",
        "d/m/y",
        "x/m/yyyy",
        "d/m/yyyy/yyyy",
        "d",
        "d/yyyy",
        "mm:yyyy q",
        "yyyy hh:mm hh:mm:ss",
    ],
)
def test_what_is_no_form_of_dates(form: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the form itself is the message
        DateForm(form)


def test_names_and_short_years_must_be_declared() -> None:
    for form in ("d-mmm-yyyy", "d/m/yy"):
        with pytest.raises(ValueError):  # noqa: PT011 - the form itself is the message
            DateForm(form)


EUR = NumberForm(",", (".",), ("€",))
GBP = NumberForm(".", (",",), ("£",))
SEK = NumberForm(",", (" ",), ("kr",))


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        (EUR, "1.234,56", "1234.56"), (EUR, "713.472", "713472"), (GBP, "713.472", None),
        (GBP, "1,234.56", "1234.56"), (GBP, "85,00", None), (GBP, "1.234.567", None),
        (EUR, "1,234.50", None), (EUR, "1.234.567,89\u00a0€", "1234567.89"),
        (EUR, "€ 45.000", "45000"), (EUR, "0", "0"), (GBP, "0.4m", None), (GBP, "£0.4m", None),
        (SEK, "1\u202f250\u00a0000,50 kr", "1250000.50"), (SEK, "85.000", None),
        (SEK, "12 50", None), (SEK, "1 250 000", "1250000"), (SEK, "1234 567", None),
        (GBP, "-500", "-500"), (GBP, "−500", "-500"), (GBP, "(500)", None), (GBP, "", None),
        (GBP, "1e5", None), (GBP, "１２", None), (GBP, "1.", None), (GBP, ".5", None),
        (GBP, "12,500.00", "12500.00"), (NumberForm(), "12,500", None),
        (NumberForm(power=6), "1.25", "1250000"), (NumberForm(power=6), "0.0375", "37500"),
        (NumberForm(power=6), "14.1234567", "14123456.7"),
        (NumberForm(",", unit="%"), "49,92%", "49.92"), (NumberForm(",", unit="%"), "0,5", None),
        (NumberForm(unit="1"), "0.5", "50"), (NumberForm(unit="1"), "0.2545", "25.45"),
        (NumberForm(",", (".", " ")), "1.234 567", None),
    ],
)  # fmt: skip
def test_a_number_is_of_the_declared_form_or_none(
    form: NumberForm, text: str, expected: str | None
) -> None:
    found = form.read(GridCell(text), text)
    assert (f"{found:f}" if isinstance(found, Decimal) else None) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("12500.0", "12500.0"), ("1.25e5", "125000"), ("1e400", None), ("713.472", "713.472")],
)
def test_a_number_of_the_file_needs_no_form(written: str, expected: str | None) -> None:
    found = EUR.read(GridCell(written, "number"), written)
    assert (f"{found:f}" if isinstance(found, Decimal) else None) == expected


def test_a_share_without_its_sign_is_not_guessed() -> None:
    assert not isinstance(NumberForm(unit="%").read(GridCell("0.5", "number"), "0.5"), Decimal)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (GridCell("2015-03-01", "date"), "a date, not a number"),
        (GridCell("true", "truth"), "a truth value, not a number"),
        (GridCell(f"0.{'0' * 40}1", "number"), "a number beyond all amounts"),
        (GridCell("1.2345"), "4 decimals: thousands or decimals?"),
    ],
)
def test_what_is_no_amount_is_told_by_what_it_is(cell: GridCell, why: str) -> None:
    assert str(GBP.read(cell, cell.text)) == why


def test_a_days_number_of_a_spreadsheet_is_told_as_one() -> None:
    found = read_date(GridCell("42064"), "42064", [DateForm("yyyy-mm-dd")], dated=True)
    assert isinstance(found, Misread)
    assert "a day's number in a spreadsheet" in str(found.why)
