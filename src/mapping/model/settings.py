"""What an installation may set, from environment variables that begin with RISKMAP_."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict


class Publishing(StrEnum):
    """What a server lets its pages do with the home folder."""

    ON = "on"
    CHECK = "check"
    OFF = "off"


class Settings(BaseSettings):
    """`tiles`: address template of a tile server inside the network, as http://tiles.local/{z}/{x}/{y}.png.

    Without it the map has no tiles and asks nobody.
    `smallest_count`: the smallest count of a group (youth, women, unemployed) that is shown beside 0; 1 shows all.
    `categories`: a file of rules of categories in place of the shipped one (`risk/categories.toml`).
    `publishing`: what the pages may do: `on` (the default) publish and switch snapshots, `check` only examine files,
    `off` neither. The command line is not bound by it.
    `keep_last`, `keep_months`: which snapshots `riskmap snapshots prune` keeps, at least 1; without either, all.
    """

    model_config = SettingsConfigDict(env_prefix="RISKMAP_")

    tiles: str | None = None
    smallest_count: PositiveInt = 5
    categories: Path | None = None
    publishing: Publishing = Publishing.ON
    keep_last: PositiveInt | None = None
    keep_months: PositiveInt | None = None


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
