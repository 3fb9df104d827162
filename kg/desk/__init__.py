"""The review desk: a page on this machine in which people decide on the links of cases.

```
documents ─► batch ─► rows (what is proposed, what was decided) ─► page
                         ▲                                          │ one action
     review files ◄── folder ◄──────────── actions ◄────────────────┘
```

The desk keeps no state of its own: what was decided stands in the review files, written at every action.
"""

from kg.desk.application import application
from kg.desk.batch import Batch
from kg.desk.desk import Desk
from kg.desk.folder import ReviewFolder
from kg.desk.refusal import RefusedError

__all__ = ["Batch", "Desk", "RefusedError", "ReviewFolder", "application"]
