"""Print a scorecard, then record two values, of which one cannot be.

Reads EQUIPOISE_SERVER, CLIENT_ID and CLIENT_SECRET from the environment.
"""

import os
from decimal import Decimal

from equipoise_client import Client

SCORECARD = """
query Scorecard {
  scorecards(first: 1) {
    nodes {
      name
      score { value status scoredCount totalCount }
      perspectives { name score { value status } }
    }
  }
}
"""


def points(score: dict[str, str | None]) -> str:
    value = score["value"]
    return "  –" if value is None else f"{round(Decimal(value)):3}"


with Client(
    os.environ["EQUIPOISE_SERVER"],
    os.environ["CLIENT_ID"],
    os.environ["CLIENT_SECRET"],
    scope="scorecard:read values:write",
) as client:
    for card in client.ask(SCORECARD)["scorecards"]["nodes"]:
        print(f"{points(card['score'])}  {card['score']['status']:8} {card['name']}")
        for perspective in card["perspectives"]:
            print(f"{points(perspective['score'])}  {perspective['score']['status']:8}   {perspective['name']}")

    recorded, problems = client.record(
        [
            {"kpi": "net_revenue", "periodStart": "2026-11-01", "value": "17.63", "note": "Preliminary."},
            {"kpi": "net_revenue", "periodStart": "2026-11-02", "value": "17.63"},
        ]
    )
    print(f"{recorded} recorded")
    for problem in problems:
        print(problem)
