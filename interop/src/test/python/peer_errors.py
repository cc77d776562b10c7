"""Exceptions that travel: a client rebuilds them if it allows this module."""


class QuotaError(Exception):
    """Has named arguments, which travel too."""

    def __init__(self, message=None, **kwargs):
        super().__init__(message)
        self.kwargs = kwargs


class PlainError(Exception):
    """Has nothing of its own."""


class PickyError(Exception):
    """Cannot be rebuilt from what travels."""

    def __init__(self, first, second):
        super().__init__("%s and %s" % (first, second))
