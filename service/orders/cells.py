"""The field `cells`: which sizes go on a sheet, how many of each, and of whose photos."""

import re
from collections.abc import Mapping

from service.orders.custom import CustomSize, custom_spec
from service.orders.fields import read_fields
from service.orders.photo import find_spec
from service.specs.catalogue import Catalogue
from service.values.request_errors import InvalidField
from service.values.sheet import MOST_PHOTOS, Allocation
from service.values.spec import MAX_PIXELS, Spec, affordable

FILL = "fill"
MOST_SIZES = 4
MM = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
MILLIMETRES = re.compile(rf"{MM}\s*[x×*]\s*{MM}\s*(?:mm|毫米)?", re.IGNORECASE)
CELL = re.compile(
    rf"(.+?)\s*(?:@\s*([1-9]))?\s*(?:[:：]\s*([1-9][0-9]{{0,2}}|{FILL}))?", re.IGNORECASE
)

Sizes = list[tuple[Spec, tuple[Allocation, ...]]]


def read_cells(cells: str, catalogue: Catalogue, dpi: int, photos: int) -> Sizes:
    """Each size, for paper at `dpi`, with the photos that share it. Raises InvalidField."""
    specs: dict[str, Spec] = {}
    allocations: dict[str, list[Allocation]] = {}
    for part in re.split("[,，]", cells):
        match = CELL.fullmatch(part.strip())
        if match is None:
            raise InvalidField(
                "'cells' has an empty part between commas.",
                "“cells”的逗号之间有空项。",
                field="cells",
            )
        name, photo, count = match[1].strip(), match[2], match[3]
        spec = _spec(name, catalogue, dpi).printed(dpi)
        if not affordable(spec.pixels(dpi)):
            raise InvalidField(
                f"At {dpi} dpi {spec.id} would have {spec.width_px} x {spec.height_px} pixels; a "
                f"photo may have {MAX_PIXELS} pixels in all.",
                f"在 {dpi} dpi 下 {spec.id} 为 {spec.width_px} × {spec.height_px} 像素；"
                f"一张照片总共最多 {MAX_PIXELS} 像素。",
                field="dpi",
            )
        number = int(count) if count and count.isdecimal() else None
        numbers = [int(photo)] if photo else range(1, photos + 1)
        specs[spec.id] = spec
        allocations.setdefault(spec.id, []).extend(Allocation(n, number) for n in numbers)
    _refuse_unclear(allocations, photos)
    return [(spec, tuple(allocations[name])) for name, spec in specs.items()]


def _refuse_unclear(allocations: Mapping[str, list[Allocation]], photos: int) -> None:
    """Raise InvalidField unless each size is named once per photo, and each photo has a size."""
    for name, wanted in allocations.items():
        numbers = [allocation.photo for allocation in wanted]
        if len(set(numbers)) < len(numbers):
            raise InvalidField(
                f"Name {name} once for each photo.",
                f"每张照片只能填写一次 {name}。",
                field="cells",
            )
    named = {allocation.photo for wanted in allocations.values() for allocation in wanted}
    if max(named) > photos:
        raise InvalidField(
            f"'cells' mentions photo {max(named)}; {photos} were sent as file parts 'image'.",
            f"“cells”提到第 {max(named)} 张照片，但只收到 {photos} 个文件字段“image”。",
            field="cells",
        )
    if missing := set(range(1, photos + 1)) - named:
        raise InvalidField(
            f"'cells' has nothing for photo {min(missing)}.",
            f"“cells”没有用到第 {min(missing)} 张照片。",
            field="cells",
        )


def _spec(name: str, catalogue: Catalogue, dpi: int) -> Spec:
    """The document of this name, or a size such as 35x45, for paper at `dpi`."""
    if re.search("[@:：]", name):
        raise InvalidField(
            f"'{name}': a size may be followed by @ and the number of a photo (1 to {MOST_PHOTOS}) "
            f"and by : and a count (1 to 999 or '{FILL}'), such as cn-1inch@2:4.",
            f"“{name}”：尺寸之后可以写 @ 和照片序号（1 到 {MOST_PHOTOS}），再写 : 和张数"
            f"（1 到 999 或 {FILL}），例如 cn-1inch@2:4。",
            field="cells",
        )
    size = MILLIMETRES.fullmatch(name)
    if size is None or catalogue.find(name):
        return find_spec(name, catalogue, "cells")
    try:
        custom = read_fields(CustomSize, [("width_mm", size[1]), ("height_mm", size[2])])
        return custom_spec(custom, dpi).model_copy(update={"id": f"{size[1]}x{size[2]}"})
    except InvalidField as error:
        field = "dpi" if error.members.get("field") == "dpi" else "cells"
        raise InvalidField(
            f"{name}: {error.detail}", f"{name}：{error.detail_zh}", field=field
        ) from error
