"""Files that need a parser written in C or Rust, or much memory: read in a caged child process."""

from data.formats.parent import CageLimits as CageLimits
from data.formats.parent import read_caged as read_caged
from data.formats.sheets import CagedRow as CagedRow
from data.formats.sheets import CagedSheet as CagedSheet
