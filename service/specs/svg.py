"""A little of SVG: rectangles, ellipses, arrows and texts on one canvas, in its pixels."""

from xml.etree import ElementTree

Spot = tuple[float, float]
FONTS = "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


class Drawing:
    """An SVG document in the making; later shapes cover earlier ones."""

    def __init__(self, width: float, height: float) -> None:
        self.size = (round(width), round(height))
        self._root = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {self.size[0]} {self.size[1]}",
                "width": str(self.size[0]),
                "height": str(self.size[1]),
                "font-family": FONTS,
            },
        )

    def add(self, tag: str, **attributes: str | float) -> ElementTree.Element:
        """Any element; underscores of attributes become hyphens, numbers get one decimal."""
        written = {
            name.replace("_", "-"): value if isinstance(value, str) else f"{value:.1f}"
            for name, value in attributes.items()
        }
        return ElementTree.SubElement(self._root, tag, written)

    def rectangle(self, x: float, y: float, width: float, height: float, **style: str) -> None:
        """A rectangle from its upper left corner."""
        self.add("rect", x=x, y=y, width=width, height=height, **style)

    def clip(self, x: float, y: float, width: float, height: float) -> str:
        """A rectangle that others may be cut off at; what to say in their `clip_path`."""
        path = self.add("clipPath", id="frame")
        box = {"x": x, "y": y, "width": width, "height": height}
        ElementTree.SubElement(path, "rect", {name: f"{value:.1f}" for name, value in box.items()})
        return "url(#frame)"

    def ellipse(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """An ellipse around (x, y) with these radii."""
        self.add("ellipse", cx=x, cy=y, rx=across, ry=down, fill=fill)

    def line(self, start: Spot, end: Spot, colour: str, dash: str = "none") -> None:
        """A thin line."""
        (x1, y1), (x2, y2) = start, end
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, stroke_dasharray=dash)

    def arrow(self, start: Spot, end: Spot, colour: str) -> None:
        """A dimension line, upright or level: bars at both ends, and heads if there is room."""
        self.line(start, end, colour)
        (x1, y1), (x2, y2) = start, end
        long = abs(x2 - x1) + abs(y2 - y1)
        for (x, y), sign in ((start, 1), (end, -1)):
            upright = x1 == x2
            bar = ((x - 6, y), (x + 6, y)) if upright else ((x, y - 6), (x, y + 6))
            self.line(*bar, colour)
            if long >= 24:
                tips = [(x - 3.5, y + sign * 8), (x + 3.5, y + sign * 8)]
                if not upright:
                    tips = [(x + sign * 8, y - 3.5), (x + sign * 8, y + 3.5)]
                points = " ".join(f"{a:.1f},{b:.1f}" for a, b in [(x, y), *tips])
                self.add("polygon", points=points, fill=colour)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str,
        size: int,
        *,
        anchor: str = "middle",
        bold: bool = False,
        turned: bool = False,
    ) -> None:
        """One line of text; `turned` reads upwards."""
        element = self.add("text", x=x, y=y, fill=colour, font_size=str(size), text_anchor=anchor)
        element.text = words
        if bold:
            element.set("font-weight", "600")
        if turned:
            element.set("transform", f"rotate(-90 {x:.1f} {y:.1f})")

    def label(self, x: float, y: float, words: str, colour: str) -> None:
        """A small text with a white rim, legible on anything."""
        rim = self.add("text", x=x, y=y, fill="#ffffff", font_size="12", text_anchor="middle")
        rim.text = words
        rim.set("stroke", "#ffffff")
        rim.set("stroke-width", "3")
        self.text(x, y, words, colour, 12)

    def document(self) -> str:
        """The SVG as text."""
        ElementTree.indent(self._root)
        return ElementTree.tostring(self._root, "unicode") + "\n"
