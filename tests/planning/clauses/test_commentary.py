"""What the rules say of themselves can be read in either language alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from planning.clauses.commentary import comment_in, comments_of

COMMENTS = comments_of(files("planning").joinpath("rules.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("comment", sorted(set(COMMENTS.values()) - {""}))
def test_every_comment_says_everything_in_both_languages(comment: str) -> None:
    """Nothing is lost between the two, and a source named in one is named in the other."""
    zh, en = comment_in(comment, "zh"), comment_in(comment, "en")
    assert zh
    assert en
    assert sorted(re.sub(r"\s", "", zh + en)) == sorted(re.sub(r"\s", "", comment))
    assert ("来源" in zh) == ("Source" in en)


def test_an_article_of_a_law_does_not_end_a_sentence() -> None:
    """The number after the point would be a sentence of no language."""
    said = comment_in("Two of them by 行政处罚法 art. 42. Others may patrol. 两人以上。", "en")
    assert said == "Two of them by 行政处罚法 art. 42. Others may patrol."
