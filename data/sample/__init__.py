"""The sample town: invented from a seed, and said to be so wherever it is shown."""

from data.sample.town import SampleTown as SampleTown
from data.sample.town import sample_town as sample_town

__all__ = ["SampleTown", "sample_town"]
