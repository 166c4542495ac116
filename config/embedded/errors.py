"""The two ways the embedded services fail; each message is one sentence for the person at the keyboard."""


class ServicesCouldNotStart(Exception):
    """The embedded services are not there; the message says why and what to do."""


class ServicesCouldNotStop(Exception):
    """Something of ours is still running; the message names it."""
