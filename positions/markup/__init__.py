"""What others' markup says: pages by trafilatura, feeds by feedparser, each worked on in a process of its own.

In: the text or bytes of a page or feed. Out: plain values. It knows no table and no Django, so that such a process is
small and starts in half a second. Called by ingestion.
"""
