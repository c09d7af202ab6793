"""What the rest of the program needs to open a ward: one place to import it from."""

from nkdesk.store.opening import create_store, open_store
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

__all__ = [
    "Step",
    "Store",
    "StoreConflictError",
    "StoreError",
    "StoreProblem",
    "create_store",
    "open_store",
]
