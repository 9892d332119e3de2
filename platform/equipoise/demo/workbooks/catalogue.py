"""Which workbooks there are: what each is called, and how it is laid out."""

from dataclasses import dataclass
from enum import Enum, auto


class Layout(Enum):
    """How a workbook is made."""

    MONTHS_AS_DATES = auto()
    MONTHS_AS_NAMES = auto()
    MONTHS_UNDER_YEARS = auto()
    SHEET_EACH_MONTH = auto()
    PERIODS_DOWN = auto()
    LIST_OF_VALUES = auto()
    FORM = auto()
    CSV_EXPORT = auto()
    EXPORTS_ONLY = auto()


@dataclass(frozen=True, slots=True)
class Workbook:
    """`key` is what the story calls it; the connection that reads it is named after its title."""

    key: str
    title: str
    file_name: str
    layout: Layout
    exports: tuple[str, ...] = ()
    """Keys of the ledgers that it holds, each on a sheet of its own after the report."""


WORKBOOKS = (
    Workbook("board", "Board report", "board-report.xlsx", Layout.MONTHS_AS_DATES),
    Workbook("cargo_bikes", "Cargo Bikes monthly report", "cargo-bikes-report.xlsx", Layout.MONTHS_AS_NAMES),
    Workbook("drive_systems", "Drive Systems monthly packs", "drive-systems-packs.xlsx", Layout.SHEET_EACH_MONTH),
    Workbook("plant", "Plant report", "plant-report.xlsx", Layout.PERIODS_DOWN, ("inspections",)),
    Workbook("dealer_sales", "Dealer Sales figures", "dealer-sales-figures.csv", Layout.LIST_OF_VALUES),
    Workbook(
        "engineering",
        "Drive Engineering report",
        "drive-engineering-report.xlsx",
        Layout.MONTHS_UNDER_YEARS,
        ("changes",),
    ),
    Workbook("pulse", "Quarterly pulse", "quarterly-pulse.xlsx", Layout.FORM),
    Workbook("orders", "Dealer orders", "dealer-orders.xlsx", Layout.EXPORTS_ONLY, ("orders",)),
    Workbook("tickets", "Service cases", "service-cases.csv", Layout.CSV_EXPORT, ("tickets",)),
    Workbook("personnel", "Personnel register", "personnel-register.xlsx", Layout.EXPORTS_ONLY, ("personnel",)),
)


def title_of(key: str) -> str:
    return next(workbook.title for workbook in WORKBOOKS if workbook.key == key)
