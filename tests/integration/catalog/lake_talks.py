"""A small coded data set of our own: four towns and a ministry on three issues, and the mapping that reads it."""

from pathlib import Path

CSV = """actor,issue,issue_label,position,salience,weight
Alder,Quota,Share of the lake's water,10,0.9,0.3
Birch (with Cedar),Quota,Share of the lake's water,55,0.4,0.2
Elm,Quota,Share of the lake's water,100,1,0.1
Lake Ministry,Quota,Share of the lake's water,70,0.25,0.4
Alder,Fishery,Closed season for fishing,20,0.75,0.3
Birch (with Cedar),Fishery,Closed season for fishing,20,0.6,0.2
Elm,Fishery,Closed season for fishing,80.5,0.3,0.1
Alder,Tolls,Tolls for cargo boats,0,0.5,0.3
Elm,Tolls,Tolls for cargo boats,33.25,0.8,0.1
Lake Ministry,Tolls,Tolls for cargo boats,100,0,0.4
"""
MAPPING = """
party:
  column: actor
  words: {Birch (with Cedar): birch}
target: {column: issue}
scale: {column: position}
salience_value: {column: salience}
valid_from: {value: 2024-05-01}
source:
  title: {value: Lake survey}
  url: {value: "https://example.org/lake"}
  published_on: {value: 2024-06-01}
create:
  negotiation: {title: Talks on the lake, started_on: 2024-05-01}
  parties:
    kind: {column: actor, words: {Lake Ministry: government}, otherwise: organisation}
    role: {value: principal}
  issues:
    title: {column: issue_label}
    proposition: {column: issue, words: {Quota: Elm receives all of the water.}, otherwise: It is settled.}
    topic: {value: lake}
"""


def write(folder: Path, *, text: str = CSV, mapping: str = MAPPING) -> tuple[Path, Path]:
    """The data set and its mapping as files."""
    paths = folder / "lake.csv", folder / "lake.yaml"
    for path, content in zip(paths, (text, mapping), strict=True):
        path.write_text(content, encoding="utf-8")
    return paths
