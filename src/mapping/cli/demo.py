"""`riskmap demo`: the demonstration region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapping.cli.options import Language
from mapping.cli.printing import failures_told
from mapping.model.locale import DEFAULT_LANG, text


def demo(
    out: Annotated[Path, typer.Option(help="Folder to write into: geo/ and data/ appear in it.")] = Path(),
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same region, byte for byte.")] = 1710,
    mahallas: Annotated[
        int, typer.Option(min=16, max=11_000, help="How many mahallas; 9008 makes a country-sized set.")
    ] = 832,
    districts: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="GeoJSON with district polygons to build on, repaired first."),
    ] = None,
    lang: Language = DEFAULT_LANG,
) -> None:
    """Make the demonstration region: invented figures, lifelike boundaries, every file `publish` reads."""
    from mapping.demo import NotBuilt, build  # noqa: PLC0415 (heavy)

    with failures_told(lang, refused="cli.demo_refused"):
        try:
            build(out, seed=seed, mahallas=mahallas, districts=districts)
        except NotBuilt as fault:
            told = text("cli.demo_not_built", lang, mahallas=mahallas, seed=seed, reason=fault)
            raise typer.BadParameter(told, param_hint="--mahallas, --seed, --districts") from fault
