"""The ward's protocol versions, adding one, and approving one."""
