"""Configuration and transports, one of each for every handle."""

import os
import tempfile
import threading

import oslo_messaging
from oslo_config import cfg
from oslo_messaging._metrics import client as metrics

try:
    from oslo_messaging._tracing import client as tracing
except ImportError:  # before 18.3
    tracing = None

_global_options = threading.Lock()


def configuration(options):
    """options: {"group": {"option": value or list of values}}, as an INI file would have them."""
    conf = cfg.ConfigOpts()
    handle, path = tempfile.mkstemp(suffix=".conf", prefix="svar-peer-")
    with os.fdopen(handle, "w") as ini:
        for group, values in (options or {}).items():
            ini.write("[%s]\n" % group)
            for name, value in values.items():
                for item in value if isinstance(value, list) else [value]:
                    ini.write("%s = %s\n" % (name, item))
    try:
        conf(args=[], project="peer", prog="peer",
             default_config_files=[path], default_config_dirs=[])
    finally:
        os.unlink(path)
    # The library registers these on the global configuration only, and reads them from any.
    conf.register_opts(metrics.oslo_messaging_metrics, group="oslo_messaging_metrics")
    if tracing:
        conf.register_opts(tracing.oslo_messaging_tracing, group="oslo_messaging_tracing")
    return conf


def rpc_transport(request):
    return oslo_messaging.get_rpc_transport(
        configuration(request.get("options")), url=request["url"],
        allowed_remote_exmods=request.get("allowed_remote_exmods"))


def notification_transport(request):
    return oslo_messaging.get_notification_transport(
        configuration(request.get("options")), url=request["url"])


def target(values, **defaults):
    return oslo_messaging.Target(**{**defaults, **(values or {})})


class global_ping:
    """Within it, new servers answer pings or do not: they ask the global configuration."""

    def __init__(self, enabled):
        self._enabled = enabled

    def __enter__(self):
        _global_options.acquire()
        from oslo_messaging.rpc import dispatcher
        cfg.CONF.register_opts(dispatcher._dispatcher_opts)
        cfg.CONF.set_override("rpc_ping_enabled", self._enabled)

    def __exit__(self, *_):
        cfg.CONF.clear_override("rpc_ping_enabled")
        _global_options.release()
