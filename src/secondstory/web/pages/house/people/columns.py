"""A table of people or services as text: comma, semicolon or tab between its columns, named in the first line."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from secondstory.application.keeping.roll import Line
from secondstory.kernel.refused import Refused, refuse_if_any

PEOPLE = ("id", "name", "address", "teams", "answers to")
SERVICES = ("service", "team")
MOST = 20_000
_OTHER_NAMES = {"e-mail": "address", "email": "address", "mail": "address", "manager": "answers to"}
_RISKY = ("=", "+", "-", "@", "\t")


def read_sheet(text: str) -> list[Line]:
    """Return the lines of a table. Raises Refused with everything that is wrong in its form."""
    first = text.strip("\ufeff\n\r ").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text.strip("\ufeff")), delimiter=delimiter))
    at = next((number for number, row in enumerate(rows) if any(row)), None)
    if at is None:
        raise Refused(
            "The table is empty. Its first line names the columns: name, address, teams, answers to."
        )
    names = [_column(one) for one in rows[at]]
    refuse_if_any(_wrong_columns(names))
    if len(rows) > MOST:
        raise Refused(f"More than {MOST:,} lines at once are too many. Part the table.")
    found, problems = [], []
    for number, row in enumerate(rows[at + 1 :], start=at + 2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(names):
            problems.append(
                f"Line {number}: it has {len(row)} cells, and there are {len(names)} columns. A cell with the sign"
                " between columns in it stands in quotation marks."
            )
            continue
        found.append(_line(number, dict(zip(names, map(_plain, row), strict=False))))
    refuse_if_any(problems)
    return found


def people_sheet(lines: Iterable[Line]) -> str:
    """Return people as a table; taking it again changes nothing."""
    rows = ([one.id, one.name, one.address, "; ".join(one.teams), one.answers_to] for one in lines)
    return _written(PEOPLE, rows)


def services_sheet(lines: Iterable[Line]) -> str:
    """Return services as a table."""
    return _written(SERVICES, ([one.service, one.team] for one in lines))


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    # A cell that begins so would be reckoned by a spreadsheet; the apostrophe keeps it text and is taken off again.
    writer.writerows([f"'{cell}" if cell.startswith(_RISKY) else cell for cell in row] for row in rows)
    return out.getvalue()


def _plain(cell: str) -> str:
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(_RISKY) else text


def _column(said: str) -> str:
    name = said.strip().strip("\ufeff").replace("_", " ").casefold()
    return _OTHER_NAMES.get(name, name)


def _wrong_columns(names: Sequence[str]) -> list[str]:
    wrong = [
        f"Line 1: nobody knows the column “{name}”. Columns are {', '.join(PEOPLE)}; or {' and '.join(SERVICES)}."
        for name in names
        if name and name not in {*PEOPLE, *SERVICES}
    ]
    wrong += [
        f"Line 1: the column “{name}” is there twice."
        for name in sorted(set(names))
        if name and names.count(name) > 1
    ]
    if "name" not in names and "service" not in names:
        wrong.append("Line 1: it names neither the column “name”, for people, nor “service”, for services.")
    return wrong


def _line(number: int, cells: Mapping[str, str]) -> Line:
    teams = tuple(one.strip() for one in re.split(r"[;|]", cells.get("teams", "")) if one.strip())
    return Line(
        number=number,
        id=cells.get("id", ""),
        name=cells.get("name", ""),
        address=cells.get("address", ""),
        teams=teams,
        answers_to=cells.get("answers to", ""),
        service=cells.get("service", ""),
        team=cells.get("team", ""),
    )
