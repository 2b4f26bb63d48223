"""The workbook of our own among the tables: made when it is needed, as XLSX and as ODS."""

from publishing.tables.books import num, ods, ods_row, ods_text, row, xlsx

_HEAD = ("Ärende", "Projekt", "Sökande", "", "Start", "Belopp", "Län", "Kontakt")
_BELOW = ("", "", "Namn", "Nummer", "", "", "", "")
_MERGED = "".join(
    f'<mergeCell ref="{ref}"/>'
    for ref in ("A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "C4:C5", "D4:D5")
)


def register_xlsx() -> bytes:
    """Make the register: merged cells, a hidden row, formulas, serials, codes, sole traders."""
    day = "yyyy-mm-dd"
    rows = (
        row(1, "Register"),
        row(2, *_HEAD),
        row(3, *_BELOW),
        row(
            4,
            num("1", "0000"),
            "Väg",
            "Åby kommun",
            "212000-0001",
            num("42064", day),
            num("0.1"),
            "08",
            "N. N.",
        ),
        row(5, num("1", "0000"), "Väg", "", "", num("42064", day), num("0.2"), "08", "N. N."),
        row(7, "0002", "Bro", "", "212000-0001", num("42064"), num("5"), "08"),
        row(
            8,
            "0003",
            "Hamn",
            "Åby kommun",
            "212000-0001",
            "2015",
            "<c><f>F1</f></c>",
            num("8"),
            "N. N.",
        ),
        row(9, "0004", "Dold", "Åby kommun", hidden=True),
        row(10, "0005", "Café", "N. N.", "811228-9874", num("60", day), num("1"), "08"),
        row(11, "0006", "Kaj", "Åby kommun", "SE212000000101", num("60", day), num("1"), "24"),
        row(12, "Summa", "", "", "", "", "<c><f>SUM(F4:F11)</f><v/></c>"),
    )
    codes = row(1, "08", "Kalmar län") + row(2, num("24"), "Västerbottens län")
    sheets = {"Stöd": "".join(rows), "Koder": codes}
    return xlsx(sheets, after=f"<mergeCells>{_MERGED}</mergeCells>")


def _value(number: str, extra: str = "") -> str:
    return f'<table:table-cell office:value-type="float" office:value="{number}" {extra}/>'


def register_ods() -> bytes:
    """Make the same register as ODS."""
    zeros = (
        '<number:number-style style:name="N1"><number:number number:min-integer-digits="4" '
        'number:decimal-places="0"/></number:number-style>'
        '<style:style style:name="z" style:family="table-cell" style:data-style-name="N1"/>'
    )
    down, across = 'table:number-rows-spanned="2"', 'table:number-columns-spanned="2"'
    hidden = "<table:covered-table-cell/>"
    day = '<table:table-cell office:value-type="date" office:date-value="2015-03-01"/>'
    formula = '<table:table-cell table:formula="of:=[.F1]"/>'
    one = _value("1", 'table:style-name="z"')
    note = "<office:annotation><text:p>N. N.</text:p></office:annotation>"
    words = f"{note}<text:p>Väg</text:p>"
    noted = f'<table:table-cell office:value-type="string">{words}</table:table-cell>'
    tall = [ods_text(word, down) for word in _HEAD]
    head = (*tall[:2], ods_text("Sökande", across), hidden, *tall[4:])
    below = (hidden, hidden, "Namn", "Nummer", hidden, hidden, hidden, hidden)
    owner, number = ods_text("Åby kommun", down), ods_text("212000-0001", down)
    rows = (
        ods_row("Register"), ods_row(*head), ods_row(*below),
        ods_row(one, noted, owner, number, day, _value("0.1"), "08", "N. N."),
        ods_row(one, "Väg", hidden, hidden, day, _value("0.2"), "08", "N. N."), ods_row(""),
        ods_row("0002", "Bro", "", "212000-0001", _value("42064"), _value("5"), "08"),
        ods_row("0003", "Hamn", "Åby kommun", "212000-0001", "2015", formula, _value("8"), "N. N."),
        ods_row("0004", "Dold", "Åby kommun", extra='table:visibility="collapse"'),
        ods_row("0005", "Café", "N. N.", "811228-9874", day, _value("1"), "08"),
        ods_row("0006", "Kaj", "Åby kommun", "SE212000000101", "#REF!", _value("1"), "24"),
        ods_row("Summa", "", "", "", "", formula),
        ods_row("", extra='table:number-rows-repeated="1048564"'),
    )  # fmt: skip
    codes = ods_row("08", "Kalmar län") + ods_row(_value("24"), "Västerbottens län")
    return ods({"Stöd": "".join(rows), "Koder": codes}, zeros)
