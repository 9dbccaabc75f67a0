"""What the designers show as examples: names and templates, not words to translate."""

LONG_NAME = "中国（上海）自由贸易试验区临港新片区联合发展进出口贸易代理服务有限责任公司第一分公司"
# series → (standard it comes from, template)
NUMBER_TEMPLATES = {
    "archive": (
        ("DA/T 22-2015", "{全宗号}-{门类}·{年}-{期限}-{机构}-{件号:4}"),
        ("DA/T 13-2022", "{全宗号}-{门类}·{年}·{期限}·{机构}-{件号:4}"),
    ),
    "customer": (
        ("", "KH-{年}-{序号:5}"),
        ("", "{地区:2|00}-{拼音首字母:4}-{序号:4}"),
        ("", "{行业|X}{年:2}{月}{序号:4}"),
    ),
}
