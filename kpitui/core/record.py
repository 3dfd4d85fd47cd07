"""Records: named tuples that cost next to nothing until the first one is made.

`typing.NamedTuple` compiles every annotation and a constructor while its module is imported, and brings `typing` with
it; with the forty records on the way of a quick command that took as long as opening the database. To a type checker a
record is a `NamedTuple`, and it does what one does. Modules that no quick command loads may use either.
"""

from __future__ import annotations

from collections import namedtuple

__all__ = ["Record"]

TYPE_CHECKING = False
"""What type checkers take to be true, without an import of `typing`."""

if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:
    COMPLETED = ("__new__", "_make", "_replace", "_asdict", "__repr__", "__getnewargs__")

    class RecordMeta(type):
        """Takes the annotations of a record for its fields, and their values for what a field is when not given."""

        def __new__(meta, name, bases, body):
            """Keep the names of the fields; what they are read with is made when the first record is."""
            if bases and bases[0] is not tuple:
                fields = body["_fields"] = body["__match_args__"] = tuple(body["__annotations__"])
                body["_field_defaults"] = {field: body.pop(field) for field in fields if field in body}
                body["__slots__"] = ()
            return super().__new__(meta, name, bases, body)

    class Record(tuple, metaclass=RecordMeta):
        """A tuple whose places have names, given with their types in the body of its class."""

        __slots__ = ()

        def __new__(cls, *values, **named):
            """Make the first record of its class, and first what makes and reads all of them."""
            whole = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values(), module=cls.__module__)
            for name in (*cls._fields, *COMPLETED):
                setattr(cls, name, whole.__dict__[name])
            return cls(*values, **named)
