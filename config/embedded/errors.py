"""The two ways the embedded services fail; each message is one sentence for the person at the keyboard."""


class ServicesCouldNotStart(Exception):  # noqa: N818 - a full phrase is the house style
    """The embedded services are not there; the message says why and what to do."""


class ServicesCouldNotStop(Exception):  # noqa: N818 - a full phrase is the house style
    """Something of ours is still running; the message names it."""
