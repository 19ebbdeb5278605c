"""What goes out: files that an office opens in a spreadsheet, a map, a phone or a calendar."""

from data.export.formats import ENDINGS as ENDINGS
from data.export.formats import SUBJECTS as SUBJECTS
from data.export.formats import check_export as check_export
from data.export.formats import named_file as named_file
from data.export.table import Facts as Facts
from data.export.writing import Export as Export
from data.export.writing import write_export as write_export
