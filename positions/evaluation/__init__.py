"""How good extraction is, and how its weights are learnt: gold articles in, figures and weights out."""
