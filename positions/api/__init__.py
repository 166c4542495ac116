"""The REST API: thin views, one call each into `queries` or a stage."""

# What its addresses begin with.
API = "/api/"
