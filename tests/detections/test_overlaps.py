"""detections/overlaps.yaml says which detections ring together; the patterns must agree."""

import pytest

from hinomi.catalogue import DEFAULT_DIRECTORY, LOG_SOURCES, load
from hinomi.catalogue.companions import load_overlaps
from hinomi.catalogue.sample_files import read_samples

CATALOGUE = load()
OVERLAPS = load_overlaps()


def rung_by_each_sample() -> dict[str, set[str]]:
    return {
        name: {d.id for d in CATALOGUE.of(source) if d.pattern.match(sample.message)}
        for source in LOG_SOURCES
        for name, sample in read_samples(
            DEFAULT_DIRECTORY / source / "samples", source, DEFAULT_DIRECTORY
        ).items()
    }


def test_reviewed_overlaps_are_what_the_patterns_do() -> None:
    reviewed = {sample: set(overlap.rings) for overlap in OVERLAPS for sample in overlap.samples}
    seen = {sample: rung for sample, rung in rung_by_each_sample().items() if len(rung) > 1}
    differences = [
        f"{sample}: rings {', '.join(sorted(seen.get(sample, {'one or none'})))}, "
        f"reviewed as {', '.join(sorted(reviewed.get(sample, {'not listed'})))}"
        for sample in sorted(reviewed.keys() | seen.keys())
        if reviewed.get(sample) != seen.get(sample)
    ]
    assert not differences, "detections/overlaps.yaml:\n" + "\n".join(differences)


def test_nothing_rings_for_a_sample_unless_its_file_says_so() -> None:
    """A detection that rings alone must name the sample, or nobody has looked at it."""
    named = {detection.id: {s.name for s in detection.fires} for detection in CATALOGUE}
    unnamed = [
        f"{detection_id} rings for {sample}"
        for sample, rung in rung_by_each_sample().items()
        for detection_id in rung
        if len(rung) == 1 and sample not in named[detection_id]
    ]
    assert not unnamed


@pytest.mark.parametrize("overlap", OVERLAPS, ids=lambda overlap: "+".join(overlap.rings))
def test_overlap_names_known_detections(overlap: object) -> None:
    assert all(detection_id in CATALOGUE for detection_id in overlap.rings)  # type: ignore[attr-defined]


def test_no_sample_is_reviewed_twice() -> None:
    samples = [sample for overlap in OVERLAPS for sample in overlap.samples]
    assert sorted(samples) == sorted(set(samples))
