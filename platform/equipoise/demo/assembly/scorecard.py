"""The scorecard of Assembly & Logistics put together."""

from equipoise.demo.assembly.customer import CUSTOMER
from equipoise.demo.assembly.financial import FINANCIAL
from equipoise.demo.assembly.initiatives import INITIATIVES
from equipoise.demo.assembly.learning import LEARNING
from equipoise.demo.assembly.links import CASCADES, LINKS
from equipoise.demo.assembly.processes import PROCESSES
from equipoise.demo.assembly.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

ASSEMBLY = Scorecard(
    key="assembly",
    unit="assembly",
    name="Assembly & Logistics",
    parent="cargo_bikes",
    mission="We build what dealers ordered, right the first time, and ship it on the day we said.",
    vision="The plant that other plants come to see.",
    core_values="",
    workbook="plant",
    readers=("ruben", "piotr", "joris"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    cascades=CASCADES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
