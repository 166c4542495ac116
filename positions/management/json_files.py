"""Files of JSON that a command is given: what is wrong with one, in words."""

import json

WRONG = (OSError, ValueError, KeyError, TypeError)
"""What reading one raises."""


def what_is_wrong(problem: Exception) -> str:
    """A part of a sentence for whoever named the file."""
    match problem:
        case OSError():
            return problem.strerror or str(problem)
        case UnicodeDecodeError():
            return "it is not UTF-8"
        case json.JSONDecodeError():
            return f"broken JSON: {problem.msg}"
        case KeyError():
            return f"the key “{problem.args[0]}” is missing"
    return "a value in it is of another kind than it should be"
