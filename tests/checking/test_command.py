"""`lod check`: exit codes, formats, baselines, guards, on any data and on the publication."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from editing import change
from patience import PATIENCE

HEAD = "@prefix ex: <https://example.org/> .\n@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = f"""{HEAD}
ex:PersonShape a sh:NodeShape ;
    sh:targetClass ex:Person ;
    sh:property ex:PersonName .
ex:PersonName sh:path ex:name ; sh:minCount 1 ; sh:minLength 2 ;
    sh:message "Namnet är för kort."@sv, "The name is too short."@en .
"""
GOOD = f'{HEAD}ex:a a ex:Person ; ex:name "Ada" .\n'
BAD = f'{HEAD}ex:a a ex:Person ;\n    ex:name "A" .\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "shapes.ttl").write_text(SHAPES)
    (tmp_path / "good.ttl").write_text(GOOD)
    (tmp_path / "bad.ttl").write_text(BAD)
    return tmp_path


def lod(
    *arguments: object, cwd: Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod", "check", *map(str, arguments)]
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "en_GB.UTF-8", **environment}
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, env=env, timeout=120
    )


def check(folder: Path, *arguments: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return lod(*arguments, "--shapes", "shapes.ttl", cwd=folder, stdin=stdin)


def test_data_that_conforms_exits_with_0(folder: Path) -> None:
    done = check(folder, "good.ttl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Conforms" in done.stdout


def test_a_violation_exits_with_1_and_shows_the_line_with_the_value_marked(folder: Path) -> None:
    done = check(folder, "bad.ttl")
    assert done.returncode == 1
    assert "bad.ttl:4:13" in done.stdout
    assert '4 |     ex:name "A" .' in done.stdout
    assert "^^^" in done.stdout
    assert "The name is too short." in done.stdout
    assert "shapes.ttl:7" in done.stdout


WRONG = {
    "no such file": (("nothing.ttl",), 2, "nothing.ttl: there is no such file"),
    "an unknown option": (("good.ttl", "--wrong"), 2, "No such option"),
    "an unknown format": (("good.ttl", "--format", "doc"), 2, "known are text"),
    "a name without a format": (("notes.txt",), 2, "format can't be told"),
    "an empty folder": (("empty",), 2, "no RDF file"),
    "an update of no baseline": (("good.ttl", "--update-baseline"), 2, "--baseline FILE"),
    "a baseline that isn't there": (("good.ttl", "--baseline", "b.json"), 2, "--update-baseline"),
    "a baseline that is none": (("good.ttl", "--baseline", "notes.txt"), 3, "is no baseline"),
    "a syntax error": (("broken.ttl",), 3, "broken.ttl:3:"),
    "a file in another encoding": (("latin.ttl",), 3, "latin.ttl"),
}


@pytest.mark.parametrize("cause", WRONG)
def test_each_cause_has_its_exit_code(folder: Path, cause: str) -> None:
    arguments, code, message = WRONG[cause]
    (folder / "notes.txt").write_text("a note")
    (folder / "empty").mkdir()
    (folder / "broken.ttl").write_text(f"{HEAD}ex:a ex:name .\n")
    (folder / "latin.ttl").write_bytes(f'{HEAD}ex:a ex:name "Åsa" .\n'.encode("latin-1"))
    done = check(folder, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_data_without_shapes_is_a_wrong_command(folder: Path) -> None:
    assert lod("good.ttl", cwd=folder).returncode == 2


def test_a_folder_without_lod_toml_exits_with_3(folder: Path) -> None:
    done = lod(cwd=folder)
    assert done.returncode == 3
    assert "lod.toml" in done.stderr


def test_a_file_that_cannot_be_read_exits_with_3(folder: Path) -> None:
    file = folder / "secret.ttl"
    file.symlink_to("/proc/self/mem")  # not even root can read it from its start
    done = check(folder, "secret.ttl")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "secret.ttl" in done.stderr


def test_an_interrupted_run_exits_with_130(folder: Path) -> None:
    os.mkfifo(folder / "slow.ttl")
    command = [sys.executable, "-m", "lod", "check", "slow.ttl", "--shapes", "shapes.ttl"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        # a background job's children ignore it, and so would this one
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:
        with (folder / "slow.ttl").open("w"):  # it waits here until the file is being read
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said


SHAPE = "ex:S a sh:NodeShape ; "
MALFORMED = {
    "no shape at all": ("ex:a ex:b ex:c .", "there is no shape"),
    "no target": (f"{SHAPE} sh:nodeKind sh:IRI .", "no shape has a target"),
    "a wrong count": (f"{SHAPE} sh:targetClass ex:P ; sh:minLength -1 .", "sh:minLength"),
    "a wrong pattern": (f'{SHAPE} sh:targetClass ex:P ; sh:pattern "(" .', "shapes.ttl:3:"),
    "a dangling property": (f"{SHAPE} sh:targetClass ex:P ; sh:property ex:N .", "shapes.ttl:3:"),
    "a syntax error": (f"{SHAPE} sh:targetClass .", "shapes.ttl:3:"),
}


@pytest.mark.parametrize("kind", MALFORMED)
def test_malformed_shapes_exit_with_3_and_name_the_line(folder: Path, kind: str) -> None:
    text, message = MALFORMED[kind]
    (folder / "shapes.ttl").write_text(f"{HEAD}{text}\n")
    done = check(folder, "good.ttl")
    assert done.returncode == 3, done.stdout + done.stderr
    assert message in done.stderr
    assert "shapes.ttl" in done.stderr


def test_all_syntax_errors_of_all_files_are_told_in_one_run(folder: Path) -> None:
    (folder / "one.ttl").write_text(f"{HEAD}ex:a ex:name .\nex:b exx:c ex:d .\n")
    (folder / "two.nt").write_text("<a:b> <a:c> .\n")
    done = check(folder, "one.ttl", "two.nt")
    assert done.returncode == 3
    for place in ("one.ttl:3:", "one.ttl:4:", "two.nt:1:"):
        assert place in done.stderr


def test_standard_input_globs_and_folders(folder: Path) -> None:
    done = check(folder, "-", stdin=BAD)
    assert (done.returncode, "stdin.ttl:4:13" in done.stdout) == (1, True)
    (folder / "many").mkdir()
    for number in range(3):
        (folder / "many" / f"{number}.ttl").write_text(BAD.replace("ex:a", f"ex:a{number}"))
    assert check(folder, "many").stdout.count("many/") >= 3
    done = check(folder, "many/*.ttl")
    assert [f"many/{n}.ttl:4:13" in done.stdout for n in range(3)] == [True] * 3


def test_blank_nodes_of_two_files_are_two_things(folder: Path) -> None:
    (folder / "one.ttl").write_text(f"{HEAD}_:x a ex:Person .\n")
    (folder / "two.ttl").write_text(f'{HEAD}_:x ex:name "Ada" .\n')
    assert check(folder, "one.ttl", "two.ttl").returncode == 1


def test_several_formats_in_one_run(folder: Path) -> None:
    forms = ("text", "json=r.json", "sarif=r.sarif", "junit=r.xml", "turtle=r.ttl", "html=r.html")
    arguments = [part for form in (*forms, "github=r.txt") for part in ("--format", form)]
    done = check(folder, "bad.ttl", *arguments)
    assert "bad.ttl:4:13" in done.stdout
    assert json.loads((folder / "r.json").read_text())["conforms"] is False
    assert json.loads((folder / "r.sarif").read_text())["version"] == "2.1.0"
    assert "sh:ValidationReport" in (folder / "r.ttl").read_text()
    assert (folder / "r.txt").read_text().startswith("::error file=bad.ttl,line=4,")
    assert (folder / "r.html").read_text().lower().startswith("<!doctype html>")


def test_a_baseline_lets_old_findings_pass_wherever_they_move(folder: Path) -> None:
    common = ("--baseline", "known.json")
    assert check(folder, "bad.ttl", *common, "--update-baseline").returncode == 0
    (folder / "bad.ttl").write_text(BAD.replace("ex:a a", "\n\nex:a a"))
    assert check(folder, "bad.ttl", *common).returncode == 0
    with (folder / "bad.ttl").open("a") as file:
        file.write('ex:new a ex:Person ; ex:name "B" .\n')
    done = check(folder, "bad.ttl", *common)
    assert done.returncode == 1
    assert "ex:new" in done.stdout
    assert "bad.ttl:6" not in done.stdout


def test_severities_fail_as_asked(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(SHAPES.replace("sh:minCount", "sh:severity sh:Warning ; sh:minCount"))  # fmt: skip # noqa: E501
    assert check(folder, "bad.ttl").returncode == 0
    assert check(folder, "bad.ttl", "--fail-on", "warning").returncode == 1


def test_what_nothing_checks_is_told(folder: Path) -> None:
    with (folder / "good.ttl").open("a") as file:
        file.write('ex:b a ex:Persn ; ex:nam "x" .\n')
    done = check(folder, "good.ttl")
    assert done.returncode == 0
    assert "ex:Person" in done.stdout
    assert "Did you mean" in done.stdout
    assert check(folder, "good.ttl", "--strict").returncode == 1


def test_a_target_that_is_misspelt_is_told_and_fails_where_it_is_strict(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(SHAPES.replace("sh:targetClass ex:Person", "sh:targetClass ex:Persn"))  # fmt: skip # noqa: E501
    done = check(folder, "bad.ttl", "--fail-on", "info")
    assert done.returncode == 0, "no shape has a result"
    assert "Did you mean ex:Person?" in done.stdout
    assert check(folder, "bad.ttl", "--strict").returncode == 1


def test_the_reference_finds_the_same_and_is_named(folder: Path) -> None:
    done = check(folder, "bad.ttl", "--engine", "pyshacl")
    assert done.returncode == 1
    assert "bad.ttl:4:13" in done.stdout
    assert "pyshacl" in done.stdout


def test_ten_thousand_violations_are_all_told(folder: Path) -> None:
    rows = "".join(f'<https://example.org/p{n}> <https://example.org/name> "A" .\n<https://example.org/p{n}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/Person> .\n' for n in range(10_000))  # fmt: skip # noqa: E501
    (folder / "many.nt").write_text(rows)
    done = check(folder, "many.nt", "--format", "json", "--format", "github=annotations.txt")
    assert done.returncode == 1
    findings = json.loads(done.stdout)["results"]
    places = {(f["file"], f["line"]) for f in findings if f["component"]}
    assert places == {("many.nt", 2 * n + 1) for n in range(10_000)}
    annotations = (folder / "annotations.txt").read_text().splitlines()
    assert sum(row.startswith("::error file=many.nt") for row in annotations) == 10
    (more,) = [row for row in annotations if "more" in row]
    assert "9,990" in more or "9990" in more


def test_the_language_comes_from_the_option_or_the_environment(folder: Path) -> None:
    assert "för kort" in check(folder, "bad.ttl", "--lang", "sv").stdout
    swedish = lod("bad.ttl", "--shapes", "shapes.ttl", cwd=folder, LC_ALL="sv_SE.UTF-8")
    assert "för kort" in swedish.stdout


def test_a_publication_names_the_place_in_its_source(site: Path) -> None:
    (site / "shapes/strict.ttl").write_text(
        f"""{HEAD}
<https://data.tillvaxtverket.example/spec/strict> a sh:NodeShape ;
    sh:targetClass <https://data.tillvaxtverket.example/def/FundedProject> ;
    sh:property [ sh:path <https://schema.org/name> ; sh:maxLength 8 ] .
"""
    )
    done = lod("--site", site, "--lang", "en", "--format", "json", cwd=site)
    found = [f for f in json.loads(done.stdout)["results"] if f["severity"] == "violation"]
    assert done.returncode == 1
    assert len(found) > 5
    for finding in found:
        assert finding["file"] == "data/sources/programsida-2013-11-15.txt"
        marked = finding["text"][finding["column"] - 1 : finding["end_column"] - 1]
        assert finding["value"] == f'"{marked}"@sv'


def test_a_file_named_twice_counts_once(folder: Path) -> None:
    done = check(folder, "bad.ttl", "./bad.ttl", ".", "--format", "json")
    files = json.loads(done.stdout)["files"]
    assert sum(name.endswith("bad.ttl") for name in files) == 1


def test_a_byte_order_mark_moves_no_column(folder: Path) -> None:
    (folder / "bad.ttl").write_text("\ufeff" + BAD.replace("\n    ", " ", 1), encoding="utf-8")
    column = BAD.splitlines()[2].index(";") + 11
    assert f"bad.ttl:3:{column}" in check(folder, "bad.ttl").stdout


def test_only_line_feeds_end_lines(folder: Path) -> None:
    text = BAD.replace("ex:a a", '# \u2028 \u0085 \x0c\nex:a ex:said "\u2028" ; a')
    (folder / "bad.ttl").write_text(text, encoding="utf-8")
    done = check(folder, "bad.ttl")
    assert "bad.ttl:5:13" in done.stdout
    assert '5 |     ex:name "A" .' in done.stdout


def test_a_blank_nodes_finding_stands_where_the_node_is_written(folder: Path) -> None:
    (folder / "bad.ttl").write_text(f'{HEAD}ex:x ex:has [\n  a ex:Person ; ex:name "A" ] .\n')
    assert "bad.ttl:4:25" in check(folder, "bad.ttl").stdout


def test_two_runs_write_the_same_bytes(folder: Path) -> None:
    (folder / "bad.ttl").write_text(f'{BAD}ex:x ex:has [ a ex:Person ; ex:name "A" ] , [ a ex:Person ] .\n')  # fmt: skip # noqa: E501
    forms = ("text", "json", "sarif", "junit", "turtle", "html", "github")
    for form in forms:
        first, second = (check(folder, "bad.ttl", "--format", form).stdout for _ in range(2))
        assert first == second, form


def test_of_several_classes_each_result_names_none_that_it_may_not_be(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:class ex:A , ex:B .\n")  # fmt: skip # noqa: E501
    (folder / "bad.ttl").write_text(f"{HEAD}ex:a a ex:Person , ex:A .\n")
    done = check(folder, "bad.ttl", "--format", "json")
    (result,) = [f for f in json.loads(done.stdout)["results"] if f["component"]]
    assert "https://example.org/A" not in json.dumps(result)


def test_rules_have_ids_of_their_own(folder: Path) -> None:
    (folder / "shapes.ttl").write_text(f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:name ; sh:minCount 1 ] , [ sh:path ex:name ; sh:maxLength 2 ] .\n")  # fmt: skip # noqa: E501
    done = check(folder, "good.ttl", "--format", "sarif")
    rules = json.loads(done.stdout)["runs"][0]["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert len(ids) == len(set(ids)) == 3


def test_a_baseline_of_standard_input(folder: Path) -> None:
    common = ("-", "--baseline", "known.json")
    assert check(folder, *common, "--update-baseline", stdin=BAD).returncode == 0
    assert check(folder, *common, stdin=BAD).returncode == 0


def test_a_guard_in_the_baseline_stays_known_when_its_numbers_change(folder: Path) -> None:
    common = ("good.ttl", "--strict", "--baseline", "known.json")
    with (folder / "good.ttl").open("a") as file:
        file.write("ex:b a ex:Other .\n")
    assert check(folder, *common, "--update-baseline").returncode == 0
    with (folder / "good.ttl").open("a") as file:
        file.write("ex:c a ex:Other .\n")
    assert check(folder, *common).returncode == 0


def test_a_folder_is_searched_for_rdf_and_nothing_hidden(folder: Path) -> None:
    (folder / "all/.git").mkdir(parents=True)
    (folder / "all/.git/x.ttl").write_text("not Turtle")
    (folder / "all/package.json").write_text("{")
    (folder / "all/bad.ttl").write_text(BAD)
    done = check(folder, "all")
    assert (done.returncode, "all/bad.ttl:4:13" in done.stdout) == (1, True)


def test_a_report_that_cannot_be_written_is_a_wrong_command(folder: Path) -> None:
    done = check(folder, "bad.ttl", "--format", "sarif=nodir/x")
    assert (done.returncode, "nodir/x" in done.stderr) == (2, True)


def test_the_format_of_standard_input_is_one_that_is_known(folder: Path) -> None:
    assert check(folder, "-", "--stdin-format", "xyz", stdin=GOOD).returncode == 2
    assert check(folder, "-", "--stdin-format", "nt", stdin=GOOD).returncode == 3
    data = '{"@id": "https://example.org/a", "@type": "https://example.org/Person"}'
    done = check(folder, "-", "--stdin-format", "jsonld", stdin=data)
    assert (done.returncode, "stdin.jsonld:1:" in done.stdout) == (1, True)


def test_shapes_and_ontologies_too_may_come_on_standard_input(folder: Path) -> None:
    jsonld = '{"@id": "https://example.org/Other", "@type": "https://example.org/Class"}'
    (folder / "good.ttl").write_text(f"{GOOD}ex:b a ex:Other .\n")
    given = ("good.ttl", "--ontology", "-", "--stdin-format", "jsonld")
    done = check(folder, *given, stdin=jsonld)
    assert (done.returncode, "known to neither" in done.stdout) == (0, False)
    done = lod("bad.ttl", "--shapes", "-", cwd=folder, stdin=SHAPES)
    assert (done.returncode, "stdin.ttl:" in done.stdout) == (1, True)


def test_an_ontology_makes_terms_known(folder: Path) -> None:
    with (folder / "good.ttl").open("a") as file:
        file.write("ex:b a ex:Other .\n")
    (folder / "terms.ttl").write_text(f"{HEAD}ex:Other a ex:Class . _:x a ex:Class .\n")
    assert "known to neither" in check(folder, "good.ttl").stdout
    assert "known to neither" not in check(folder, "good.ttl", "--ontology", "terms.ttl").stdout
    (folder / "terms.ttl").write_text("broken")
    assert check(folder, "good.ttl", "--ontology", "terms.ttl").returncode == 3


def test_what_cannot_be_read_is_in_every_report_on_its_line(folder: Path) -> None:
    (folder / "bad.ttl").write_text(f"{HEAD}ex:a ex:name .\n")
    done = check(folder, "bad.ttl", "--format", "json", "--format", "sarif=r.sarif", "--format", "text=r.txt", "--format", "turtle=r.ttl")  # fmt: skip # noqa: E501
    assert done.returncode == 3
    assert "bad.ttl:3:14" in done.stderr
    (result,) = json.loads(done.stdout)["results"]
    assert (result["file"], result["line"], result["column"]) == ("bad.ttl", 3, 14)
    (result,) = json.loads((folder / "r.sarif").read_text())["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    (run,) = json.loads((folder / "r.sarif").read_text())["runs"]
    assert (run["invocations"][0]["exitCode"], run["invocations"][0]["executionSuccessful"]) == (3, False)  # fmt: skip # noqa: E501
    assert "Could not be checked" in (folder / "r.txt").read_text()
    assert "conforms" not in (folder / "r.ttl").read_text()


def test_two_formats_do_not_go_to_one_place(folder: Path) -> None:
    for forms in (("json", "text"), ("json=r", "text=r")):
        done = check(folder, "bad.ttl", *(part for form in forms for part in ("--format", form)))
        assert (done.returncode, done.stdout) == (2, "")
    assert not (folder / "r").exists()


def test_a_run_whose_output_nobody_takes_keeps_its_exit_code(folder: Path) -> None:
    command = [sys.executable, "-m", "lod", "check", "good.ttl", "--shapes", "shapes.ttl"]
    read, write = os.pipe()
    os.close(read)
    assert subprocess.run(command, cwd=folder, stdout=write, check=False).returncode == 0
    os.close(write)
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    done = subprocess.run(["sh", "-c", f"{' '.join(command)} >&-"], cwd=folder, check=False)
    assert done.returncode == 0


def test_an_error_steers_neither_a_terminal_nor_a_runner(folder: Path) -> None:
    (folder / "bad.ttl").write_text(f"{HEAD}::error::gotcha \x1b[31m ##[group]\n")
    said = check(folder, "bad.ttl").stderr
    assert "gotcha" in said
    assert not any(line.lstrip().startswith("::") for line in said.splitlines())
    assert "\x1b" not in said
    assert "##[" not in said


def test_a_block_of_a_page_that_cannot_be_read_is_a_finding_on_its_line(site: Path) -> None:
    change(site, "Lycksele kommun Projekttid", "Lycksele kommun Projekttid: 201301 Projekttid")
    done = lod("--site", site, "--lang", "en", "--format", "github", cwd=site)
    assert done.returncode == 1
    assert "::error file=data/sources/programsida-2013-11-15.txt,line=15," in done.stdout


def test_a_baseline_is_sorted_so_that_its_changes_can_be_read(folder: Path) -> None:
    many = "\n".join(BAD.replace("ex:a", f"ex:a{n}") for n in range(9))
    (folder / "many.ttl").write_text(many)
    check(folder, "many.ttl", "--baseline", "known.json", "--update-baseline")
    names = list(json.loads((folder / "known.json").read_text())["findings"])
    assert len(names) > 1
    assert names == sorted(names)
