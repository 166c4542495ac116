"""Files, functions and names stay within the house's limits."""

import ast

from tests.structure.source import functions, n_lines, product, sources

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_LINES = 150
TEST_LINES = 40
ARGUMENTS = 6
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "managers", "data", "info", "misc", "common"}

everything = (*product(), *sources("tests"))


def test_a_file_is_no_longer_than_four_hundred_lines():
    assert [(s.name, s.n_lines) for s in everything if s.n_lines > FILE_LINES] == []


def test_functions_are_short_enough_to_see_whole():
    long = [(s.name, f.name, n_lines(f)) for s in product() for f in functions(s) if n_lines(f) > FUNCTION_LINES]
    assert long == []


def test_classes_are_short_enough_to_keep_in_mind():
    classes = [(s.name, n) for s in product() for n in ast.walk(s.tree) if isinstance(n, ast.ClassDef)]
    assert [(name, c.name, n_lines(c)) for name, c in classes if n_lines(c) > CLASS_LINES] == []


def test_functions_take_few_arguments():
    def count(function: ast.FunctionDef) -> int:
        arguments = function.args
        names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        return len([name for name in names if name not in {"self", "cls"}])

    many = [(s.name, f.name, count(f)) for s in product() for f in functions(s) if count(f) > ARGUMENTS]
    assert many == []


def test_tests_are_short():
    tests = [(s.name, f) for s in sources("tests") for f in functions(s) if f.name.startswith("test_")]
    assert [(name, f.name, n_lines(f)) for name, f in tests if n_lines(f) > TEST_LINES] == []


def test_names_are_the_fields():
    parts = {part for source in everything for part in (*source.path.parts, source.path.stem)}
    assert parts & FORBIDDEN_NAMES == set()


def test_every_module_says_what_it_is_for():
    silent = [s.name for s in everything if s.text.strip() and ast.get_docstring(s.tree) is None]
    assert silent == []
