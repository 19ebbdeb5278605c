"""What inspectors write as the result of a visit, and what it has to be read as."""

from __future__ import annotations

import pytest

from data.ledger.spellings import RESULT, find_code

PHRASES = {
    "clean": """
        未发现
        未发现问题
        未发现安全隐患
        未发现明显隐患
        未发现违法违规行为
        未发现非法生产行为
        未发现重大隐患
        未发现危化品存放
        未见异常
        无异常
        一切正常
        现场正常,无隐患
        正常生产无隐患
        检查合格
        符合要求
        情况良好
        暂未发现问题
        经检查未发现问题
        无安全隐患
        没有发现问题
        不存在安全隐患
        无需整改
        未发现隐患,正常生产
        正常,无违法
        停产,未发现隐患
        上次隐患已整改,未发现新问题
        隐患已整改完毕
        问题已全部整改到位
        前期隐患已消除,未发现新隐患
        复查合格
        整改合格
        未发现擅自生产
        消防通道无堵塞,线路无老化
        No hazard found
    """,
    "finding": """
        发现隐患
        存在隐患
        有隐患
        未发现违法,但存在隐患
        未发现违法但存在隐患
        未发现违法行为，但有一般隐患2处
        未发现重大隐患，存在一般隐患
        未发现重大隐患,一般隐患3条
        无违法行为，消防通道堵塞
        未发现问题,灭火器需更换
        正常生产,发现隐患1处
        正常生产发现隐患1处
        发现一般隐患2处
        发现问题3个
        存在安全隐患,限期整改
        需整改
        责令整改
        责令停产整改
        限期整改
        当场整改
        发现隐患,已当场整改
        发现隐患已整改完毕
        不合格
        不符合要求
        消防不合格
        灭火器过期,已责令整改
        除电线老化外未发现其他问题
        除灭火器过期外,其他正常
        基本合格,但存在线路老化问题
        隐患未整改
        隐患整改不到位
        未整改到位
        仍存在问题
        仅发现轻微问题
        无证照,有隐患
        No hazard in the yard, but finding in the shed
    """,
    "illegal": """
        非法生产
        发现违法行为
        违规生产
        违法排污
        无证生产
        无证经营
        无照经营
        未取得许可擅自生产
        无环评手续擅自生产
        涉嫌非法储存危化品
        私自生产
        偷排废水
        已取缔后死灰复燃
        未发现隐患,但属无证经营
        发现隐患2处,并存在非法生产
    """,
    "absent": """
        未找到
        查无此企业
        找不到地址
        该企业不存在
        现场未找到该点位
    """,
    "closed": """
        关门
        大门紧锁
        锁门,无人
        无人应答
        未见人
        停产
        停业
        已停产,现场无人
        未开门
        未营业
        未生产
        门锁着,联系不上
        停工放假
    """,
    "refused": """
        拒绝检查
        拒不开门
        不配合检查
        不让进
        阻挠执法
        拒绝检查,外部正常
    """,
    "moved": """
        已搬离
        已搬迁
        人去楼空
        已拆除
        现场已清空
    """,
    "skipped": """
        未去
        因雨未去
        未检查
        改期
        未能进入
    """,
}
"""Code to what offices write for it, one phrase a line."""


def lines(code: str) -> list[str]:
    """List the phrases of a code."""
    return [line.strip() for line in PHRASES[code].splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("phrase", "code"), [(phrase, code) for code in PHRASES for phrase in lines(code)]
)
def test_phrases_of_real_offices(phrase: str, code: str) -> None:
    """A find read as clean is lost for good; a clean visit read as a find accuses somebody."""
    assert find_code(phrase, RESULT) == code


@pytest.mark.parametrize("phrase", ["另议", "见附件", "待定", "?", ""])
def test_what_says_nothing_is_asked(phrase: str) -> None:
    """No code is better than a guess."""
    assert find_code(phrase, RESULT) is None


def test_every_result_has_its_phrases() -> None:
    """A code nobody can write would be a column of zeros in every report."""
    assert set(PHRASES) == set(RESULT.codes) == set(RESULT.ranks)
