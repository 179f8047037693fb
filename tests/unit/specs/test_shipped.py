"""The documents that are shipped: figures, layers, sources and dates."""

import warnings
from datetime import UTC, date, datetime

import pytest

from service.specs import catalogue


@pytest.fixture(scope="module")
def shipped():
    return catalogue.load()


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        (
            "cn-exit-entry",
            {"head_height_mm": (28, 33), "top_mm": (3, 5), "face_width_mm": (15, 22)},
        ),
        ("cn-driving-licence", {"head_height_mm": (19, 22), "top_mm": (0.85, 1.69)}),
        ("cn-id-card", {"face_width_mm": (14.02, 16.05), "eye_line_mm": (15.02, float("inf"))}),
        ("cn-diploma", {"eye_line_mm": (28.79, 37.26), "top_mm": (4.23, 9.31)}),
        ("us-passport", {"head_height_mm": (25, 35), "eye_line_mm": (28, 35)}),
        ("us-visa", {"head_height_mm": (25.4, 35.05), "eye_line_mm": (28.45, 35.05)}),
        ("jp-passport", {"top_mm": (2, 6), "chin_bottom_mm": (5, 9), "face_centre_mm": (15, 19)}),
        ("gb-passport", {"head_height_mm": (29, 34)}),
    ],
)
def test_a_document_has_the_figures_of_its_source(shipped, name, figures):
    spec = shipped.find(name)
    for field, stated in figures.items():
        assert getattr(spec, field) == pytest.approx(stated), field
        assert field not in spec.assumed


def test_every_stated_rule_has_its_source(shipped):
    for spec in shipped:
        followed = [words for words in spec.evidence if not words.differs]
        named = {rule for words in followed for rule in words.rules}
        stated = {rule for rule, layer in spec.layers.items() if layer in ("authority", "advice")}
        assert stated <= named, (spec.id, stated - named)


def test_nearly_every_stated_rule_has_the_words_it_comes_from(shipped):
    stated, wordless = 0, []
    for spec in shipped:
        quoted = {rule for e in spec.evidence if e.quote and not e.differs for rule in e.rules}
        rules = [rule for rule, layer in spec.layers.items() if layer in ("authority", "advice")]
        stated += len(rules)
        wordless += [f"{spec.id}: {rule}" for rule in rules if rule not in quoted]
    assert len(wordless) <= 0.11 * stated, wordless


def test_no_source_is_cited_for_what_nobody_states(shipped):
    for spec in shipped:
        for words in spec.evidence:
            unsaid = [rule for rule in words.rules if spec.layer(rule) == "not-stated"]
            assert words.differs or not unsaid, (spec.id, unsaid)


def test_a_reading_that_differs_stands_beside_the_one_that_is_followed(shipped):
    differing = [
        (spec, rule)
        for spec in shipped
        for words in spec.evidence
        if words.differs
        for rule in words.rules
    ]
    assert ("cn-visa-digital", "top") in [(spec.id, rule) for spec, rule in differing]


def test_the_catalogue_has_the_documents_that_people_ask_for(shipped):
    documents = list(shipped)
    assert len(documents) >= 120
    assert len({spec.country for spec in documents} - {"eu", "un"}) >= 50


def test_nothing_was_checked_longer_than_a_year_ago(shipped):
    today = datetime.now(UTC).date()
    old = {spec.id for spec in shipped if (today - date.fromisoformat(spec.checked)).days > 365}
    if old:
        warnings.warn(f"look these up again: {', '.join(sorted(old))}", stacklevel=1)


def test_the_words_of_a_source_are_short_and_dated(shipped):
    today = datetime.now(UTC).date()
    for spec in shipped:
        for words in spec.evidence:
            assert date.fromisoformat(words.read) <= today, spec.id


def test_nothing_that_a_source_leaves_open_passes_as_stated(shipped):
    for name in ("cn-1inch", "cn-law-exam", "jp-visa"):
        assert {"head_height_mm", "top_mm"} <= set(shipped.find(name).assumed), name
    assert set(shipped.find("us-passport").assumed) == {"top_mm"}
    assert shipped.find("cn-1inch").layer("head_height") == "assumed"
    assert shipped.find("us-passport").layer("glasses") == "authority"
    assert shipped.find("cn-1inch").layer("glasses") == "not-stated"
    assert shipped.find("cn-ncre").assumed["head_height_mm"] == "tolerance"


def test_the_common_sizes_keep_the_proportions_of_the_exit_entry_photo(shipped):
    rule = shipped.find("cn-exit-entry")
    for name in ("cn-1inch", "cn-1inch-large", "cn-2inch-small"):
        spec = shipped.find(name)
        for field in ("head_height_mm", "top_mm"):
            scaled = [value * spec.height_mm / 48 for value in getattr(rule, field)]
            assert getattr(spec, field) == pytest.approx(scaled, abs=0.01)


def test_what_forbids_editing_says_so(shipped):
    for name in ("cn-exit-entry", "us-passport", "gb-passport", "ca-passport", "cn-diploma"):
        assert shipped.find(name).editing_policy == "forbidden", name
    assert shipped.find("cn-diploma").rotation_allowed is False
    assert shipped.find("cn-1inch").editing_policy == "allowed"


def test_every_country_has_a_name_in_both_languages(shipped):
    assert all(spec.country_names for spec in shipped)


def test_whoever_types_a_country_gets_its_documents_first(shipped):
    for country in {spec.country: spec.country_names for spec in shipped}.items():
        code, names = country
        own = {spec.id for spec in shipped if spec.country == code}
        for typed in (names.en, names.zh, *names.aliases):
            found = [spec.id for spec in shipped.search(q=typed)]
            assert set(found[: len(own)]) == own, typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("germany", "de-passport"),
        ("德国", "de-passport"),
        ("UK", "gb-passport"),
        ("印尼", "id-evisa"),
    ],
)
def test_a_country_is_found_by_what_people_type(shipped, typed, first):
    assert first in [spec.id for spec in shipped.search(q=typed)][:4]
