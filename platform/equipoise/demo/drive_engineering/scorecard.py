"""The scorecard of Drive Engineering put together."""

from equipoise.demo.drive_engineering.customer import CUSTOMER
from equipoise.demo.drive_engineering.financial import FINANCIAL
from equipoise.demo.drive_engineering.initiatives import INITIATIVES
from equipoise.demo.drive_engineering.learning import LEARNING
from equipoise.demo.drive_engineering.links import CASCADES, LINKS
from equipoise.demo.drive_engineering.processes import PROCESSES
from equipoise.demo.drive_engineering.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

DRIVE_ENGINEERING = Scorecard(
    key="drive_engineering",
    unit="drive_engineering",
    name="Drive Engineering",
    parent="drive_systems",
    mission="We turn what riders feel and makers need into drives that can be built, a platform every second year.",
    vision="When makers sketch a new bike, they call us before they draw the first line.",
    core_values="",
    workbook="engineering",
    readers=("kwame", "mei", "piotr"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    cascades=CASCADES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
