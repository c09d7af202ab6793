"""Checks journal.jsonl beside it with plain Python: python verify_journal.py [SEQ:HASH].

Every step's hash is computed anew. SEQ:HASH is the newest step as a printed sheet shows it: it
finds what a chain alone cannot show, a copy with its end cut off or written anew.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

known, _, start = (sys.argv[1] if len(sys.argv) > 1 else "0:").partition(":")
prev, agrees = "0" * 64, known == "0"
text = Path(__file__).with_name("journal.jsonl").read_text(encoding="utf-8")
for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
    try:
        told = json.loads(line)
        plain, step = (
            json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            for one in (told, told["step"])
        )
        prev = sha256(f"nkdesk step 1\n{prev}{step}".encode()).hexdigest()
        whole = plain == line and told["hash"] == prev and told["step"]["seq"] == number
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        sys.exit(f"CHANGED: step {number} is not as it was written.")
    agrees = agrees or (known == str(number) and start[7:] != "" and prev.startswith(start))
sys.stdout.write(f"{number} steps, each sealed to the one before; the newest is {number}:{prev}\n")
sys.exit(None if agrees else f"DIFFERENT: step {known} of the printed sheet is not in this copy.")
