"""Words of the query language as a reader of English writes them; both are understood everywhere."""

from kedang.core.language import reads_english

# i18n: words of the query language
ENGLISH = {
    "是": "yes", "否": "no", "我": "me", "空": "empty", "非空": "filled",
    "今天": "today", "昨天": "yesterday", "明天": "tomorrow", "本周": "thisweek", "上周": "lastweek", "下周": "nextweek",
    "本月": "thismonth", "上月": "lastmonth", "下月": "nextmonth", "本季度": "thisquarter", "上季度": "lastquarter",
    "今年": "thisyear", "去年": "lastyear", "7天内": "last7days", "30天内": "last30days", "90天内": "last90days",
    "30天": "30days", "90天": "90days", "180天": "180days", "1年": "1year", ">90天": ">90days",
}  # fmt: skip


def said(word: str) -> str:
    return ENGLISH.get(word, word) if reads_english() else word
