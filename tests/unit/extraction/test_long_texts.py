"""The longest text that is read fits into a worker's memory."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# Unit: MB. What a worker process may take; measured: 598 here, 665 with Django and a large catalog.
MOST = 700
READ = """
import config
from pathlib import Path
from positions.extraction.readable import MAX_TEXT_LENGTH
from positions.extraction.rules import RulesExtractor
from tests.unit.extraction.conftest import CATALOG

def day(n):
    return (
        f"On day {n} of the talks Ada Holm of Northland said that her government would keep the steel tariffs. "
        f"“We reject the carbon levy,” Southland's president Bo Varga told reporters in town {n}, and the dockworkers "
        "demanded an end to night shifts.\\n\\n"
        + "The river rose while the markets fell, and nobody said a word. " * 20
        + "\\n\\n"
    )

text = "".join(day(n) for n in range(1_000))[:MAX_TEXT_LENGTH]
assert len(text) == MAX_TEXT_LENGTH
found = RulesExtractor().extract(text, catalog=CATALOG)
assert len(found) > 100, len(found)
status = Path("/proc/self/status").read_text()  # ru_maxrss would count what the parent had, too
print(int(status.split("VmHWM:")[1].split()[0]) // 1024)
"""


def test_the_longest_text_is_read_within_a_workers_memory():
    done = subprocess.run([sys.executable, "-c", READ], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < MOST
