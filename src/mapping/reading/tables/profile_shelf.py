"""Profiles kept in the home folder: written on first use, found by a table's headings, edited by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mapping.model.problems import Problem, Refused
from mapping.reading.tables.profile import Profile
from mapping.reading.tables.profile_file import SUFFIX, load_profile, profile_text, shipped_profiles
from mapping.store import only_writer

FOLDER = "profiles"


@dataclass(frozen=True)
class Shelf:
    """The profiles that tables are recognised by: those of the home, then the shipped ones; what is wrong with others."""

    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...]

    def named(self, name: str) -> Profile | None:
        """The profile of that name."""
        return next((one for one in self.profiles if one.name == name), None)


def profiles_of(home: Path) -> Shelf:
    """Every profile of a home folder and of the product. One that is broken hinders nobody else: it is told."""
    profiles: list[Profile] = []
    problems: list[Problem] = []
    for path in sorted((home / FOLDER).glob(f"*{SUFFIX}")):
        try:
            profiles.append(load_profile(str(path)))
        except Refused as refused:
            problems += refused.problems
    profiles += [load_profile(name) for name in shipped_profiles() if name not in {one.name for one in profiles}]
    return Shelf(tuple(profiles), tuple(problems))


def find_profile(home: Path, named: str) -> Profile:
    """A profile by its path, or by its name in the home folder or among the shipped ones. Raises Refused."""
    kept = home / FOLDER / f"{Path(named).name.removesuffix(SUFFIX)}{SUFFIX}"
    is_name = Path(named).name == named and not Path(named).exists()
    return load_profile(str(kept) if is_name and kept.exists() else named)


def keep_profile(home: Path, profile: Profile) -> str:
    """Keep a profile in the home folder and return its name; it takes the place of the one for the same headings.

    Raises PublisherBusy, NotWritten.
    """
    with only_writer(home):
        folder = home / FOLDER
        folder.mkdir(exist_ok=True)
        kept = (one for one in profiles_of(home).profiles if one.fingerprint == profile.fingerprint)
        name = next((one.name for one in kept if (folder / f"{one.name}{SUFFIX}").exists()), "")
        name = name or f"{profile.kind}-{profile.fingerprint}"
        aside = folder / f".{name}"
        aside.write_text(profile_text(profile), encoding="utf-8")
        aside.replace(folder / f"{name}{SUFFIX}")
    return name
