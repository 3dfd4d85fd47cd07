"""The use cases: load, decide with the core, save. Both faces call these and add no logic of their own.

A service is a function that takes a `Workspace` and returns records; what it refuses it raises. It has no words of
its own: sentences are made of its records by `kpitui.wording`.

A folder is one theme. Its `__init__` is what the faces call first, the modules beside it are its parts:

- `goals`, `actions`, `reviews`: setting goals and how they stand, corrective actions, the review of a period
- `insight`: what is new and more than noise, and where a figure comes from
- `imports`: figures from a file
- `health`: what the doctor looks at
- `json_documents`: what `--json` prints

The modules that stand alone are what these share (`workspace`, `settings`, `reading`, `entries`, `kpis`)
and the small use cases. What extras do by themselves is named in `extension_points`.
"""
