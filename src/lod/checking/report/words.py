"""The words of the reports, in Swedish and English."""

from dataclasses import dataclass

from lod.words import Forms


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What a report says in one language; each is used as it stands, or with its number."""

    language: str
    thousands: str
    violation: Forms
    warning: Forms
    info: Forms
    debug: Forms
    trace: Forms
    rules: Forms
    statements: Forms
    files: Forms
    known: Forms
    title: str
    conforms: str
    broken: str
    unread: str
    incomplete: str
    even: dict[str, str]
    focus: str
    value: str
    path: str
    pointer: str
    expected: str
    help: str
    rule: str
    rule_here: str
    because: str
    nowhere: str
    guards: str
    file: str
    coverage: str
    kind: str
    name: str
    targets: str
    checked: str
    remark: str
    kinds: dict[str, str]
    untargeted: str
    unchecked: str
    note: str
    read: str
    cut_title: str
    cut: str
    first: str
    more_files: str
    exit: dict[int, str]

    def severity(self, severity: str) -> Forms:
        """Give the forms of a severity.

        >>> report_words("sv").severity("warning")
        ('varning', 'varningar')
        """
        forms: Forms = getattr(self, severity)
        return forms

    def number(self, number: int) -> str:
        """Write a number with its thousands apart.

        >>> report_words("en").number(10000)
        '10,000'
        """
        return f"{number:,}".replace(",", self.thousands)

    def counted(self, number: int, forms: Forms) -> str:
        """Write a number and what it counts.

        >>> report_words("en").counted(1, report_words("en").files)
        '1 file'
        """
        return f"{self.number(number)} {forms[number != 1]}"


_SV = ReportWords(
    language="sv",
    thousands="\xa0",
    violation=("fel", "fel"),
    warning=("varning", "varningar"),
    info=("upplysning", "upplysningar"),
    debug=("felsökningsrad", "felsökningsrader"),
    trace=("spårningsrad", "spårningsrader"),
    rules=("regel", "regler"),
    statements=("påstående", "påståenden"),
    files=("fil", "filer"),
    known=("känt sedan tidigare visas inte", "kända sedan tidigare visas inte"),
    title="Kontroll av data",
    conforms="Följer reglerna.",
    broken="Följer inte reglerna.",
    unread="Kunde inte kontrolleras: något går inte att läsa.",
    incomplete="Inte allt kunde kontrolleras: former som inte går att köra är utelämnade.",
    even={
        "warning": "Även varningar stoppar här.",
        "info": "Även varningar och upplysningar stoppar här.",
    },
    focus="gäller",
    value="värde",
    path="egenskap",
    pointer="plats i filen",
    expected="väntat",
    help="gör så här",
    rule="regel",
    rule_here="Regeln står här",
    because="närmare bestämt",
    nowhere="Utan plats i någon fil",
    guards="Om kontrollen själv",
    file="fil",
    coverage="Vad reglerna täcker",
    kind="slag",
    name="namn",
    targets="finns",
    checked="prövade",
    remark="anmärkning",
    kinds={"shape": "form", "class": "klass"},
    untargeted="inget att pröva",
    unchecked="{} utan regel",
    note="Obs",
    read="{} prövade på {} i {}.",
    cut_title="Fler än vad GitHub visar",
    cut="GitHub visar {shown} av {total} resultat; {more} till står i hela rapporten: {counts}.",
    first="De första {shown} av {total}",
    more_files="… och {} till",
    exit={0: "0: följer reglerna", 1: "1: följer inte reglerna", 3: "3: går inte att läsa"},
)

_EN = ReportWords(
    language="en",
    thousands=",",
    violation=("error", "errors"),
    warning=("warning", "warnings"),
    info=("note", "notes"),
    debug=("debug note", "debug notes"),
    trace=("trace note", "trace notes"),
    rules=("rule", "rules"),
    statements=("statement", "statements"),
    files=("file", "files"),
    known=("known from before is not shown", "known from before are not shown"),
    title="Check of the data",
    conforms="Conforms.",
    broken="Does not conform.",
    unread="Could not be checked: something can't be read.",
    incomplete="Not all could be checked: shapes that can't run were left out.",
    even={
        "warning": "Warnings too stop the run here.",
        "info": "Warnings and notes too stop the run here.",
    },
    focus="about",
    value="value",
    path="property",
    pointer="place in the file",
    expected="expected",
    help="how to mend it",
    rule="rule",
    rule_here="The rule stands here",
    because="more precisely",
    nowhere="Without a place in a file",
    guards="About the check itself",
    file="file",
    coverage="What the rules cover",
    kind="kind",
    name="name",
    targets="there are",
    checked="checked",
    remark="remark",
    kinds={"shape": "shape", "class": "class"},
    untargeted="nothing to check",
    unchecked="{} without a rule",
    note="Note",
    read="{} checked on {} in {}.",
    cut_title="More than GitHub shows",
    cut="GitHub shows {shown} of {total} results; {more} more are in the full report: {counts}.",
    first="The first {shown} of {total}",
    more_files="… and {} more",
    exit={0: "0: conforms", 1: "1: does not conform", 3: "3: can't be read"},
)


def report_words(language: str) -> ReportWords:
    """Give the words of a language; English for one that we don't speak.

    >>> report_words("fi").broken
    'Does not conform.'
    """
    return _SV if language == "sv" else _EN
