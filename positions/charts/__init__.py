"""Pictures of answers as SVG and PNG, for pages, reports and previews. In: records of `comparison`. Out: a chart.

Each module draws one kind: what it shows as a grid or a Vega-Lite specification, with a title that says it, a source
line, its data as rows, and a text alternative. `drawing` alone knows the library.
"""
