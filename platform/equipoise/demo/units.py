"""The tree of units of Lindmoor."""

from equipoise.demo.story import Unit
from equipoise.strategy.models import UnitKind

UNITS = (
    Unit("lindmoor", "Lindmoor", UnitKind.COMPANY),
    Unit("cargo_bikes", "Cargo Bikes", UnitKind.DIVISION, "lindmoor"),
    Unit("drive_systems", "Drive Systems", UnitKind.DIVISION, "lindmoor"),
    Unit("finance", "Finance", UnitKind.DEPARTMENT, "lindmoor"),
    Unit("people", "People & Culture", UnitKind.DEPARTMENT, "lindmoor"),
    Unit("assembly", "Assembly & Logistics", UnitKind.DEPARTMENT, "cargo_bikes"),
    Unit("dealer_sales", "Dealer Sales", UnitKind.DEPARTMENT, "cargo_bikes"),
    Unit("customer_care", "Customer Care", UnitKind.DEPARTMENT, "cargo_bikes"),
    Unit("drive_engineering", "Drive Engineering", UnitKind.DEPARTMENT, "drive_systems"),
    Unit("motor_production", "Motor Production", UnitKind.DEPARTMENT, "drive_systems"),
    Unit("line_north", "Line North", UnitKind.TEAM, "assembly"),
    Unit("line_south", "Line South", UnitKind.TEAM, "assembly"),
    Unit("firmware", "Firmware", UnitKind.TEAM, "drive_engineering"),
    Unit("test_bench", "Test Bench", UnitKind.TEAM, "drive_engineering"),
)
