"""One line for everything that can go wrong."""

from __future__ import annotations

import errno

import pytest

from data.errors import ConfigError
from service.commands.complaints import complaint


def test_an_error_of_ours_is_told_in_the_language() -> None:
    """Both sentences are the error's own."""
    error = ConfigError("Expected a week.", zh="应是周次。")
    assert complaint(error, "zh") == "错误：应是周次。"
    assert complaint(error, "en") == "Error: Expected a week."


def test_an_error_without_chinese_stays_english() -> None:
    """Better a foreign sentence than none."""
    assert complaint(ConfigError("Expected a week."), "zh") == "错误：Expected a week."


def test_a_message_of_several_lines_becomes_one() -> None:
    """Parsers of files like to draw arrows below a line."""
    assert complaint(ConfigError("bad\n  line 3\n  ^^^"), "en") == "Error: bad line 3 ^^^"


@pytest.mark.parametrize(
    ("number", "zh"),
    [
        (errno.EACCES, "没有权限读写 pages"),
        (errno.ENOSPC, "磁盘已满，pages 没有写完"),
        (errno.EEXIST, "pages 应是文件夹"),
        (errno.ENOENT, "没有这个文件或文件夹：pages"),
        (errno.EISDIR, "pages 是文件夹"),
    ],
)
def test_what_the_system_refuses_is_explained(number: int, zh: str) -> None:
    """The system's own words are English and name no remedy."""
    assert zh in complaint(OSError(number, "refused", "pages"), "zh")


def test_another_refusal_is_told_as_it_came() -> None:
    """There are too many kinds to translate them all."""
    assert "Too many open files" in complaint(OSError(errno.EMFILE, "Too many open files"), "zh")


def test_a_fault_of_ours_says_so() -> None:
    """Nobody should look for it in their own files."""
    assert "程序自身出错（KeyError" in complaint(KeyError("x"), "zh")
