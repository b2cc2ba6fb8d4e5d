"""Write versions.json of the vendored front end. Usage: vendor_versions.py TAKEN FOLDER.

TAKEN holds one package a line: name, version, licence, files inside the npm package (parted by spaces), tab-separated.
"""

import hashlib
import json
import sys
from pathlib import Path


def entry(line: str, folder: Path) -> dict[str, object]:
    package, version, licence, sources = line.split("\t")
    return {
        "package": package,
        "version": version,
        "licence": licence,
        "source": f"npm:{package}@{version}",
        "files": {
            f"{package}/{Path(source).name}": {
                "from": source,
                "sha256": hashlib.sha256((folder / package / Path(source).name).read_bytes()).hexdigest(),
            }
            for source in sources.split(" ")
        },
    }


if __name__ == "__main__":
    target = Path(sys.argv[2])
    entries = [entry(line, target) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    (target / "versions.json").write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
