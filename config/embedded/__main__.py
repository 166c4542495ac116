"""Runs the supervisor of one home; started by `attachment`, not by hand."""

from config.embedded.supervisor import main

main()
