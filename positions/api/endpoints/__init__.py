"""What is answered at each address, a file for each kind of thing."""
