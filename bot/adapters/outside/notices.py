"""Sends one notice through Apprise in a process of its own, which ends: `python -m bot.adapters.outside.notices`."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

PATIENCE = 60.0
_ROOT = Path(__file__).resolve().parent.parent.parent.parent


class NotSent(Exception):
    """The process that sends failed; why is what it said last, without addresses."""


async def send(addresses: tuple[str, ...], title: str, body: str) -> None:
    """Sends a notice to every address. Raises NotSent when one of them did not take it."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        __name__,
        stdin=pipe,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
    )
    order = json.dumps({"addresses": addresses, "title": title, "body": body}).encode()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.communicate(order)
    except TimeoutError:
        raise NotSent("timeout") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise NotSent("refused" if process.returncode == 1 else "broken")


def main() -> int:
    """Reads the order from standard input: 0 sent, 1 refused."""
    import apprise

    order = json.load(sys.stdin)
    notifier = apprise.Apprise()
    added = [notifier.add(address) for address in order["addresses"]]
    sent = notifier.notify(body=order["body"], title=order["title"])
    return 0 if all(added) and sent else 1


if __name__ == "__main__":
    sys.exit(main())
