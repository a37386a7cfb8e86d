"""The index in force: built when entries change, bettered by what is learned from them meanwhile, swapped whole."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from chat.people import Language
from chat.ports import Clock, Home, Reader
from faq.encoder import Encoder, UnusableEncoder, load_encoder
from faq.encoders import NONE, find_encoder, stamp_of
from faq.entries import Entry
from faq.floors import Verdict
from faq.index import Index
from faq.learned import Learned, packed, shipped, unpacked
from faq.rows import entry_of
from faq.settings import FaqSettings
from faq.thrift import give_back, keep_nothing_large
from faq.trainer import NothingLearned, Trainer
from language.lanes import language_of

KEPT = Path("data/faq")
_FORM = 4
"""Of what is learned: another way of learning has another number, so that nothing old is put in force."""

_CHANGE = "faq.new_edition"
"""The write that goes with every change of an entry."""

LOOKS_EVERY = timedelta(minutes=1)
"""How often it is seen whether the encoder was added, replaced or taken away."""

LEARNABLE = 20
"""Wordings beside another one of their entry from which on there is something to learn."""

log = logging.getLogger(__name__)

T = TypeVar("T")


class Library:
    """Answers at any time: from the words alone until what was learned is there."""

    def __init__(
        self, *, reader: Reader, clock: Clock, home: Home, settings: Callable[[], FaqSettings]
    ) -> None:
        self._reader = reader
        self._clock = clock
        self._home = home
        self._settings = settings
        self._index = Index(())
        self._version = -1
        self._edition = (-1, "", "")
        self._stamp = ""
        self._looked: datetime | None = None
        self._building = asyncio.Lock()
        self._soon, self._later = ThreadPoolExecutor(1, "faq-soon"), ThreadPoolExecutor(1, "faq-later")
        self._asked: set[Language | None] = set()
        self._learning: asyncio.Task[None] | None = None
        self._encoders: dict[tuple[str, str], tuple[Path, Encoder] | None] = {}
        keep_nothing_large()

    async def index(self) -> Index:
        """The present entries, ready to be searched."""
        if self._is_old(self._reader.version(_CHANGE), self._settings().encoder):
            async with self._building:
                await self._refresh()
        return self._index

    def _is_old(self, version: int, wanted: str) -> bool:
        """Whether entries or the encoder changed; the latter is looked for once a minute."""
        if wanted == NONE:
            self._looked, self._stamp = None, ""
        elif self._looked is None or self._clock.now() - self._looked >= LOOKS_EVERY:
            self._looked = self._clock.now()
            self._stamp = stamp_of(wanted, self._home.folder or Path())
        return version != self._version or (wanted, self._stamp) != self._edition[1:]

    async def was_asked(self, query: str) -> None:
        """The first question of a language loads what reading that language needs; what loading took is given back."""
        language = language_of(query)
        if language not in self._asked:
            self._asked.add(language)
            await self._at_once(give_back)

    async def learned(self) -> Index:
        """The same, once there is nothing left to learn."""
        await self.index()
        if self._learning is not None:
            await asyncio.shield(self._learning)
        return self._index

    async def close(self) -> None:
        """Learn no further; the process beside ends."""
        task, self._learning = self._learning, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _at_once(self, work: Callable[..., T], *told: object) -> T:
        """Off the loop, what answers wait for."""
        return await asyncio.get_running_loop().run_in_executor(self._soon, work, *told)

    async def _meanwhile(self, work: Callable[..., T], *told: object) -> T:
        """Off the loop, what is learned: in one thread of its own, since the heap keeps for each what its work took."""
        return await asyncio.get_running_loop().run_in_executor(self._later, work, *told)

    async def _refresh(self) -> None:
        version, wanted = self._reader.version(_CHANGE), self._settings().encoder
        if not self._is_old(version, wanted):
            return
        row = await self._reader.row("faq.edition")
        edition = int(row["edition"]) if row else 0, wanted, self._stamp
        if edition != self._edition:
            await self.close()
            entries = [entry_of(one) for one in await self._reader.rows("faq.entries")]
            encoder = await self._at_once(self._encoder, wanted, edition[2])
            index = await self._at_once(Index, entries)
            index.hear(await self._verdicts())
            self._index, self._edition = index, edition
            if encoder is not None or index.learnable >= LEARNABLE:
                self._learning = asyncio.create_task(self._learn(entries, index, encoder))
                self._learning.add_done_callback(self._tidy)
        self._version = version

    async def _learn(self, entries: list[Entry], quick: Index, encoder: tuple[Path, Encoder] | None) -> None:
        """Read what was learned from the same entries before, else learn it; then put it in force."""
        mark = fingerprint(quick, encoder[1] if encoder else None, shipped())
        learned = await self._meanwhile(self._kept, mark)
        if learned is None:
            folder = self._folder()
            known = (folder / "learned.npz") if folder else None
            try:
                learned = await Trainer(encoder[0] if encoder else None).learn(
                    quick.corpora.values(), _told, known
                )
            except NothingLearned as trouble:
                log.error("faq.learning_failed: %s", trouble)
                return
            await self._meanwhile(self._keep, mark, learned)
        index = await self._meanwhile(Index, entries, learned, encoder[1] if encoder else None)
        index.hear(await self._verdicts())
        if self._index is quick:
            self._index = index
            log.info("faq.learned: %s", {name: one.learned_on for name, one in learned.items()})

    async def _verdicts(self) -> list[Verdict]:
        return [
            Verdict(
                chance=row["probability"],
                right=bool(row["helpful"]),
                private=row["said_kind"] == "private",
            )
            for row in await self._reader.rows("faq.verdicts")
        ]

    def _encoder(self, name: str, stamp: str) -> tuple[Path, Encoder] | None:
        """The encoder of that name, loaded once; one that cannot be used leaves the words alone, and says so."""
        known = name, stamp
        if known not in self._encoders:
            self._encoders.clear()  # one that was replaced is not kept
            try:
                folder = find_encoder(name, self._home.folder or Path())
                self._encoders[known] = (folder, load_encoder(folder)) if folder else None
            except UnusableEncoder as trouble:
                log.error("faq.encoder_unusable: %s", trouble)
                self._encoders[known] = None
        return self._encoders[known]

    def _tidy(self, _: asyncio.Task[None]) -> None:
        """Off the loop: the index before is gone only now that its task has ended."""
        asyncio.get_running_loop().run_in_executor(self._later, give_back)

    def _folder(self) -> Path | None:
        return self._home.folder / KEPT if self._home.folder else None

    def _kept(self, mark: str) -> Mapping[Language, Learned] | None:
        folder = self._folder()
        if folder is None:
            return None
        try:
            if (folder / "learned.fingerprint").read_text("ascii") != mark:
                return None
            return unpacked((folder / "learned.npz").read_bytes())
        except (OSError, ValueError, KeyError):
            return None

    def _keep(self, mark: str, learned: Mapping[Language, Learned]) -> None:
        folder = self._folder()
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "learned.fingerprint").unlink(missing_ok=True)
        fresh = folder / "learned.npz.new"
        fresh.write_bytes(packed(learned))
        fresh.replace(folder / "learned.npz")
        (folder / "learned.fingerprint").write_text(mark, "ascii")


def _told(language: str, done: int, of: int) -> None:
    log.info("faq.embedding: %s %d/%d", language, done, of)


def fingerprint(index: Index, encoder: Encoder | None, prior: str) -> str:
    """What the learned weights and thresholds belong to: the way of learning, the shipped prior, which is fitted anew
    with everything that ships beside it, the encoder, every wording and answer.
    """
    rows = [
        [one.language, one.ids, one.wordings, one.owners.tolist(), one.answers]
        for one in index.corpora.values()
    ]
    told = json.dumps(
        [_FORM, hashlib.sha256(prior.encode()).hexdigest(), encoder.fingerprint if encoder else "", rows]
    )
    return hashlib.sha256(told.encode()).hexdigest()
