"""Speaks like moderation/classifier.py, about words instead of meanings: for tests of those who ask."""

from __future__ import annotations

import json
import sys
import time

SPAM, HAM, RUDE = ("扫码", "slots", "codes"), ("calm", "平静"), ("rude", "粗鲁")


def tell(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def share(text: str) -> float:
    if any(word in text for word in SPAM):
        return 0.99
    return 0.01 if any(word in text for word in HAM) else 0.5


def main() -> None:
    if sys.argv[1] == "broken":
        sys.exit("no such model")
    tell({"labels": ["LABEL_0", "LABEL_1"] if sys.argv[1] == "unnamed" else ["ham", "spam", "toxic"]})
    for line in sys.stdin:
        one = json.loads(line)
        if "slow" in one["text"]:
            time.sleep(1.0)
        if "die" in one["text"]:
            sys.exit("out of memory")
        spam = share(one["text"])
        toxic = 0.9 if any(word in one["text"] for word in RUDE) else 0.0
        tell({"id": one["id"], "scores": {"ham": 1 - spam, "spam": spam, "toxic": toxic}})


main()
