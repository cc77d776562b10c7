"""What the RPC servers of this peer can do."""

import functools
import importlib
import time

import oslo_messaging


def _recorded(method):
    @functools.wraps(method)
    def call(self, ctxt, **args):
        self._journal.add({
            "method": method.__name__, "args": args, "ctxt": ctxt,
            "namespace": self.target.namespace, "version": self.target.version})
        return method(self, ctxt, **args)
    return call


class Endpoint:
    """Every method is recorded, so that a test can ask which casts arrived, and where."""

    def __init__(self, target, journal, transport, server):
        self.target = target
        self._journal = journal
        self._transport = transport
        self._server = server

    @_recorded
    def echo(self, ctxt, **args):
        return args

    @_recorded
    def same(self, ctxt, arg=None):
        return arg

    @_recorded
    def add(self, ctxt, x, y):
        return x + y

    @_recorded
    def who(self, ctxt):
        return {"server": self._server, "namespace": self.target.namespace,
                "version": self.target.version}

    @_recorded
    def context(self, ctxt):
        return ctxt

    @_recorded
    def nothing(self, ctxt):
        return None

    @_recorded
    def zero(self, ctxt):
        return 0

    @_recorded
    def no(self, ctxt):
        return False

    @_recorded
    def empty_text(self, ctxt):
        return ""

    @_recorded
    def empty_list(self, ctxt):
        return []

    @_recorded
    def empty_map(self, ctxt):
        return {}

    @_recorded
    def text(self, ctxt, size):
        return "x" * size

    @_recorded
    def unicode(self, ctxt):
        return "gr\u00fc\u00df \u4f60\u597d \U0001f680"

    @_recorded
    def numbers(self, ctxt):
        return [2 ** 70, float("nan"), float("inf"), float("-inf"), 1.5, -0.0]

    @_recorded
    def slow(self, ctxt, seconds):
        time.sleep(seconds)
        return "slept"

    @_recorded
    def fail(self, ctxt, message="boom"):
        raise ValueError(message)

    @_recorded
    def fail_with(self, ctxt, module, name, args=(), kwargs=None):
        """Raises any exception, such as peer_errors.QuotaError."""
        raise getattr(importlib.import_module(module), name)(*args, **(kwargs or {}))

    @oslo_messaging.expected_exceptions(KeyError)
    @_recorded
    def fail_as_expected(self, ctxt, key="k"):
        raise KeyError(key)

    @_recorded
    def forward(self, ctxt, to, calling, args=None, timeout=10):
        """Calls another server; what it raises is raised here, and travels one hop more."""
        return client(self._transport, oslo_messaging.Target(**to), timeout=timeout).call(
            ctxt, calling, **(args or {}))

    @_recorded
    def _private(self, ctxt):
        return "private"


def client(transport, target, **options):
    """A client, by the function that newer releases want and older ones do not have."""
    make = getattr(oslo_messaging, "get_rpc_client", None) or oslo_messaging.RPCClient
    return make(transport, target, **options)
