"""How an answer is sent and described: tags, representations, tables, the schema."""
