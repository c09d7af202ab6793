from tests.store.conftest import empty_ward, planned_ward, store, ward

__all__ = ["empty_ward", "planned_ward", "store", "ward"]
