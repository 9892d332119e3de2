"""Compiled reads: a selection becomes one SQL statement that returns the JSON of the answer.

A root resolver says which row it means (`wanted.Wanted`); the executor asks the planner for a plan of what is
selected below it. What the planner cannot compile falls back to the resolvers, which give the same answer.
A field tells the planner how it is read by what it is made with: `column`, `to_one`, `to_many`, or `compiled`.
"""
