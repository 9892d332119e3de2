"""The scorecard of Dealer Sales put together."""

from equipoise.demo.dealer_sales.customer import CUSTOMER
from equipoise.demo.dealer_sales.financial import FINANCIAL
from equipoise.demo.dealer_sales.initiatives import INITIATIVES
from equipoise.demo.dealer_sales.learning import LEARNING
from equipoise.demo.dealer_sales.links import CASCADES, LINKS
from equipoise.demo.dealer_sales.processes import PROCESSES
from equipoise.demo.dealer_sales.voices import CHECK_INS, CITATIONS, COMMENTS
from equipoise.demo.story import Scorecard

DEALER_SALES = Scorecard(
    key="dealer_sales",
    unit="dealer_sales",
    name="Dealer Sales",
    parent="cargo_bikes",
    mission="We bring the right bike to the right dealer, and help both the rider and the dealer to keep it.",
    vision="In every town of 80,000 people, somebody can ride our bike on Saturday.",
    core_values="",
    workbook="dealer_sales",
    readers=("freya", "joris", "lucie"),
    perspectives=(FINANCIAL, CUSTOMER, PROCESSES, LEARNING),
    links=LINKS,
    initiatives=INITIATIVES,
    cascades=CASCADES,
    comments=COMMENTS,
    check_ins=CHECK_INS,
    citations=CITATIONS,
)
