"""Reads pairs of files with oslo.config: OsloConfigComparisonTest compares.

usage: read_with_oslo_config.py FOLDER COUNT

Of FOLDER/0-1.conf, FOLDER/0-2.conf, FOLDER/1-1.conf ... it writes one line each: the values of all
options, each as the UTF-8 of its texts in hexadecimal digits, "-" for none, "!" for an error; or
only "!" if a file cannot be read.
"""

import logging
import sys

from oslo_config import cfg

logging.disable(logging.CRITICAL)


def conf():
    opts = cfg.ConfigOpts()
    opts.register_opt(cfg.StrOpt("a"))
    opts.register_opt(cfg.StrOpt("b", default="B"))
    opts.register_opt(cfg.MultiStrOpt("m", deprecated_name="o"))
    opts.register_opt(cfg.StrOpt("c"))
    opts.register_opt(cfg.StrOpt("a"), group="g")
    opts.register_opt(cfg.StrOpt("b"), group="g")
    opts.register_opt(cfg.StrOpt("c", deprecated_name="old", deprecated_group="DEFAULT"), group="g")
    return opts


def shown(read):
    try:
        value = read()
    except BaseException:
        return "!"
    if value is None:
        return "-"
    texts = value if isinstance(value, list) else [value]
    return ",".join(text.encode("utf-8").hex() for text in texts)


def line(files):
    opts = conf()
    try:
        opts([], default_config_files=files)
    except cfg.ConfigFileParseError:
        return "!"
    return " ".join(
        [shown(lambda name=name: opts[name]) for name in ("a", "b", "m")]
        + [shown(lambda name=name: opts.g[name]) for name in ("a", "c")]
    )


folder, count = sys.argv[1], int(sys.argv[2])
for i in range(count):
    print(line(["%s/%d-1.conf" % (folder, i), "%s/%d-2.conf" % (folder, i)]))
