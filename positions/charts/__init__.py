"""Pictures of answers as SVG and PNG, for pages, reports and previews. In: records of `comparison`. Out: a chart.

Each module draws one kind: its marks as SVG, with a title that says what they show, a source line, its data as rows,
and a text alternative. `drawing` alone knows the library, which makes PNG of SVG.
"""
