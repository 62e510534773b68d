"""XML as a file: whatever editors wrote, and XML cannot say, is replaced."""

import re
from xml.etree import ElementTree as ET

# What XML 1.0 cannot write, not even by its number.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_file(root: ET.Element) -> bytes:
    """The element and all below it as UTF-8 with a declaration. Changes the texts that XML cannot say."""
    for element in root.iter():
        element.text = _NO_XML.sub("\ufffd", element.text) if element.text else None
        element.tail = _NO_XML.sub("\ufffd", element.tail) if element.tail else None
        for name, value in element.attrib.items():
            element.set(name, _NO_XML.sub("\ufffd", value))
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
