"""What may stand in the way of any service: something around the store, never the ward's rules."""

from nkdesk.store.problem import StoreConflictError, StoreError

__all__ = ["StoreConflictError", "StoreError"]
