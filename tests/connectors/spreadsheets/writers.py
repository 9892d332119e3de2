"""Libraries that write workbooks. They ship no types, and nobody publishes any."""

import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

__all__ = ["OOXMLFile", "xlsxwriter", "xlwt"]
