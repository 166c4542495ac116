"""A client for TypeScript is typed from the schema, checked strictly, and does real work, as its page in docs/ says."""

from pathlib import Path

from tests.clients.node import INSTALLED, ROOT, needs_node, run, tool
from tests.clients.pages import check_output, command_on, file_on, program_on, write

PAGE = "client-typescript.md"


@needs_node
def test_a_typescript_client_is_generated_type_checked_and_does_its_work(server, tmp_path: Path):
    (tmp_path / "node_modules").symlink_to(INSTALLED)
    run("sh", "-c", command_on(PAGE, "npm init"), folder=tmp_path)
    write(tmp_path, "tsconfig.json", file_on(PAGE, "tsconfig.json"))
    write(tmp_path, "program.ts", program_on(PAGE, "ts"))
    schema = str(ROOT / "docs" / "openapi.yaml")
    run(tool("openapi-typescript"), schema, "--output", "parley.ts", "--default-non-nullable=false", folder=tmp_path)
    run(tool("tsc"), folder=tmp_path)
    check_output(run("node", "program.js", folder=tmp_path, **server))
