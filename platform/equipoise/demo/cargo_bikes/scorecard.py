"""The scorecard of Cargo Bikes put together."""

from equipoise.demo.cargo_bikes.customer import CUSTOMER
from equipoise.demo.cargo_bikes.financial import FINANCIAL
from equipoise.demo.cargo_bikes.initiatives import INITIATIVES
from equipoise.demo.cargo_bikes.learning import LEARNING
from equipoise.demo.cargo_bikes.links import CASCADES, LINKS
from equipoise.demo.cargo_bikes.processes import PROCESSES
from equipoise.demo.cargo_bikes.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

CARGO_BIKES = Scorecard(
    key="cargo_bikes",
    unit="cargo_bikes",
    name="Cargo Bikes",
    parent="company",
    mission="We build the Porter for families and the Drayman for trades, and keep both riding for ten years.",
    vision="The first bike that a parent or a plumber thinks of when the car has to go.",
    core_values="",
    workbook="cargo_bikes",
    readers=("joris", "nadia", "annika"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    cascades=CASCADES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
