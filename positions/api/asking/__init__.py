"""What is asked, and by whom: parameters, filters, bodies, pages, preconditions, tokens, rates."""
