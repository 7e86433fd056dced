"""How the small boxes of a legend are filled: as areas are on the map, in the browser's own words."""

from __future__ import annotations

from mapping.views.map.palettes import INK, Theme


def swatches(theme: Theme, grain: float = 1.0) -> dict[str, str]:
    """Layers of a CSS `background` by what they stand for; a colour may follow, but not those that bring their ground.

    `lines` and `dots` are the patterns of kinds, `veil` lies over what is faint; `hidden` and `none` (no figure) bring
    their ground. `grain` is how coarse they are: 1 for a box beside text of some 14 pixels.
    """
    ink = INK[theme]

    def lines(turn: int, colour: str, step: float) -> str:
        return f"repeating-linear-gradient({turn}deg,transparent 0 {step * grain:g}px,{colour} {step * grain:g}px {(step + 1) * grain:g}px)"

    def dots(colour: str) -> str:
        side = f"{6 * grain:g}px"
        return f"radial-gradient({colour} {1.2 * grain:g}px,transparent {1.4 * grain:g}px) 0 0/{side} {side}"

    return {
        "lines": lines(-45, ink.pattern, 4),
        "dots": dots(ink.pattern),
        "veil": lines(45, ink.veil, 3),
        "hidden": f"{dots(ink.none_line)},{ink.none_ground}",
        "none": f"{lines(45, ink.none_line, 4)},{ink.none_ground}",
    }


def background(theme: Theme, pattern: str, *colours: str) -> str:
    """A CSS `background` of one colour, or of those of the two ends, under a pattern of `swatches`; "" is none."""
    ground = colours[0] if len(colours) == 1 else f"linear-gradient(90deg,{colours[0]} 50%,{colours[-1]} 50%)"
    return f"{swatches(theme)[pattern]},{ground}" if pattern else ground
