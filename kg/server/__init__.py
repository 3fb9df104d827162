"""The dataset over HTTP: SPARQL 1.1 protocol, graph store protocol, IRIs that answer, and pages for people.

```
browser, curl, client ──► app (routes, limits) ──► pool ──► worker ──► its own view of the store
                                    └── writes ──► writer (the only process that changes the store)
```

Queries run in processes that can be killed, since the store cannot stop one; see the decision records.
"""
