"""Signs that are typed for one another: old and new forms, look-alikes, numerals."""

from __future__ import annotations

import re
from functools import lru_cache

_OLD_FORMS = (
    "興兴 與与 東东 廠厂 豐丰 華华 發发 業业 機机 電电 車车 鋼钢 鐵铁 銅铜 鋁铝 "
    "錦锦 銀银 達达 順顺 運运 遠远 進进 聯联 飛飞 龍龙 鳳凤 馬马 魚鱼 鳥鸟 麗丽 "
    "義义 禮礼 緣缘 綠绿 紅红 紡纺 織织 線线 綿绵 絲丝 縫缝 經经 營营 場场 莊庄 "
    "園园 國国 圓圆 實实 寶宝 寧宁 學学 會会 個个 億亿 優优 傳传 偉伟 倉仓 養养 "
    "飼饲 飯饭 飲饮 館馆 鎮镇 鄉乡 縣县 區区 號号 員员 買买 賣卖 貿贸 資资 貨货 "
    "責责 貴贵 賓宾 貝贝 財财 風风 雲云 靈灵 頂顶 題题 類类 顏颜 願愿 體体 點点 "
    "齊齐 勝胜 勵励 勞劳 動动 務务 協协 單单 塗涂 塊块 壓压 處处 備备 復复 恆恒 "
    "慶庆 憶忆 揚扬 擇择 敵敌 數数 時时 曉晓 書书 條条 楊杨 極极 樂乐 樓楼 橋桥 "
    "權权 歡欢 歲岁 氣气 沖冲 澤泽 濟济 灣湾 漢汉 潔洁 熱热 爐炉 爾尔 牆墙 環环 "
    "產产 畫画 當当 盤盘 碼码 磚砖 礦矿 種种 稱称 穀谷 窯窑 競竞 筆笔 節节 範范 "
    "築筑 簡简 糧粮 紀纪 約约 純纯 紙纸 級级 結结 統统 維维 網网 緊紧 練练 羅罗 "
    "習习 聖圣 職职 腳脚 臺台 舊旧 藝艺 蘇苏 藍蓝 蓮莲 葉叶 藥药 蘭兰 蟲虫 術术 "
    "衛卫 裝装 製制 複复 規规 視视 覺觉 計计 設设 訂订 許许 詩诗 誠诚 調调 諾诺 "
    "談谈 講讲 識识 議议 護护 豬猪 趙赵 陳陈 張张 劉刘 孫孙 吳吴 鄭郑 馮冯 蔣蒋 "
    "鄧邓 韓韩 魯鲁 賀贺 賴赖 龔龚 錢钱 萬万 軍军 軟软 輪轮 輸输 轉转 農农 連连 "
    "過过 選选 邊边 釀酿 針针 鑄铸 鎖锁 鏈链 鏡镜 鍋锅 錫锡 門门 開开 間间 閒闲 "
    "閑闲 關关 陽阳 陰阴 隊队 階阶 際际 險险 隨随 隱隐 雙双 雜杂 離离 難难 靜静 "
    "響响"
)
"""Pairs of a traditional form and its simplified one; names of firms, trades and families."""
_LOOK_ALIKES = "市巿 日曰 未末 已己巳 口囗 廿卄 水氺 0〇o 1li"
"""Groups of signs taken for one another; the first stands for all."""
_NUMERALS = "零0 壹1 一1 贰2 貳2 二2 叁3 參3 三3 肆4 四4 伍5 五5 陆6 六6 柒7 七7 捌8 八8 玖9 九9"
_TEN = re.compile(r"([1-9]?)[十拾]([1-9]?)")
_REMEMBERED = 1 << 16
"""Texts whose plain form is kept: ledgers repeat their villages and names."""
_ZEROS = re.compile(r"(?<![0-9])0+(?=[1-9])")


def _table() -> dict[int, str]:
    table = {ord(pair[0]): pair[1] for pair in _OLD_FORMS.split() if pair[0] != pair[1]}
    table |= {ord(other): group[0] for group in _LOOK_ALIKES.split() for other in group[1:]}
    return table


_TABLE = _table()
_DIGITS = {ord(pair[0]): pair[1] for pair in _NUMERALS.split()}


@lru_cache(maxsize=_REMEMBERED)
def plain_glyphs(text: str) -> str:
    """
    Write a text in small letters with the signs that stand for all their look-alikes.

    Numerals become digits, for the first yard is 一厂, 1厂 and 壹厂. The result is for comparing,
    never for showing: 三江 becomes 3江.

    Examples
    --------
    >>> plain_glyphs("興旺壹廠") == plain_glyphs("兴旺1厂")
    True
    >>> plain_glyphs("第二十三号"), plain_glyphs("03号")
    ('第23号', '3号')
    """
    digits = text.translate(_TABLE).translate(_DIGITS)
    return _ZEROS.sub("", _TEN.sub(_tens, digits))


def _tens(match: re.Match[str]) -> str:
    return f"{match[1] or 1}{match[2] or 0}"
