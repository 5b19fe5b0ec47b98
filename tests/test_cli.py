"""The command line as a user meets it: what is printed, and the exit codes 0, 1 and 2."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from command_line import run
from rdflib import Graph

from zhunru.graph import load_graph
from zhunru.inputs import example_hospital

INVENTED = Path(__file__).parent / "fixtures" / "invented"
EXAMPLE = str(example_hospital())
COMMANDS = (
    "ask",
    "show",
    "validate",
    "template",
    "verify",
    "new-regulation",
    "compare",
    "diff",
    "export",
    "ui",
    "demo",
    "reason",
    "shapes",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese_first_with_an_example(command):
    text = run(command, "--help").stdout
    body = text.split("Usage:")[1]
    chinese = re.search(r"[\u4e00-\u9fff]", body)
    assert chinese
    assert f"zhunru {command}" in body.split("Example:")[1]


def test_help_names_every_command():
    text = run("--help").stdout
    assert all(command in text for command in COMMANDS)


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from typer.testing import CliRunner; from zhunru.cli import app; "
        "CliRunner().invoke(app, ['--help']); "
        "print({'rdflib', 'pyoxigraph', 'pandas', 'pyshacl', 'streamlit'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("arguments", "code"), [(["template", "--help"], 0), (["ask", "no-such-query"], 2)]
)
def test_the_process_ends_after_what_is_to_be_done_at_exit(arguments, code):
    script = (
        "import atexit, sys; from zhunru.cli import main; "
        "atexit.register(print, 'the end', end=''); sys.argv[0] = 'zhunru'; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.endswith("the end")
    assert bool(done.stderr) == bool(code)


def test_what_fails_unforeseen_is_shown():
    script = "from zhunru import cli; cli.app = lambda standalone_mode: 1 / 0; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr


def answered(*arguments):
    result = run("ask", *arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_first_question():
    """四级 with 副主任医师 3年以上: 鼻科、脊柱、胸外 only; without years more ask the title."""
    procedures = [row["procedure"] for row in answered("procedures-by-title")]
    assert len(procedures) == len(set(procedures)) == 79
    assert by_regulation(procedures) == {"nasal": 31, "spine": 34, "thoracic": 14}
    anyone = {row["procedure"] for row in answered("procedures-by-title", "--param", "years=0")}
    counted = by_regulation(anyone)
    assert (counted["general-surgery"], counted["pharyngolaryngeal"]) == (65, 19)
    assert not {"digestive", "respiratory"} & counted.keys(), "主治医师 suffices there"


def by_regulation(procedures):
    names = [iri.split("/procedure/")[1].split("/")[0] for iri in procedures]
    assert all("/grade4/" in iri for iri in procedures)
    return Counter(name.removesuffix("-endoscopy-2019") for name in names)


def test_the_second_question():
    """The six 甲状腺/甲状旁腺 pairs; 普通外科 300 三级 cases, 咽喉科 200 and 10 years."""
    result = run("ask", "overlaps", "--format", "json")
    rows = json.loads(result.stdout)["results"]["bindings"]
    assert len(rows) == 6
    for row in rows:
        values = {name: cell["value"] for name, cell in row.items()}
        sides = [
            (values.get(f"grade3_cases_{side}"), values.get(f"specialty_years_{side}"))
            for side in ("a", "b")
        ]
        assert sorted(sides, key=str) == [("200", "10"), ("300", None)]


def test_sparql_from_a_file_and_from_stdin(tmp_path):
    query = "SELECT ?r ?l WHERE { ?r a zr:Regulation ; skos:prefLabel ?l } ORDER BY ?r"
    path = tmp_path / "query.rq"
    path.write_text(query, encoding="utf-8")
    from_file = run("ask", "--sparql", path, "--format", "csv").stdout
    assert "鼻科内镜" in from_file
    assert run("ask", "--sparql", "-", "--format", "csv", stdin=query).stdout == from_file


def test_construct_as_turtle():
    query = "CONSTRUCT { ?r a zr:Regulation } WHERE { ?r a zr:Regulation }"
    result = run("ask", "--sparql", "-", "--format", "ttl", stdin=query)
    assert len(Graph().parse(data=result.stdout, format="turtle")) == 17


def test_ask_without_a_name_lists_the_queries():
    assert "procedures-by-title" in run("ask").stdout


def test_show_by_name():
    text = run("show", "鼻内镜下经蝶垂体瘤切除术").stdout
    assert "副主任医师" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "procedure-by-title"), "procedures-by-title"),
        (("ask", "overlaps", "--param", "word=x"), "keyword"),
        (("ask", "overlaps", "--param", "keyword"), "名=值"),
        (("ask", "procedures-by-title", "-p", "years=three"), "须为整数"),
        (("ask", "overlaps", "--sparql", "-"), "只能给一个"),
        (("ask", "--sparql", "no-such-file.rq"), "“no-such-file.rq”文件或文件夹不存在"),
        (("export", "no-such-folder/graph.ttl"), "“no-such-folder/graph.ttl”文件或文件夹不存在"),
        (("show", "没有这项手术"), "没有"),
        (("validate", "no-such-folder"), "no-such-folder"),
        (("validate", EXAMPLE, "--report", "report.pdf"), ".html"),
        (("verify", "--sources", "no-such-folder"), "no-such-folder"),
    ],
)
def test_mistakes_are_explained_with_exit_code_2(arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output.replace("\n", "")
    assert re.search(r"[\u4e00-\u9fff]", result.output)


def test_malformed_sparql_gives_line_and_column():
    result = run("ask", "--sparql", "-", stdin="SELECT ?a WHERE {\n  ?a ?b \n}")
    assert result.exit_code == 2
    assert re.search(r"第 \d+ 行", result.output)


def test_verify_a_regulation_of_ones_own():
    arguments = ("--sources", INVENTED / "sources", "--data", INVENTED / "model-technique-2099.ttl")
    result = run("verify", *arguments)
    assert result.exit_code == 0
    assert "核对通过" in result.stdout


def test_verify_without_texts_says_how(monkeypatch):
    monkeypatch.delenv("ZHUNRU_SOURCES", raising=False)
    result = run("verify")
    assert result.exit_code == 2
    assert "ZHUNRU_SOURCES" in result.output


def test_verify_tells_a_disagreement_by_exit_code_1(tmp_path):
    source = (INVENTED / "sources" / "model-technique-2099.txt").read_text("utf-8")
    changed = source.replace("1000例", "1001例") if "1000例" in source else source + "\n五、另\n"
    (tmp_path / "model-technique-2099.txt").write_text(changed, encoding="utf-8")
    data = INVENTED / "model-technique-2099.ttl"
    result = run("verify", "--sources", tmp_path, "--data", data)
    assert result.exit_code == 1
    assert "核对未通过" in result.stdout


def test_verify_refuses_data_that_is_no_turtle(tmp_path):
    bad = tmp_path / "bad.ttl"
    bad.write_text("<a> <b> .", encoding="utf-8")
    result = run("verify", "--sources", INVENTED / "sources", "--data", bad)
    assert result.exit_code == 2
    assert "不是 Turtle" in result.output


def test_export_holds_the_whole_graph(tmp_path):
    """In one format: `test_export_formats` reads every other one back."""
    target = tmp_path / "graph.nt"
    assert run("export", target, "--format", "nt").exit_code == 0
    assert len(Graph().parse(target)) == len(load_graph())


def test_export_is_the_same_each_time():
    first, second = (
        subprocess.run(
            [sys.executable, "-m", "zhunru", "export"],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for _ in range(2)
    )
    assert first == second
    assert first.startswith("@prefix")


def test_templates_are_written_once(tmp_path):
    assert run("template", tmp_path / "tables").exit_code == 0
    assert (tmp_path / "tables" / "准入数据模板.xlsx").is_file()
    again = run("template", tmp_path / "tables")
    assert again.exit_code == 2
    assert "准入数据模板.xlsx" in again.output.replace("\n", "")


def test_demo_answers_both_questions_and_validates():
    result = run("demo")
    assert result.exit_code == 0
    assert "79 行" in result.stdout
    assert "6 行" in result.stdout
    assert "小结" in result.stdout
