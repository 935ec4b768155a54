"""Degrees to the flat map: the Natural Earth projection, turned so that no country but Antarctica is cut."""

from __future__ import annotations

from math import radians

__all__ = ["HEIGHT", "WIDTH", "project"]

#: size of the whole map, in its own units
WIDTH, HEIGHT = 1000.0, 520.0

#: the meridian in the middle: Chukotka stays with Russia, and Alaska with America
_MIDDLE = 11.0


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """The point of the map for a point of the Earth, x to the right and y downwards.

    The polynomial is Šavrič, Jenny, Patterson, Petrovič, Hurni: "A polynomial equation for the Natural Earth
    projection" (2011).

    Args:
        latitude, longitude: degrees, WGS 84.

    Example:
        >>> project(0.0, 11.0)
        (500.0, 260.0)
    """
    lam = radians((longitude - _MIDDLE + 540.0) % 360.0 - 180.0)
    phi = radians(max(-90.0, min(90.0, latitude)))
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    scale = WIDTH / 2 / (0.8707 * 3.14159265)
    return round(WIDTH / 2 + x * scale, 2), round(HEIGHT / 2 - y * scale, 2)
