"""Make the Chinese font that travels inside the package: a subset of Noto Sans CJK SC.

In: the collection that Debian and Ubuntu ship (`apt-get install fonts-noto-cjk`) and fontTools. Out: the file `OUT`, with the
characters of GB 2312, of GB 8105 (`gb8105_beyond_gb2312.txt` beside this file), Latin letters and the signs that charts need. It
bears a name of its own, so that no font of the machine is taken for it; its licence, `OFL.txt`, lies beside it. The same input
gives the same bytes.

    python tools/make_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.ttCollection import TTCollection

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "creditscore" / "report" / "fonts" / "NotoSansCJKsc-subset.otf"
BEYOND = HERE / "gb8105_beyond_gb2312.txt"
FAMILY = "Noto Sans CJK SC"
SUBSET_FAMILY = "Noto Sans CJK SC Subset"
SIGNS = "−–—…·‘’“”≤≥≠≈±×÷→←↑↓△▲▽▼○●◎◇◆□■☆★√✓†‡¶‰℃¥€£•‹›«»①②③④⑤⑥⑦⑧⑨⑩"
DROPPED_TABLES = ["BASE", "DSIG", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]


def gb2312() -> Iterator[str]:
    """Every character of GB 2312."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def gb8105_beyond() -> str:
    """The characters of GB 8105 that GB 2312 lacks."""
    lines = BEYOND.read_text("utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def wanted() -> set[int]:
    """The code points that the subset keeps."""
    latin = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))]
    wide = [chr(code) for code in (*range(0x3000, 0x3020), *range(0xFF01, 0xFF5F), *range(0x2010, 0x2017))]
    return {ord(sign) for sign in (*latin, *wide, *gb2312(), *gb8105_beyond(), *SIGNS)}


def face(collection: Path) -> TTFont:
    """The Simplified Chinese face of the collection."""
    for font in TTCollection(str(collection), recalcTimestamp=False).fonts:
        if font["name"].getDebugName(1) == FAMILY:
            return font
    raise SystemExit(f"{collection} has no face {FAMILY}")


def subset(font: TTFont) -> None:
    """Leave the wanted characters and what it takes to draw them."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += DROPPED_TABLES
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted())
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the subset its own name: family, full name and PostScript name."""
    names = {1: SUBSET_FAMILY, 4: SUBSET_FAMILY, 6: SUBSET_FAMILY.replace(" ", "")}
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
        elif record.nameID in (16, 17):
            font["name"].removeNames(nameID=record.nameID)


def main(collection: Path) -> None:
    """Write the subset; say what the font lacks of what is wanted."""
    font = face(collection)
    lacking = sorted(wanted() - set(font.getBestCmap()))
    subset(font)
    rename(font)
    font.recalcTimestamp = False
    font.save(OUT, reorderTables=True)
    print(f"{OUT}: {OUT.stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters")
    print(f"not in {FAMILY}:", "".join(map(chr, lacking)) or "none")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
