"""How a language model is asked, and how its answer is checked against article and catalog."""
