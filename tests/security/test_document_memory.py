"""Documents that are always new: what is kept of them is bounded, in every cache that they pass."""

import gc

from equipoise.db.ids import new_id
from equipoise_graphql.cost import weigh as weighing
from equipoise_graphql.documents.read import read_document


def test_what_a_document_costs_is_forgotten_with_the_document() -> None:
    gc.collect()
    before, holder = len(weighing._programs), new_id()
    for number in range(200):
        document = read_document(
            "{ viewer { person { " + "orgUnit { id } " * 40 + f"}} }} }} # {number}", holder=holder
        )
        weighing.weigh(document.syntax, document.choose_operation(None), None)
    gc.collect()
    kept = len(weighing._programs) - before
    assert 0 < kept < 150, "as many as fit into the memory for documents, not all that ever came"
