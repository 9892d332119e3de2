"""The people of Lindmoor who work with its scorecards. Invented, like everything here."""

from equipoise.demo.story import Person
from equipoise.domain.roles import Role

OWNER = "annika"
"""In whose name the organisation is set up."""

PEOPLE = (
    Person("annika", "Annika Lindqvist", Role.OWNER, "lindmoor"),  # chief executive
    Person("tomas", "Tomás Arriaga", Role.ADMIN, "finance"),  # chief financial officer
    Person("hedda", "Hedda Sommer", Role.ADMIN, "lindmoor"),  # head of strategy, runs the reviews
    Person("joris", "Joris Vandeput", Role.EDITOR, "cargo_bikes"),  # head of Cargo Bikes
    Person("mei", "Mei Tanabe", Role.EDITOR, "drive_systems"),  # head of Drive Systems
    Person("ruben", "Ruben Castellan", Role.EDITOR, "assembly"),  # plant manager
    Person("freya", "Freya Nyholm", Role.EDITOR, "dealer_sales"),  # head of dealer sales
    Person("kwame", "Kwame Adusei", Role.EDITOR, "drive_engineering"),  # head of drive engineering
    Person("elin", "Elin Haugstad", Role.CONTRIBUTOR, "finance"),  # group controller
    Person("sofia", "Sofia Marchetti", Role.CONTRIBUTOR, "people"),  # head of people and culture
    Person("piotr", "Piotr Zielny", Role.CONTRIBUTOR, "assembly"),  # quality lead
    Person("lucie", "Lucie Okonkwo", Role.CONTRIBUTOR, "customer_care"),  # head of customer care
    Person("bram", "Bram Iversen", Role.CONTRIBUTOR, "assembly"),  # supply chain planner
    Person("nadia", "Nadia Rahmani", Role.VIEWER, "cargo_bikes"),  # product manager
    Person("oskar", "Oskar Weiland", Role.VIEWER, "lindmoor"),  # member of the supervisory board
    Person("greta", "Greta Thalberg", Role.CONTRIBUTOR, "cargo_bikes", 148),  # head of marketing, until she left
)
