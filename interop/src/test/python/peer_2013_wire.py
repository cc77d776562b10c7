"""The messages of openstack.common.rpc of October 2013: envelope, context, ids and failures.

Nothing here comes from a messaging library, so that what both sides of a test agree on is the format.
"""

import collections
import importlib
import json
import traceback
import uuid

ENVELOPE_VERSION = "2.0"
ALLOWED_MODULES = ("nova.exception", "cinder.exception", "exceptions")
_COMMON = "openstack.common.rpc.common"
_CONTEXT = "_context_"
_REMOTE = "_Remote"


class RPCException(Exception):
    __module__ = _COMMON
    text = "An unknown RPC related exception occurred."

    def __init__(self, **kwargs):
        super().__init__(self.text % kwargs)
        self.kwargs = kwargs


class RemoteError(RPCException):
    __module__ = _COMMON
    text = "Remote error: %(exc_type)s %(value)s\n%(traceback)s."

    def __init__(self, exc_type, value, trace):
        super().__init__(exc_type=exc_type, value=value, traceback=trace)
        self.exc_type = exc_type
        self.value = value
        self.traceback = trace


class Timeout(RPCException):
    __module__ = _COMMON
    text = ('Timeout while waiting on RPC response - topic: "<unknown>", RPC method: "<unknown>"'
            ' info: "<unknown>"')


class DuplicateMessageError(RPCException):
    __module__ = _COMMON
    text = "Found duplicate message(%(msg_id)s). Skipping it."


class UnsupportedRpcVersion(RPCException):
    __module__ = _COMMON
    text = "Specified RPC version, %(version)s, not supported by this endpoint."


class UnsupportedRpcEnvelopeVersion(RPCException):
    __module__ = _COMMON
    text = "Specified RPC envelope version, %(version)s, not supported by this endpoint."


def new_id():
    return uuid.uuid4().hex


def compatible(implemented, requested):
    """Whether the majors are the same, and the rest of implemented is at least the requested."""
    ours, theirs = ([int(part) for part in version.split(".")] + [0, 0]
                    for version in (implemented, requested))
    return ours[0] == theirs[0] and ours[1:3] >= theirs[1:3]


def body(message, envelope=True):
    if envelope:
        message = {"oslo.version": ENVELOPE_VERSION, "oslo.message": json.dumps(message)}
    return json.dumps(message)


def opened(message):
    """What is in the envelope; what has none is the message itself."""
    if (not isinstance(message, dict) or "oslo.version" not in message
            or "oslo.message" not in message):
        return message
    if not compatible(ENVELOPE_VERSION, message["oslo.version"]):
        raise UnsupportedRpcEnvelopeVersion(version=message["oslo.version"])
    return json.loads(message["oslo.message"])


def with_context(message, context):
    return {**message, **{_CONTEXT + key: value for key, value in context.items()}}


def context_of(message):
    return {key[len(_CONTEXT):]: value for key, value in message.items()
            if key.startswith(_CONTEXT)}


class Duplicates:
    """The last 16 unique ids. Used by one thread."""

    def __init__(self):
        self._ids = collections.deque(maxlen=16)

    def check(self, message):
        unique_id = message.get("_unique_id")
        if unique_id is None:
            return
        if unique_id in self._ids:
            raise DuplicateMessageError(msg_id=unique_id)
        self._ids.append(unique_id)


def failure(error):
    """An exception as it travels; Python 2 calls its builtins "exceptions"."""
    cls = type(error)
    name, module = cls.__name__, cls.__module__
    if name.endswith(_REMOTE) and module.endswith(_REMOTE):
        name, module = name[:-len(_REMOTE)], module[:-len(_REMOTE)]
    return json.dumps({
        "class": name,
        "module": "exceptions" if module == "builtins" else module,
        "message": str(error),
        "tb": traceback.format_exception(cls, error, error.__traceback__),
        "args": error.args,
        "kwargs": getattr(error, "kwargs", {}),
    })


def rebuilt(text, allowed):
    """The exception that a failure tells of."""
    # Python 2 makes bytes of the text here: any character beyond ASCII ends the caller.
    data = json.loads(text.encode("ascii"))
    name, module, trace = data.get("class"), data.get("module"), data.get("tb", [])
    if module not in allowed:
        return RemoteError(name, data.get("message"), trace)
    try:
        found = importlib.import_module("builtins" if module == "exceptions" else module)
        cls = getattr(found, name)
        if not issubclass(cls, Exception):
            raise TypeError("%s is no exception" % name)
        error = cls(*data.get("args", []), **data.get("kwargs", {}))
    except (AttributeError, ImportError, TypeError):
        return RemoteError(name, data.get("message"), trace)
    message = "%s\n%s" % (data.get("message"), "\n".join(trace))
    if module == "exceptions":
        error.args = (message,) + error.args[1:]
    else:
        error.__class__ = type(
            name + _REMOTE, (cls,),
            {"__module__": module + _REMOTE, "__str__": lambda self: message})
    return error
