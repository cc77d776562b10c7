"""What arrived, in order, for whoever waits for it."""

import threading
import time


class Journal:

    def __init__(self):
        self._changed = threading.Condition()
        self._entries = []

    def add(self, entry):
        with self._changed:
            self._entries.append({"at": time.time(), **entry})
            self._changed.notify_all()

    def take(self, at_least=0, timeout=10, clear=False):
        """Waits until there are so many entries, or time is up; returns all there are then."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._entries) >= at_least, timeout)
            entries = list(self._entries)
            if clear:
                del self._entries[:]
            return entries
