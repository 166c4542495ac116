"""A client for Python is generated from the schema, type-checked, and does real work; as docs/client-python.md says."""

import sys
from pathlib import Path

from tests.clients.node import ROOT, run
from tests.clients.pages import check_output, file_on, program_on, write

# Of the generator's own file, and none of what it makes of our schema.
TYPES = """[mypy]
strict = true
[mypy-parley_client.client]
disable_error_code = arg-type
"""


def generate(folder: Path) -> None:
    write(folder, "generator.yaml", file_on("client-python.md", "generator.yaml"))
    run(
        *(str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--fail-on-warning"),
        *("--path", str(ROOT / "docs" / "openapi.yaml"), "--meta", "none", "--output-path", "parley_client"),
        *("--config", "generator.yaml"),
        folder=folder,
        PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin",
    )


def test_a_python_client_is_generated_type_checked_and_does_its_work(server, tmp_path: Path):
    generate(tmp_path)
    write(tmp_path, "program.py", program_on("client-python.md", "python"))
    write(tmp_path, "mypy.ini", TYPES)
    run(sys.executable, "-m", "mypy", "program.py", "parley_client", folder=tmp_path)
    check_output(run(sys.executable, "program.py", folder=tmp_path, **server))
