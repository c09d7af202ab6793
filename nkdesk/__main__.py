"""``python -m nkdesk`` opens the window."""

import sys

from nkdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
