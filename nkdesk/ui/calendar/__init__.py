"""The ward calendar: patients by days, painted by one widget."""
