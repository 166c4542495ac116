"""Who could hold a stance: names, pronouns, speakers, whose words or whose account a text is."""
