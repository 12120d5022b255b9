"""The stocking rate on the screen: the rates by every denominator, and the first drugs nobody could match."""

from __future__ import annotations

from collections.abc import Iterator

from medcheck.assessment.model.assessment_model import Stock

_SHOWN = 10


def stock_lines(stock: Stock) -> Iterator[tuple[str, str]]:
    """Yield label and text of each line: the catalogue, each share with its numbers, drugs that are left over."""
    yield "目录", f"{stock.catalogue}，{stock.entries} 个品种"
    if stock.unclear:
        yield "", f"另有 {stock.unclear} 行的类别、名称或库存数量没有填写或无法识别，下列数字未计入"
    for share in stock.shares:
        yield "", f"{share.label} {share.share}（{share.stocked}/{share.of}）"
    if looked_at := sum(bool(drug.why) for drug in stock.loose):
        yield "", f"其中 {looked_at} 行与目录名称相近，须由人核对是否在目录内，上列数字未计入"
    for drug in stock.loose[:_SHOWN]:
        near = f"，目录中相近的名称：{drug.nearest}（{drug.why or '仅供核对'}）" if drug.nearest else ""
        yield (
            "待核对" if drug.why else "未对应",
            f"{drug.name}{f'（{drug.form}）' if drug.form else ''} {drug.place}{near}",
        )
    if len(stock.loose) > _SHOWN:
        yield "", f"未能与目录对应的共 {len(stock.loose)} 行，其余见报告"
