"""The head's place in a document's frame as a drawing: SVG made from a spec."""

from service.specs.raw_spec import EYES, HEAD_ASPECT
from service.specs.svg import Drawing
from service.specs.words import WORDS
from service.values.document import CrownRule, Language
from service.values.evidence import RuleName
from service.values.spec import Spec

FRAME_PX = 420  # height of the frame in the drawing
LEFT, RIGHT, ABOVE, BELOW = 170, 176, 86, 114
INK, GREY, CROWN, CHIN = "#1f2937", "#6b7280", "#2563eb", "#15803d"
EYE, CENTRE = "#c2410c", "#6d28d9"
HEADS: dict[CrownRule, str] = {"skull": "skull", "hair": "hair", "unstated": "head"}
HAIR = 0.08  # how much the hair around a skull is drawn larger than it
SILENT: dict[str, RuleName] = {"eyes": "eye_line", "chin": "chin_bottom", "face": "face_width"}


def diagram(spec: Spec, language: Language) -> str:
    """The SVG document: frame, bands of crown, eyes and chin, and every range in mm."""
    return _Diagram(spec, language).draw()


class _Diagram:
    """One drawing; x and y are pixels of it, lengths of the spec are mm."""

    def __init__(self, spec: Spec, language: Language) -> None:
        self.spec, self.language = spec, language
        self.scale = FRAME_PX / spec.height_mm
        self.width = spec.width_mm * self.scale
        self.out = Drawing(LEFT + self.width + RIGHT, ABOVE + FRAME_PX + BELOW)
        self.crown = sum(spec.top_mm) / 2
        self.head = sum(spec.head_height_mm) / 2
        self.chin = self.crown + self.head
        face = spec.face_width_mm
        closed = face is not None and face[1] != float("inf")
        self.half = (sum(face) / 2 if face and closed else HEAD_ASPECT * self.head) / 2

    def draw(self) -> str:
        names = self.spec.names
        self.out.add("title").text = names.zh if self.language == "zh" else names.en
        self.out.rectangle(0, 0, *self.out.size, fill="#ffffff", rx="10")
        self._headings()
        self._person()
        self._bands()
        self._right()
        self._left()
        self._across()
        return self.out.document()

    def x(self, mm: float) -> float:
        return LEFT + mm * self.scale

    def y(self, mm: float) -> float:
        return ABOVE + mm * self.scale

    def word(self, name: str, *values: str) -> str:
        return WORDS[name][self.language].format(*values)

    def value(self, name: str) -> str:
        """A range of the spec in words, with a star if it is assumed."""
        low, high = getattr(self.spec, name)
        star = "*" if name in self.spec.assumed else ""
        if high == float("inf"):
            return self.word("least", f"{low:.3g}") + star
        if low == 0:
            return self.word("most", f"{high:.3g}") + star
        return self.word("range", f"{low:.3g}", f"{high:.3g}") + star

    def _headings(self) -> None:
        spec, middle = self.spec, self.out.size[0] / 2
        title = spec.names.zh if self.language == "zh" else spec.names.en
        self.out.text(middle, 34, title, INK, size=19, bold=True)
        size = self.word("length", f"{spec.width_mm:g} × {spec.height_mm:g}")
        star = "*" if "width_mm" in spec.assumed else ""
        pixels = f"{spec.width_px} × {spec.height_px} px"
        pixels += "*" if "width_px" in spec.assumed else ""
        line = f"{size}{star} · {pixels} · {spec.dpi} dpi"
        self.out.text(middle, 58, line + ("*" if "dpi" in spec.assumed else ""), GREY, size=13)
        bottom = self.out.size[1] - 16
        if spec.assumed:
            self.out.text(middle, bottom, self.word("assumed"), GREY, size=12)
        silent = [word for word, rule in SILENT.items() if spec.layer(rule) == "not-stated"]
        if silent:
            unsaid = ", ".join(self.word(word) for word in silent)
            self.out.text(middle, bottom - 18, self.word("silent", unsaid), GREY, size=12)

    def _person(self) -> None:
        """A head as wide as stated on shoulders, cut off at the frame."""
        box = (LEFT, ABOVE, self.width, FRAME_PX)
        self.out.rectangle(*box, fill="#eef3fa")
        self.out.add("path", d=self._torso(), fill="#b9c6d8", clip_path=self.out.clip(*box))
        x, middle = self.spec.width_mm / 2, self.crown + self.head / 2
        across, down = self.half * self.scale, self.head / 2 * self.scale
        if self.spec.crown == "skull":
            hair = 1.0 + HAIR
            level = self.y(middle - HAIR * self.head / 2)
            self.out.ellipse(self.x(x), level, across * hair, down * hair, "#e2e8f1")
        self.out.ellipse(self.x(x), self.y(middle), across, down, "#d3dce8")
        for side in (-1, 1):
            eye = self.x(x) + side * 0.42 * across
            level = self.y(self.crown + EYES * self.head)
            self.out.ellipse(eye, level, 0.13 * across, 0.05 * down, "#8fa0b8")

    def _torso(self) -> str:
        """The path of neck and shoulders, down to below the frame."""
        x, shoulder = self.spec.width_mm / 2, self.chin + 0.22 * self.head
        low = max(self.spec.height_mm, shoulder + 0.6 * self.head)
        neck, out = 0.55 * self.half, 2.1 * self.half
        half = [
            (neck, self.chin - 0.2 * self.head),
            (neck, self.chin + 0.08 * self.head),
            (out, shoulder),
            (out, low),
        ]
        left = [f"{self.x(x - away):.1f},{self.y(down):.1f}" for away, down in half]
        right = [f"{self.x(x + away):.1f},{self.y(down):.1f}" for away, down in reversed(half)]
        return (
            f"M{left[0]} L{left[1]} Q{left[2]} {left[3]} "
            f"L{right[0]} Q{right[1]} {right[2]} L{right[3]} Z"
        )

    def _bands(self) -> None:
        """Where crown, chin and eyes may lie; the chin for the crown in its middle."""
        height = self.spec.height_mm
        self._band(*self.spec.top_mm, CROWN)
        low, high = self.spec.head_height_mm
        self._band(self.crown + low, self.crown + high, CHIN)
        eyes = self.spec.eye_line_mm
        if eyes is not None and eyes[1] != float("inf"):
            self._band(height - eyes[1], height - eyes[0], EYE)
        elif eyes is not None:
            self._line(height - eyes[0], EYE)
        across = self.spec.face_centre_mm
        if across is not None:
            width = (min(across[1], self.spec.width_mm) - across[0]) * self.scale
            self.out.rectangle(
                self.x(across[0]), ABOVE, width, FRAME_PX, fill=CENTRE, opacity="0.12"
            )
        self.out.rectangle(
            LEFT, ABOVE, self.width, FRAME_PX, fill="none", stroke=INK, stroke_width="1.5"
        )

    def _band(self, upper: float, lower: float, colour: str) -> None:
        tall = max(1.0, (lower - upper) * self.scale)
        self.out.rectangle(LEFT, self.y(upper), self.width, tall, fill=colour, opacity="0.18")
        for edge in (upper, lower):
            self._line(edge, colour)

    def _line(self, at: float, colour: str) -> None:
        ends = ((LEFT, self.y(at)), (LEFT + self.width, self.y(at)))
        self.out.line(*ends, colour, dash="5 4")

    def _right(self) -> None:
        """From above: top margin, head, and chin to the lower edge where that is stated."""
        x = LEFT + self.width + 22
        parts = [
            ("top", "top_mm", 0.0, self.crown, CROWN),
            (HEADS[self.spec.crown], "head_height_mm", self.crown, self.chin, CHIN),
        ]
        if self.spec.chin_bottom_mm is not None:
            parts.append(("chin", "chin_bottom_mm", self.chin, self.spec.height_mm, GREY))
        for word, name, start, end, colour in parts:
            self.out.arrow((x, self.y(start)), (x, self.y(end)), colour)
            middle = self.y((start + end) / 2)
            self.out.text(x + 14, middle - 3, self.word(word), GREY, size=12, anchor="start")
            label = self.value(name)
            self.out.text(x + 14, middle + 14, label, colour, 14, anchor="start", bold=True)

    def _left(self) -> None:
        """The whole height, and eyes to the lower edge where that is stated."""
        height, x = self.spec.height_mm, LEFT - 22
        if self.spec.eye_line_mm is not None:
            eyes = self.crown + EYES * self.head
            self.out.arrow((x, self.y(eyes)), (x, self.y(height)), EYE)
            middle = self.y((eyes + height) / 2)
            self.out.text(x - 12, middle - 3, self.word("eyes"), GREY, size=12, anchor="end")
            label = self.value("eye_line_mm")
            self.out.text(x - 12, middle + 14, label, EYE, 14, anchor="end", bold=True)
            x = 30
        self.out.arrow((x, self.y(0)), (x, self.y(height)), GREY)
        label = self.word("length", f"{height:g}")
        self.out.text(x - 8, self.y(height / 2), label, GREY, size=13, turned=True)

    def _across(self) -> None:
        """The whole width below the frame; face and its middle inside it."""
        y = ABOVE + FRAME_PX + 22
        self.out.arrow((LEFT, y), (LEFT + self.width, y), GREY)
        middle, label = LEFT + self.width / 2, self.word("length", f"{self.spec.width_mm:g}")
        self.out.text(middle, y + 20, label, GREY, size=13)
        if self.spec.face_width_mm is not None:
            level = self.y(self.crown + 0.66 * self.head)
            half = self.half * self.scale * 0.94  # the ellipse is a little narrower here
            self.out.arrow((middle - half, level), (middle + half, level), INK)
            text = f"{self.word('face')} {self.value('face_width_mm')}"
            self.out.label(middle, level + 18, text, INK)
        if self.spec.face_centre_mm is not None:
            text = f"{self.word('centre')} {self.value('face_centre_mm')}"
            self.out.label(middle, ABOVE + FRAME_PX - 12, text, CENTRE)
