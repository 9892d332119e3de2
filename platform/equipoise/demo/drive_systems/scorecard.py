"""The scorecard of Drive Systems put together."""

from equipoise.demo.drive_systems.customer import CUSTOMER
from equipoise.demo.drive_systems.financial import FINANCIAL
from equipoise.demo.drive_systems.initiatives import INITIATIVES
from equipoise.demo.drive_systems.learning import LEARNING
from equipoise.demo.drive_systems.links import CASCADES, LINKS
from equipoise.demo.drive_systems.processes import PROCESSES
from equipoise.demo.drive_systems.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

DRIVE_SYSTEMS = Scorecard(
    key="drive_systems",
    unit="drive_systems",
    name="Drive Systems",
    parent="company",
    mission="We make the drive that nobody notices: quiet, strong, and there after ten years.",
    vision="Half of the makers of cargo bikes draw their frames around a drive from Lindmoor.",
    core_values="",
    workbook="drive_systems",
    readers=("mei", "kwame", "annika"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    cascades=CASCADES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
