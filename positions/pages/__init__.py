"""The public pages: HTML, rendered here, from what `queries` answers. They write nothing and know no table.

The address of a page holds its whole state; every link on it names both times, so that it shows the same later.
"""
