"""Licences and identity cards."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from kedang.understanding.papers.amounts import in_capitals
from scripts.business_papers.words import CITIES, Dice, Sample


def licence(dice: Dice) -> Sample:
    name, code, person, day = dice.company(), dice.code(), dice.person(), dice.day()
    until = day + timedelta(days=3650)
    capital = Decimal(dice.randrange(1, 500) * 100_000)
    forever = dice.random() < 0.4
    facts = {"uscc": code, "licence_name": name, "legal_person": person, "capital": f"{capital:.2f}"}
    if not forever:
        facts["valid_until"] = until.isoformat()
    term = "长期" if forever else f"{until.year}年{until.month:02d}月{until.day:02d}日"
    start = f"{day.year}年{day.month:02d}月{day.day:02d}日"
    layout = dice.choice(("colons", "spaced"))
    if layout == "colons":
        lines = [
            "营业执照",
            f"统一社会信用代码：{code}",
            f"名称：{name}",
            "类型：有限责任公司",
            f"法定代表人：{person}",
            f"注册资本：{capital / 10000:.0f}万元",
            f"成立日期：{start}",
            f"营业期限：{start}至{term}",
            "经营范围：许可项目以外的经营活动",
            "登记机关",
        ]
    else:
        lines = [
            "营 业 执 照",
            "（副 本）",
            f"统一社会信用代码  {code}",
            f"名    称  {name}",
            "类    型  有限责任公司(自然人投资或控股)",
            f"法定代表人  {person}",
            f"注册资本  {in_capitals(capital)}",
            f"成立日期  {start}",
            f"营业期限  {start} 至 {term}",
            "经营范围  机械设备销售",
            "登 记 机 关",
        ]
    return Sample(
        "business_licence",
        layout,
        "\n".join(lines),
        f"{dice.choice(('执照', '证照', 'IMG_'))}{dice.randrange(99)}.jpg",
        facts,
    )


def identity(dice: Dice) -> Sample:
    number, person, day = dice.identity(), dice.person(), dice.day()
    until = day.replace(year=day.year + 20, day=min(day.day, 28))
    facts = {"holder": person, "id_number": number, "valid_until": until.isoformat()}
    born = f"{int(number[6:10])}年{int(number[10:12])}月{int(number[12:14])}日"
    lines = [
        f"姓名 {person}",
        "性别 男 民族 汉",
        f"出生 {born}",
        f"住址 {dice.choice(CITIES)}市人民路{dice.randrange(1, 300)}号",
        f"公民身份号码 {number}",
        "中华人民共和国",
        "居民身份证",
        f"签发机关 {dice.choice(CITIES)}市公安局",
        f"有效期限 {day:%Y.%m.%d}-{until:%Y.%m.%d}",
    ]
    if dice.random() < 0.5:
        lines = lines[5:] + lines[:5]
    return Sample(
        "id_card",
        "card",
        "\n".join(lines),
        f"{dice.choice(('身份证', 'IMG_', '证件'))}{dice.randrange(99)}.jpg",
        facts,
    )
