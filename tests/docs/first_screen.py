"""What the README promises for the first five minutes, as a newcomer does it."""

import json
import re

import httpx

from tests.docs.site import Site


async def look_around(site: Site) -> None:
    """Sign in with the token that was printed, look at a strategy map, and paste the line to try.

    Raises: AssertionError.
    """
    said = site.serve()
    (token,) = set(re.findall(r"eqp_[\w-]+", said))
    address = f"http://127.0.0.1:{site.port}"
    async with httpx.AsyncClient(base_url=address, follow_redirects=True) as browser:
        assert "token" in (await browser.get("/login")).text
        console = await browser.post("/login", data={"token": token})
        assert "Lindmoor" in console.text
        maps = re.findall(r'href="(/scorecards/[^"]+/map\.svg[^"]*)"', console.text)
        assert len(maps) == 6
        picture = await browser.get(maps[0].replace("&amp;", "&"))
        assert picture.headers["content-type"].startswith("image/svg+xml")
        assert "Grow profitably" in picture.text
        assert "Explore the API" in (await browser.get("/graphql", headers={"Accept": "text/html"})).text
    (line,) = re.findall(r"^\s*Try it\s+(curl .*)$", said, re.M)
    answer = json.loads(site.shell(line))
    perspectives = answer["data"]["scorecard"]["perspectives"]
    assert [each["name"] for each in perspectives] == [
        "Financial",
        "Customer",
        "Internal Processes",
        "Learning & Growth",
    ]
    assert {each["score"]["status"] for each in perspectives} <= {"GREEN", "AMBER", "RED", "NO_DATA"}
