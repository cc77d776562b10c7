"""What the RPC servers of 2013 of this peer can do, and how a request finds its method."""

import time

import peer_2013_wire as wire


class Endpoint:

    def __init__(self, released, namespace=None, version="1.0"):
        self._released = released
        self.namespace = namespace
        self.version = version

    def echo(self, ctxt, **args):
        return args

    def same(self, ctxt, arg=None):
        return arg

    def add(self, ctxt, x, y):
        return x + y

    def nothing(self, ctxt):
        return None

    def context(self, ctxt):
        return ctxt.to_dict()

    def unicode(self, ctxt):
        return "gr\u00fc\u00df \u4f60\u597d \U0001f680"

    def slow(self, ctxt, seconds):
        time.sleep(seconds)
        return "slept"

    def fail(self, ctxt, message="boom"):
        raise ValueError(message)

    def count(self, ctxt, n, delay=0):
        """Yields 1 to n, each after so many seconds."""
        for number in range(1, n + 1):
            time.sleep(delay)
            yield number

    def nones(self, ctxt):
        yield None
        yield None
        yield None

    def count_and_fail(self, ctxt, n, message="boom"):
        yield from range(1, n + 1)
        raise ValueError(message)

    def texts(self, ctxt, sizes):
        return ("x" * size for size in sizes)

    def wait_between(self, ctxt):
        yield "before"
        self._released.wait(60)
        yield "after"

    def reply_by_hand(self, ctxt, first, last):
        ctxt.reply(first)
        return last


class Dispatcher:

    def __init__(self, endpoints):
        self._endpoints = endpoints

    def dispatch(self, ctxt, version, method, namespace, **kwargs):
        version = version or "1.0"
        served = False
        for endpoint in self._endpoints:
            if endpoint.namespace != namespace:
                continue
            compatible = wire.compatible(endpoint.version, version)
            served = served or compatible
            if compatible and hasattr(endpoint, method):
                return getattr(endpoint, method)(ctxt, **kwargs)
        if served:
            raise AttributeError("No such RPC function '%s'" % method)
        raise wire.UnsupportedRpcVersion(version=version)
