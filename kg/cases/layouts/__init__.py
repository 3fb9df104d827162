"""One recogniser per layout. Each takes a :class:`~kg.cases.page.Page` and returns a draft or None."""
