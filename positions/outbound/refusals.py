"""Why there is no answer: either it may not be had, or it could not be had this time."""


class OutboundRefused(Exception):
    """The rules forbid it, and will again: the message says which, in a sentence."""


class HostNotPublic(OutboundRefused):
    """Nothing at that host is asked for, whatever it is."""


class OutboundFailed(Exception):
    """The network or the other side failed; asked again later it may answer. The message says how, in a sentence."""
