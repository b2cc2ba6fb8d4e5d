"""Give a face a name of our own. Usage: name_font.py FILE "Family Name".

The OFL forbids changed fonts to carry a reserved name; a subset counts as changed, and "LXGW" is reserved.
Copyright, version and licence records stay as the authors wrote them.
"""

import sys

from fontTools.ttLib import TTFont

COPYRIGHT, FAMILY, STYLE, UNIQUE, FULL, VERSION, POSTSCRIPT, LICENCE, LICENCE_ADDRESS = 0, 1, 2, 3, 4, 5, 6, 13, 14
KEPT = {COPYRIGHT, VERSION, LICENCE, LICENCE_ADDRESS}


def rename(path: str, family: str) -> None:
    font = TTFont(path, recalcTimestamp=False)
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT]
    plain = family.replace(" ", "")
    own = {FAMILY: family, STYLE: "Regular", UNIQUE: plain, FULL: family, POSTSCRIPT: plain}
    for identifier, text in own.items():
        names.setName(text, identifier, 3, 1, 0x409)
    font.save(path)


if __name__ == "__main__":
    rename(sys.argv[1], sys.argv[2])
