"""The company's scorecard put together."""

from equipoise.demo.company.customer import CUSTOMER
from equipoise.demo.company.financial import FINANCIAL
from equipoise.demo.company.initiatives import INITIATIVES
from equipoise.demo.company.learning import LEARNING
from equipoise.demo.company.links import LINKS
from equipoise.demo.company.processes import PROCESSES
from equipoise.demo.company.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

COMPANY = Scorecard(
    key="company",
    unit="lindmoor",
    name="Lindmoor",
    parent=None,
    mission="We build the bikes and the drives that let families and small businesses leave the car at home.",
    vision="In our cities, one second car in five is replaced by a bike that we built or a drive that we made.",
    core_values="Build it as if your child sat in the box. Say it early. Repair before you replace. "
    "The bench may change the bench.",
    workbook="board",
    readers=("annika", "tomas", "hedda", "oskar"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
