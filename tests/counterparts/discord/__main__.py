"""`python -m tests.counterparts.discord`: a town in a process of its own, until its standard input ends."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from aiohttp import web

from tests.counterparts.discord.clocks import WallClock
from tests.counterparts.discord.control import Control
from tests.counterparts.discord.server import LARGEST_REQUEST, TOKEN, DiscordServer

KEPT_CALLS = 10_000


async def serve(token: str, *, validate: bool) -> None:
    """Opens both ports, tells where they are in one line of JSON, and stays."""
    async with DiscordServer(WallClock(), token=token, validate=validate, keep_calls=KEPT_CALLS) as town:
        application = web.Application(client_max_size=LARGEST_REQUEST)
        application.add_routes(Control(town).routes())
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        addresses = {
            "port": town.port,
            "certificate": str(town.certificate),
            "token": town.token,
            "control": f"http://127.0.0.1:{runner.addresses[0][1]}/control/",
        }
        sys.stdout.write(json.dumps(addresses) + "\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        await runner.cleanup()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.counterparts.discord", description=__doc__)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--validate", action="store_true", help="check every request and answer (slower)")
    given = parser.parse_args()
    asyncio.run(serve(given.token, validate=given.validate))


if __name__ == "__main__":
    main()
