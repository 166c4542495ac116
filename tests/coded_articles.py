"""Coded articles in folders, as the commands that measure and train read them."""

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from positions.management.commands.train_extractor import INVENTED

CATALOG = """
negotiation: {slug: river-talks, title: Talks on the Silver River, started_on: 2024-02-01}
parties:
  - {slug: northland, name: Northland, kind: state, role: principal}
  - {slug: southland, name: Southland, kind: state, role: principal}
issues:
  - {slug: quota, title: Water quota, proposition: Southland takes more water., toward: [water quota]}
  - {slug: dam, title: Upper dam, proposition: Northland builds the upper dam., toward: [upper dam]}
"""
SAYS = [
    ("southland", "quota", "supports", "Southland demanded a water quota in round {}."),
    ("northland", "quota", "opposes", "Northland rejected the water quota in round {}."),
    ("northland", "dam", "supports", "Northland insists on the upper dam, it said in round {}."),
    ("southland", "dam", "opposes", '"We will never accept the upper dam," Southland said in round {}.'),
]
NOISE = "The envoys of Northland and Southland met in round {}, and the upper dam was shown on a map."


def six_coded_articles(folder: Path) -> dict[str, Path]:
    """Six coded articles about one negotiation, as the three folders that the commands read."""
    for name in ("statements", "articles", "catalogs"):
        (folder / name).mkdir()
    (folder / "catalogs" / "river-talks.yaml").write_text(CATALOG, encoding="utf-8")
    for number in range(6):
        coded = [(p, t, s, words.format(number)) for p, t, s, words in SAYS]
        text = "\n\n".join([*(quote for *_, quote in coded), *[NOISE.format(n) for n in range(number + 1)]])
        write(folder / "articles" / f"a{number}.json", {"id": f"a{number}", "text": text})
        statements = [
            {"party": p, "target": t, "stance": s, "quote": q, "attribution": "quoted" if '"' in q else "reported"}
            for p, t, s, q in coded
        ]
        write(folder / "statements" / f"a{number}.json", {"negotiation": "river-talks", "statements": statements})
    names = {"gold": "statements", "articles": "articles", "catalogs": "catalogs"}
    return {option: folder / name for option, name in names.items()}


def two_invented_articles(folder: Path) -> Path:
    """Two of the package's; all of them take minutes to read."""
    for name in ("articles", "statements"):
        (folder / name).mkdir(parents=True)
        for stem in ("c-055", "c-m207"):
            (folder / name / f"{stem}.json").write_bytes((INVENTED / name / f"{stem}.json").read_bytes())
    (folder / "catalogs").symlink_to(INVENTED / "catalogs")
    return folder


def write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")


def run(name: str, **options: object) -> str:
    out = StringIO()
    call_command(name, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()
