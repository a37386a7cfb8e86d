"""`python -m tests.counterparts.telegram`: the server in its own process, until its standard input ends."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.counterparts.telegram.benching import BenchServer
from tests.counterparts.telegram.town import TOKEN


async def serve(token: str, port: int, *, validate: bool) -> None:
    async with BenchServer(token=token, port=port, validate=validate) as town:
        addresses = {
            "url": town.url,
            "file_url": town.file_url,
            "control": f"http://127.0.0.1:{town.port}/control/",
        }
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.counterparts.telegram", description=__doc__)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--validate", action="store_true", help="check every request (slow to start)")
    given = parser.parse_args()
    asyncio.run(serve(given.token, given.port, validate=given.validate))


if __name__ == "__main__":
    main()
