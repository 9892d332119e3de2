"""Compiled reads: a query operation becomes one SQL statement that returns the JSON of the answer.

`operation.plan_of` gives the plan of an operation; `executor` runs it within graphql-core, where resolvers are needed
too. What the planner cannot compile falls back to the resolvers, which give the same answer.
A field tells the planner how it is read by what it is made with: `column`, `to_one`, `to_many` and `paged_below` by
themselves, anything else by `compiled=` with a function from `Selected` to `Json`, as in each feature's compiled.py.
"""
