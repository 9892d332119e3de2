"""Documents that are seen for the first time: reading one is work that nothing else can interrupt.

One organisation's new documents are read one after the other, with nine parts of rest for each part of work: whoever
sends another document each time takes a tenth of the processor and no more. Known documents never wait.
"""

import gc
import time
from uuid import UUID

from equipoise.domain.plans import Limits
from equipoise_graphql.cost.turns import Turns
from equipoise_graphql.documents.read import Document, known_document, read_document, sha256_of


class FirstSights:
    """The turns of organisations at having a new document read; one per process."""

    def __init__(self) -> None:
        self._turns = Turns(alone=1, slow=None)

    async def read(self, organisation: UUID, text: str, limits: Limits) -> Document:
        """The document; one that is not known waits until the organisation's last new one was rested from.

        Raises: GraphQLSyntaxError, DocumentTooLarge, DocumentCycle, TooManyAtOnce.
        """
        # A text beyond all bounds is refused before anything as long is hashed.
        known = known_document(sha256_of(text), limits) if len(text) <= limits.characters else None
        if known is not None:
            return known
        async with self._turns.of(organisation) as turn:
            began = time.thread_time()
            try:
                return read_document(text, limits, holder=organisation)
            finally:
                # Validation leaves thousands of objects in rings. Swept up now, it is part of this document's time.
                gc.collect(1)
                turn.rest_from(time.thread_time() - began)
