"""From an article's text and a catalog to statements as the codebook defines them. Pure."""
