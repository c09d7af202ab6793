"""A process that says which heavy modules the store brings with it, and which at first use."""

import sys
from importlib import import_module
from multiprocessing.queues import SimpleQueue

HEAVY = ("sqlcipher3", "sqlite_utils")
PACKAGE = ("cycles", "protocols", "store", "undo", "verify")


def say_what_is_imported(found: SimpleQueue) -> None:
    for name in PACKAGE:
        import_module(f"nkdesk.store.{name}")
    before = [name for name in HEAVY if name in sys.modules]
    import_module("nkdesk.store.connection").warm_up()
    found.put((before, [name for name in HEAVY if name in sys.modules]))
