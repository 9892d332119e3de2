"""What a document of an organisation's strategy holds, as models that refuse everything else.

A property that is left out stays as it is, or gets its default in something new; `null` clears it.
"""
