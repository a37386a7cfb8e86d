"""A report as a picture: drawn by `python -m analytics.picture`, a process that ends, from JSON to PNG."""

from __future__ import annotations

import io
import json
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chat.people import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
FONTS = (
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "NotoSansCJK*-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC*-Regular.[ot]tf",
    "SourceHanSans*-Regular.[ot]t[cf]",
    "DroidSansFallback*.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "STHeiti Light.ttc",
)
"""File names of fonts that hold Chinese, the best first."""

COLOURS = {"calm": "#9db4c8", "now": "#1f6f8b", "good": "#2a9d8f", "bad": "#d1603d", "text": "#33414c"}
SIZE = (10.0, 6.6)
DOTS = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is drawn: series of equal length, one value a day; the last `marked` days are those of the report."""

    language: Language
    community: str
    days: tuple[str, ...]
    marked: int
    messages: tuple[int, ...]
    active: tuple[int, ...]
    joins: tuple[int, ...]
    leaves: tuple[int, ...]
    answered: tuple[int, ...]
    unanswered: tuple[int, ...]
    tickets: tuple[int, ...]
    cases: tuple[int, ...]

    def to_json(self) -> bytes:
        """For the process that draws it."""
        return json.dumps(asdict(self), ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def from_json(cls, text: bytes) -> Sketch:
        """As `to_json` wrote it."""
        given: dict[str, Any] = json.loads(text)
        given.update({name: tuple(series) for name, series in given.items() if isinstance(series, list)})
        return cls(**given)


def cjk_font(folders: Sequence[str] = FOLDERS) -> Path | None:
    """A font file that holds Chinese, None where the system has none (Debian: fonts-wqy-microhei)."""
    roots = [Path(folder).expanduser() for folder in folders]
    for name in FONTS:
        for root in roots:
            found = next(iter(sorted(root.rglob(name))), None) if root.is_dir() else None
            if found is not None:
                return found
    return None


def drawn_language(language: Language, font: Path | None) -> Language:
    """The language of the labels: Chinese needs a font."""
    return "en" if language == "zh" and font is None else language


def draw(sketch: Sketch, font: Path | None) -> bytes:
    """The PNG. Only the process that draws may call this: it loads matplotlib."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    words = _words(drawn_language(sketch.language, font))
    style = FontProperties(fname=str(font)) if font else FontProperties(family="DejaVu Sans")
    figure = Figure(figsize=SIZE, dpi=DOTS, layout="constrained")
    FigureCanvasAgg(figure)
    title = words["analytics.picture.title"].replace("{days}", f"{sketch.days[0]} – {sketch.days[-1]}")
    figure.suptitle(title, fontproperties=style, fontsize=15, color=COLOURS["text"])
    panels = figure.subplots(2, 2)
    _one(panels[0][0], sketch, sketch.messages, words["analytics.picture.messages"])
    _one(panels[0][1], sketch, sketch.active, words["analytics.picture.active"])
    _two(
        panels[1][0],
        sketch,
        (sketch.joins, words["analytics.picture.joins"]),
        (tuple(-count for count in sketch.leaves), words["analytics.picture.leaves"]),
    )
    _lines(panels[1][1], sketch, words)
    for panel in panels.flat:
        _dress(panel, sketch, style)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _one(panel: Axes, sketch: Sketch, values: Sequence[int], title: str) -> None:
    plain = len(values) - sketch.marked
    panel.bar(range(plain), values[:plain], color=COLOURS["calm"])
    panel.bar(range(plain, len(values)), values[plain:], color=COLOURS["now"])
    panel.set_title(title)


def _two(panel: Axes, sketch: Sketch, up: tuple[Sequence[int], str], down: tuple[Sequence[int], str]) -> None:
    across = range(len(sketch.days))
    panel.bar(across, up[0], color=COLOURS["good"], label=up[1])
    panel.bar(across, down[0], color=COLOURS["bad"], label=down[1])
    panel.axhline(0, color=COLOURS["text"], linewidth=0.8)
    panel.set_title(f"{up[1]} / {down[1]}")


def _lines(panel: Axes, sketch: Sketch, words: Mapping[str, str]) -> None:
    across = range(len(sketch.days))
    for values, key, colour, mark in (
        (sketch.answered, "analytics.picture.answered", COLOURS["good"], "o"),
        (sketch.unanswered, "analytics.picture.unanswered", COLOURS["bad"], "s"),
        (sketch.tickets, "analytics.picture.tickets", COLOURS["now"], "^"),
        (sketch.cases, "analytics.picture.cases", COLOURS["text"], "x"),
    ):
        panel.plot(across, values, color=colour, marker=mark, markersize=4, linewidth=1.4, label=words[key])
    panel.set_title(words["analytics.picture.care"])
    panel.set_ylim(bottom=0)


def _dress(panel: Axes, sketch: Sketch, style: FontProperties) -> None:
    from matplotlib.ticker import MaxNLocator

    every = range(len(sketch.days) - 1, -1, -(len(sketch.days) // 7))
    panel.set_xticks(list(every), [sketch.days[index][5:] for index in every], rotation=45, fontsize=8)
    panel.yaxis.set_major_locator(MaxNLocator(integer=True))
    panel.yaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    panel.set_ylim(top=max(1.0, panel.get_ylim()[1]))
    panel.spines[["top", "right"]].set_visible(False)
    panel.grid(axis="y", alpha=0.25)
    panel.set_axisbelow(True)
    panel.title.set_fontproperties(style)
    panel.title.set_fontsize(11)
    panel.title.set_color(COLOURS["text"])
    if panel.get_legend_handles_labels()[1]:
        panel.legend(prop=style, frameon=False, ncols=2, loc="upper center", bbox_to_anchor=(0.5, -0.16))


def _words(language: Language) -> dict[str, str]:
    """The labels: this process speaks from the same texts.toml as the serving one."""
    tables = tomllib.loads(resources.files("analytics").joinpath("texts.toml").read_text(encoding="utf-8"))
    return {f"analytics.picture.{name}": str(leaf[language]) for name, leaf in tables["picture"].items()}


def main() -> None:
    """Draw the sketch on standard input."""
    sys.stdout.buffer.write(draw(Sketch.from_json(sys.stdin.buffer.read()), cjk_font()))


if __name__ == "__main__":
    main()
