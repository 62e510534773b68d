#!/usr/bin/env python3
"""Makes the fonts of the social pictures from Noto's: one file for each face, all scripts in it, small.

Needs Debian's `fonts-noto-core` and, in the Python that runs it, `fonttools`:

    python tools/card_fonts.py /usr/share/fonts/truetype/noto

The fonts are under the SIL Open Font License (generator/backstory/drawing/fonts/OFL.txt). `coverage.txt`
beside them lists the characters that all faces have. They have no layout tables: `drawing/letters.py` joins
letters and puts them in order, so that a picture needs no library of the machine it is drawn on. What kerning
the basic alphabets have is kept as an old `kern` table.
"""

import sys
import tempfile
from itertools import chain
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

TO = Path(__file__).parents[1] / "generator" / "backstory" / "drawing" / "fonts"
FACES = {
    "serif-regular": ("Regular", ("NotoSerif", "NotoNaskhArabic", "NotoSerifHebrew")),
    "serif-bold": ("Bold", ("NotoSerif", "NotoNaskhArabic", "NotoSerifHebrew")),
    "sans-regular": ("Regular", ("NotoSans", "NotoSansArabic", "NotoSansHebrew")),
    "sans-bold": ("Bold", ("NotoSans", "NotoSansArabic", "NotoSansHebrew")),
}
FURTHER = ("Armenian", "Georgian")
CHARACTERS = {
    "Latin": [*range(0x20, 0x220), 0x259, *range(0x2B0, 0x2BD), 0x2BC, 0x1E9E, *range(0x1EA0, 0x1EFA)],
    "Greek and Cyrillic": [*range(0x370, 0x3D0), *range(0x400, 0x460), *range(0x48A, 0x500)],
    "Armenian and Georgian": [*range(0x531, 0x590), *range(0x10D0, 0x1100)],
    "Hebrew": [0x5BE, *range(0x5D0, 0x5F5)],
    "Arabic": [*range(0x60C, 0x700), *range(0xFB50, 0xFBC2), *range(0xFBD3, 0xFC00), *range(0xFE70, 0xFEFD)],
    "signs": [*range(0x2010, 0x2028), *range(0x202F, 0x2060), *range(0x20A0, 0x20C0), 0x2116, 0x2122, 0x2212],
}
KERNED = [*range(0x21, 0x7F), *range(0xC0, 0x180), *range(0x410, 0x460), 0xAB, 0xBB, *range(0x2013, 0x2027)]
_PAIRS = 2  # the type of lookup that places pairs of glyphs
_SEEN = 8  # of 1000: nobody sees less


def main(folder: Path) -> None:
    """Write all faces."""
    TO.mkdir(parents=True, exist_ok=True)
    drawable = set(chain.from_iterable(CHARACTERS.values()))
    for name, (weight, families) in FACES.items():
        style = "Serif" if name.startswith("serif") else "Sans"
        files = [*families, *(f"Noto{style}{script}" for script in FURTHER)]
        paths = [folder / f"{it}-{weight}.ttf" for it in files]
        font = merged(paths)
        kern(font, TTFont(paths[0]))
        rename(font, f"Backstory {style}", weight)
        font["head"].created = font["head"].modified = 0  # the same fonts give the same bytes
        font.recalcTimestamp = False
        font.save(TO / f"{name}.ttf", reorderTables=True)
        drawable &= font.getBestCmap().keys()
    (TO / "coverage.txt").write_text("".join(f"{it}\n" for it in ranges(sorted(drawable))), encoding="ascii")


def ranges(numbers: list[int]) -> list[str]:
    """Numbers as hexadecimal ranges: 0041-005A."""
    starts = [it for it in numbers if it - 1 not in numbers]
    ends = [it for it in numbers if it + 1 not in numbers]
    return [f"{start:04X}-{end:04X}" for start, end in zip(starts, ends, strict=True)]


def merged(paths: list[Path]) -> TTFont:
    """One font of what is needed of several; the first that has a character gives it."""
    options = Options(layout_features=[], hinting=False, notdef_outline=True, name_IDs=[], glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "MATH", "DSIG"]
    wanted, parts = set(chain.from_iterable(CHARACTERS.values())), []
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            font = TTFont(path, recalcTimestamp=False)
            own = wanted & font.getBestCmap().keys()
            wanted -= own
            subsetter = Subsetter(options)
            subsetter.populate(unicodes=own)
            subsetter.subset(font)
            parts.append(f"{folder}/{path.name}")
            font.save(parts[-1])
        return Merger().merge(parts)


def kern(font: TTFont, source: TTFont) -> None:
    """Give the font a `kern` table with the pairs of the basic alphabets that matter most."""
    names, own = source.getBestCmap(), font.getBestCmap()
    to = {names[it]: own[it] for it in KERNED if it in names and it in own}
    found = {
        (to[left], to[right]): value
        for (left, right), value in kerning(source, list(to)).items()
        if abs(value) > _SEEN
    }
    table = KernTable_format_0()
    table.version, table.coverage, table.apple, table.kernTable = 0, 1, False, found
    font["kern"] = newTable("kern")
    font["kern"].version, font["kern"].kernTables = 0, [table]


def kerning(font: TTFont, glyphs: list[str]) -> dict[tuple[str, str], int]:
    """What the font's GPOS says of each pair of glyphs; the first subtable that knows a pair counts."""
    positions = font["GPOS"].table
    lookups = {
        index
        for feature in positions.FeatureList.FeatureRecord
        if feature.FeatureTag == "kern"
        for index in feature.Feature.LookupListIndex
    }
    tables = [
        table
        for index in sorted(lookups)
        for it in positions.LookupList.Lookup[index].SubTable
        if (table := getattr(it, "ExtSubTable", it)).LookupType == _PAIRS
    ]
    found: dict[tuple[str, str], int] = {}
    for table in tables:
        for left in glyphs:
            if left in table.Coverage.glyphs:
                for right in glyphs:
                    if (value := _value(table, left, right)) is not None:
                        found.setdefault((left, right), value)
    return found


def _value(table: object, left: str, right: str) -> int | None:
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        record = next((it for it in pairs if it.SecondGlyph == right), None)
        value = record.Value1 if record else None
    else:
        first, second = table.ClassDef1.classDefs.get(left, 0), table.ClassDef2.classDefs.get(right, 0)
        value = table.Class1Record[first].Class2Record[second].Value1
    return getattr(value, "XAdvance", 0) if value else None


def rename(font: TTFont, family: str, style: str) -> None:
    """A changed font bears a name of its own."""
    names = newTable("name")
    names.names = []
    for number, text in (
        (1, family),
        (2, style),
        (4, f"{family} {style}"),
        (6, f"{family}-{style}".replace(" ", "")),
    ):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(
        "Copyright 2015-2020 Google LLC. Made from Noto fonts by the Backstory project.", 0, 3, 1, 0x409
    )
    names.setName(
        "This Font Software is licensed under the SIL Open Font License, Version 1.1.", 13, 3, 1, 0x409
    )
    font["name"] = names


if __name__ == "__main__":
    main(Path(sys.argv[1]))
