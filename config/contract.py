"""What the API's schema says of the whole: who offers it under which licence, where, and what its parts are about."""

LICENCE = {"name": "MIT", "identifier": "MIT"}
CONTACT = {"name": "Whoever runs this server"}
SERVERS = [{"url": "/", "description": "The server that this schema was asked of."}]
TAGS = [
    {"name": "catalog", "description": "Which talks there are, who takes part, and what they are about."},
    {"name": "comparison", "description": "What each party holds on each target, and how they compare, at any time."},
    {"name": "proposals", "description": "Packages that somebody tabled, and what each party answered."},
    {"name": "positions", "description": "What parties held over which period, one by one, with every version."},
    {"name": "statements", "description": "What was said where, word for word, and what a person decided about it."},
    {"name": "articles", "description": "Texts that statements are found in: sent, read, and what became of them."},
    {"name": "changes", "description": "What changed, revision by revision, for those who keep a copy or read along."},
    {"name": "webhooks", "description": "Being told when a party moves, instead of asking again and again."},
    {"name": "events", "description": "What arrives at a webhook, message by message."},
    {"name": "downloads", "description": "Everything public of one set of talks in one file."},
    {"name": "snapshots", "description": "Answers frozen so that they can be cited and verified."},
    {"name": "quality", "description": "How often the machine was right, by what people decided."},
]
# What arrives at webhooks: names in `positions.api.endpoints.webhook_events`.
TOLD = ["stance_changed", "red_line_drawn", "red_line_gone", "response_given", "agreement_moved", "ping"]
