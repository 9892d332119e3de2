"""Assembly & Logistics: what people said about its KPIs, and what they decided on them."""

from equipoise.demo.story import CheckIn, Citation, Comment
from equipoise.discussion.models import Confidence

COMMENTS = (
    Comment(
        "first_pass_yield",
        "piotr",
        6,
        "The low week was one reel of brake hose. South found it on Tuesday, North on Thursday.",
    ),
    Comment(
        "first_pass_yield", "ruben", 5, "From now on the first reel of a lot goes over both lines. Thank you, South."
    ),
    Comment("on_time_shipments", "freya", 11, "Dealers notice. Two have stopped adding a week to our dates."),
    Comment(
        "line_stop_minutes",
        "piotr",
        30,
        "Half of the stop was waiting for somebody with the key to the compressor room.",
    ),
    Comment("takt_attainment", "bram", 18, "Wednesday was at 91 %; the floaters made up for it by Friday."),
    Comment("agency_share", "sofia", 52, "Fourteen offers made, eleven accepted."),
    Comment(
        "kit_wait",
        "ruben",
        55,
        "Who looks after this figure since the last change in logistics? I can read it, but I do not own it.",
    ),
)

CHECK_INS = (
    CheckIn(
        "first_pass_yield",
        "piotr",
        8,
        Confidence.HIGH,
        "Both lines above 94 % in five of the last six weeks.",
        "Torque check at station 4 becomes part of station 3.",
    ),
    CheckIn(
        "on_time_shipments",
        "bram",
        15,
        Confidence.MEDIUM,
        "Porter is at 94 %, Drayman at 86 %.",
        "Promise from the build plan for the Drayman.",
    ),
    CheckIn(
        "assembly_cost",
        "ruben",
        22,
        Confidence.MEDIUM,
        "Seven stations rebuilt, two minutes a bike saved; wages rise in spring.",
        "Line North, stations 1 to 4.",
    ),
    CheckIn(
        "multi_skilled",
        "ruben",
        40,
        Confidence.HIGH,
        "The training hour starts again with the quiet months.",
        "Names for the next forty certificates.",
    ),
)

CITATIONS = (
    Citation("first_pass_yield", "ruben", 20, "First reel of every lot of brake hose runs over both lines."),
    Citation(
        "takt_attainment", "ruben", 33, "Four floaters move from logistics to the line until the end of the season."
    ),
    Citation("parts_shortages", "bram", 26, "No bike is started without a complete kit for two weeks."),
    Citation("agency_share", "ruben", 58, "Eleven agency workers taken on for good."),
)
