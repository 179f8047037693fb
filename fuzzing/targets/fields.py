"""Fields of photos, checks and sheets, the JSON of `variants` among them, to orders."""

from collections.abc import Callable, Iterator
from functools import cache

from service.orders.check import read_check
from service.orders.fields import Fields
from service.orders.sheet import read_sheet
from service.orders.variants import read_orders
from service.specs import catalogue
from service.specs.catalogue import Catalogue
from service.steps.layout import lay_out
from service.values.errors import ServiceError
from service.values.order import Order
from service.values.orders import MOST_PIXELS, MOST_VARIANTS
from service.values.sheet import MOST_PHOTOS, SheetOrder
from service.values.spec import MAX_PIXELS


def seeds() -> Iterator[bytes]:
    """A kind of order, and a line for each field."""
    yield b"photo\nspec=cn-1inch\nbackground=blue\nformat=png\ndpi=300"
    yield b"photo\nspec=35x45\nmin_kb=10\nmax_kb=40\npad=true\nstrict=1"
    yield b"photo\nwidth_mm=35\nheight_mm=45\nhead_height_mm=30-34\nbackground=#12ab34"
    yield b"photo\nspec=us-passport\nallow_editing=yes\nvisible_mark=both\npreview=true"
    yield b'photo\nvariants=[{"spec":"cn-1inch"},{"spec":"cn-2inch","dpi":600,"pad":true}]'
    yield "photo\nspec=一寸\nbackground=rgb(1,2,3)\nedge=closed-form\nerode=3".encode()
    yield b"check\nspec=schengen-visa\nquick=true"
    yield b"sheet\ncells=cn-1inch:4,cn-2inch:fill\npaper=4r\ngap_mm=2\nrotate=any"
    yield b"sheet\ncells=35x45@1:2,35x45@2:3\npaper=100x148\nformat=pdf\nmargin_mm=0"


def run(data: bytes) -> None:
    """Read one order; what it comes to is within the limits that the service states."""
    kind, *lines = data.decode("utf-8", "replace").split("\n")
    fields = [(name, value) for name, _, value in (line.partition("=") for line in lines)]
    try:
        READERS.get(kind, _photo)(fields, _catalogue())
    except ServiceError:
        return


def _photo(fields: Fields, documents: Catalogue) -> None:
    orders = read_orders(fields, documents)
    assert 1 <= len(orders.items) <= MOST_VARIANTS
    assert sum(_pixels(order) for order in orders.possible) <= MOST_PIXELS


def _check(fields: Fields, documents: Catalogue) -> None:
    _pixels(read_check(fields, documents).order)


def _sheet(fields: Fields, documents: Catalogue) -> None:
    order = read_sheet(fields, documents, 1 + len(tuple(fields)) % MOST_PHOTOS)
    for item in order.items:
        _pixels(item.order)
    _lies_on_paper(order)


def _lies_on_paper(order: SheetOrder) -> None:
    """Every photo of the sheet lies within its margins."""
    layout = lay_out(order)
    width, height = layout.paper_mm
    slack = 0.01
    for cell in layout.cells:
        assert cell.left_mm >= order.margin_mm - slack, cell
        assert cell.top_mm >= order.margin_mm - slack, cell
        assert cell.left_mm + cell.width_mm <= width - order.margin_mm + slack, cell
        assert cell.top_mm + cell.height_mm <= height - order.margin_mm + slack, cell


def _pixels(order: Order) -> int:
    width, height = order.size
    assert 0 < width * height <= MAX_PIXELS, order.size
    return width * height


@cache
def _catalogue() -> Catalogue:
    return catalogue.load()


READERS: dict[str, Callable[[Fields, Catalogue], None]] = {
    "photo": _photo,
    "check": _check,
    "sheet": _sheet,
}
