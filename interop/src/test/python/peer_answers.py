"""What happened, as JSON."""

import traceback


def described(error):
    """An exception: its type and all that it carries."""
    cls = type(error)
    result = {
        "class": cls.__name__,
        "module": cls.__module__,
        "bases": ["%s.%s" % (base.__module__, base.__name__) for base in cls.__mro__],
        "message": str(error),
        "args": error.args,
        "kwargs": getattr(error, "kwargs", {}),
        "peer_traceback": traceback.format_exception(cls, error, error.__traceback__),
    }
    if hasattr(error, "exc_type"):  # a RemoteError
        result.update(exc_type=error.exc_type, value=error.value, traceback=error.traceback)
    return result
